using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Convolution;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Layers.Depthwise;

namespace EdgeNet.Import.Lowering;

/// <summary>Operators with weights as layers of a model file.</summary>
/// <param name="arithmetic">How factors become integers.</param>
internal sealed class WeightLowering(Arithmetic arithmetic)
{
    // Of a single place of a picture.
    private static readonly Window Pixel = new(1, 1, 1, 1, 0, 0, 0, 0);

    public void Lower(DenseNode node, LoweredTensors tensors)
    {
        GraphTensor input = node.Inputs[0];
        QuantizedDense dense = Each(node.Weights, input.Step!, node.Output.Step!, node.Limits);
        int rows = input.Shape.Count / node.Weights.Terms;
        if (rows == 1)
        {
            tensors.Add(node.Output, dense, tensors.Find(input));
            return;
        }

        // For each row of terms, a dense layer is a convolution that sees one place at a time.
        TensorShape shape = new(1, rows, node.Weights.Terms);
        int number = tensors.Add(new QuantizedConvolution(Shapes.Of(shape), Pixel, dense, (byte)input.Step!.Zero), tensors.Find(input, shape));
        tensors.Set(node.Output, number, new TensorShape(1, rows, node.Weights.Outputs));
    }

    public void Lower(ConvolutionNode node, LoweredTensors tensors)
    {
        GraphTensor input = node.Inputs[0];
        QuantizedDense each = Each(node.Weights, input.Step!, node.Output.Step!, node.Limits);
        bool isDense = node.Weights.Terms == input.Shape.Count && node.Output.Shape.Count == node.Weights.Outputs && !node.Window.IsPadded;
        tensors.Add(node.Output, isDense ? each : new QuantizedConvolution(Shapes.Of(input.Shape), node.Window, each, (byte)input.Step!.Zero), tensors.Find(input, input.Shape));
    }

    public void Lower(DepthwiseNode node, LoweredTensors tensors)
    {
        GraphTensor input = node.Inputs[0];
        AffineStep step = node.Output.Step!;
        tensors.Add(node.Output, new QuantizedDepthwise(Shapes.Of(input.Shape), node.Window, Matrix(node.Weights, input.Step!, step), Activation.Linear, step.Zero, 8, (byte)input.Step!.Zero)
        {
            Limits = LiteRtTables.Limits(node.Limits, step),
            Rounding = arithmetic.Rounding,
        }, tensors.Find(input, input.Shape));
    }

    /// <summary>A dense layer whose sums are the logits of a network, in the finest step that all outputs share.</summary>
    /// <returns>The layer, and the real number that a logit of 1 means.</returns>
    public static (QuantizedDense Layer, float Scale) Logits(DenseNode node)
    {
        IntegerWeights weights = Integers(node.Weights);
        AffineStep input = node.Inputs[0].Step!;
        float scale = input.Scale * weights.Scales.Max();
        return (new QuantizedDense(Matrix(weights, input, o => (double)input.Scale * weights.Scales[weights.Scales.Length > 1 ? o : 0] / scale), Activation.Linear, 0), scale);
    }

    private QuantizedDense Each(GraphWeights weights, AffineStep input, AffineStep output, GraphLimits limits) => new(Matrix(weights, input, output), Activation.Linear, output.Zero)
    {
        Limits = LiteRtTables.Limits(limits, output),
        Rounding = arithmetic.Rounding,
    };

    private static QuantizedMatrix Matrix(GraphWeights weights, AffineStep input, AffineStep output)
    {
        IntegerWeights integers = Integers(weights);
        return Matrix(integers, input, o =>
        {
            float scale = integers.Scales[integers.Scales.Length > 1 ? o : 0];
            return integers.RoundsScale ? (double)(input.Scale * scale) / output.Scale : (double)input.Scale * scale / output.Scale;
        });
    }

    // The file has a weight of each output for one term after the other, and biases that count with bytes instead of their differences to the zero point.
    private static QuantizedMatrix Matrix(IntegerWeights weights, AffineStep input, Func<int, double> factorOf)
    {
        int terms = weights.Terms, outputs = weights.Outputs;
        sbyte[] turned = new sbyte[terms * outputs];
        int[] biases = new int[outputs];
        Factor[] factors = new Factor[outputs];
        for (int o = 0; o < outputs; o++)
        {
            long sum = 0;
            for (int t = 0; t < terms; t++)
            {
                sbyte weight = weights.Weights[(o * terms) + t];
                turned[(t * outputs) + o] = weight;
                sum += weight;
            }

            long bias = weights.Biases[o] - (sum * input.Zero);
            biases[o] = bias is >= int.MinValue and <= int.MaxValue ? (int)bias : throw new UserException("a bias has more than 32 bits");
            factors[o] = Factor.Of(factorOf(o));
        }

        return new QuantizedMatrix(terms, outputs, turned, biases, Array.ConvertAll(factors, f => f.Multiplier), Array.ConvertAll(factors, f => f.Shift), []);
    }

    private static IntegerWeights Integers(GraphWeights weights) => weights as IntegerWeights ?? throw new InvalidOperationException("only quantised graphs are lowered");
}
