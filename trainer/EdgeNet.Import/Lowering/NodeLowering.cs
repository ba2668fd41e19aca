using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.AveragePool;
using EdgeNet.Trainer.Layers.Concatenation;
using EdgeNet.Trainer.Layers.MaxPool;
using EdgeNet.Trainer.Layers.Mean;
using EdgeNet.Trainer.Layers.Pad;
using EdgeNet.Trainer.Layers.Table;

namespace EdgeNet.Import.Lowering;

/// <summary>Operators as layers of a model file.</summary>
/// <param name="arithmetic">How factors and functions become integers.</param>
internal sealed class NodeLowering(Arithmetic arithmetic)
{
    // Of 256 bytes each.
    private const int MaxTables = ModelFormat.MaxOutputs;

    private readonly WeightLowering _weighted = new(arithmetic);

    /// <summary>Adds the layers of an operator.</summary>
    /// <exception cref="UserException">It has no such layers; the message begins with its place.</exception>
    public void Lower(GraphNode node, LoweredTensors tensors)
    {
        try
        {
            switch (node)
            {
                case DenseNode dense:
                    _weighted.Lower(dense, tensors);
                    break;
                case ConvolutionNode convolution:
                    _weighted.Lower(convolution, tensors);
                    break;
                case DepthwiseNode depthwise:
                    _weighted.Lower(depthwise, tensors);
                    break;
                case ReshapeNode:
                    tensors.Alias(node.Output, node.Inputs[0]);
                    break;
                case FunctionNode { Function: IdentityFunction } when node.Inputs[0].Step!.Scale == node.Output.Step!.Scale && node.Inputs[0].Step!.Zero == node.Output.Step!.Zero:
                    tensors.Alias(node.Output, node.Inputs[0]);
                    break;
                case ConcatenationNode concatenation:
                    Lower(concatenation, tensors);
                    break;
                case AddNode add:
                    tensors.Add(node.Output, arithmetic.Add(node.Output.Shape, add.Inputs[0].Step!, add.Inputs[1].Step!, node.Output.Step!, LiteRtTables.Limits(add.Limits, node.Output.Step!)),
                        [.. add.Inputs.Select(i => tensors.Find(i, i.Shape))]);
                    break;
                default:
                    tensors.Add(node.Output, LayerOf(node, node.Inputs[0], node.Output.Step!), tensors.Find(node.Inputs[0], node.Inputs[0].Shape));
                    break;
            }
        }
        catch (UserException e)
        {
            throw new UserException($"{node.Place}: {e.Message}", e);
        }
    }

    private QuantizedLayer LayerOf(GraphNode node, GraphTensor input, AffineStep output) => node switch
    {
        PoolNode { IsAverage: true } pool => new QuantizedAveragePool(Shapes.Of(input.Shape), pool.Window, 8) { ZeroPoint = output.Zero, Limits = LiteRtTables.Limits(pool.Limits, output), Rounding = arithmetic.Rounding },
        PoolNode pool => new QuantizedMaxPool(Shapes.Of(input.Shape), pool.Window, 8) { ZeroPoint = output.Zero, Limits = LiteRtTables.Limits(pool.Limits, output) },
        MeanNode mean => Mean(mean, input, output),
        PadNode pad => new QuantizedPad(Shapes.Of(input.Shape), pad.Top, pad.Left, pad.Bottom, pad.Right, ValueOf(pad), output.Zero),
        FunctionNode function => new QuantizedTable(Shapes.Of(input.Shape), TableOf(function), output.Zero),
        SoftmaxNode => throw new UserException("not supported in the middle of a network; at its end it can be run"),
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    /// <summary>The byte with which a frame is filled.</summary>
    public static byte ValueOf(PadNode pad)
    {
        AffineStep step = pad.Output.Step!;
        return (byte)Math.Clamp(step.Zero + MathF.Round(pad.Value / step.Scale), 0, 255);
    }

    private QuantizedMean Mean(MeanNode node, GraphTensor input, AffineStep output)
    {
        int rows = node.OverRows ? input.Shape.Height : 1, columns = node.OverColumns ? input.Shape.Width : 1;
        if (rows > byte.MaxValue || columns > byte.MaxValue)
        {
            throw new UserException($"over {rows}x{columns} places; at most 255x255 can be run");
        }

        Factor factor = arithmetic.Mean((double)input.Step!.Scale / output.Scale, rows * columns);
        return new QuantizedMean(Shapes.Of(input.Shape), new Window(rows, columns, rows, columns, 0, 0, 0, 0), factor.Multiplier, factor.Shift, (byte)input.Step.Zero, output.Zero) { Rounding = arithmetic.Rounding };
    }

    private byte[] TableOf(FunctionNode node)
    {
        int tables = node.Function.IsPerChannel ? node.Inputs[0].Shape.Channels : 1;
        if (tables > MaxTables)
        {
            throw new UserException($"a function for each of {tables:N0} channels; at most {MaxTables:N0} can be run");
        }

        return [.. Enumerable.Range(0, tables).SelectMany(c => arithmetic.Table(node.Function, node.Inputs[0].Step!, node.Output.Step!, c))];
    }

    // A layer takes two tensors: of more, the first two come first.
    private static void Lower(ConcatenationNode node, LoweredTensors tensors)
    {
        GraphTensor first = node.Inputs[0];
        TensorShape shape = first.Shape;
        int number = tensors.Find(first, shape), zero = node.Output.Step!.Zero;
        foreach (GraphTensor next in node.Inputs.Skip(1))
        {
            number = tensors.Add(new QuantizedConcatenation(Shapes.Of(shape), Shapes.Of(next.Shape), node.Axis, zero), number, tensors.Find(next, next.Shape));
            shape = new TensorShape(shape.Height + (node.Axis == 0 ? next.Shape.Height : 0), shape.Width + (node.Axis == 1 ? next.Shape.Width : 0), shape.Channels + (node.Axis == 2 ? next.Shape.Channels : 0));
        }

        tensors.Set(node.Output, number, shape);
    }
}
