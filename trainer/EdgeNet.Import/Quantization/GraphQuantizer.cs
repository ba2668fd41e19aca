using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.Lowering;

namespace EdgeNet.Import.Quantization;

/// <summary>
/// Makes integers of a network of real numbers: activations are bytes with a step per tensor, from the values that they hold for calibration samples; weights are
/// signed bytes with a step per output and the zero 0; biases have 32 bits. What the file has quantised already stays as it is.
/// </summary>
public static class GraphQuantizer
{
    /// <summary>More calibration samples than this are not looked at.</summary>
    public const int MaxSamples = GraphCalibration.MaxSamples;

    private const int LargestWeight = sbyte.MaxValue;

    // A bias and what zero points add to it fit 32 bits.
    private const double LargestBias = 1 << 29;

    // What their values are between, whatever the samples are.
    private static readonly AffineStep Probability = new(1f / 256, 0, false), Signed = new(1f / 128, 128, false);

    /// <summary>Quantises a network.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="samples">Calibration samples; up to 1,000, spread evenly, are looked at. May be null if the file gives all tensors a step.</param>
    /// <returns>The same network with a step for each tensor and integer weights.</returns>
    /// <exception cref="UserException">Samples are needed, their values are not finite numbers, or a classification takes more steps than a model file may have.</exception>
    public static ImportedGraph Quantize(ImportedGraph graph, SampleReader? samples)
    {
        SharedSteps shared = new(graph);
        Dictionary<GraphTensor, AffineStep> natural = [];
        foreach (GraphNode node in graph.Nodes)
        {
            AffineStep? step = node switch
            {
                SoftmaxNode or FunctionNode { Function: SigmoidFunction or HardSigmoidFunction } => Probability,
                FunctionNode { Function: TanhFunction } => Signed,
                _ => null,
            };
            if (step is not null && graph.Nodes.Count(n => shared.Of(n.Output) == shared.Of(node.Output)) == 1)
            {
                natural[node.Output] = step;
            }
        }

        // A network that is quantised up to its last dense layer gives sums: what they can be follows from the integers.
        if (NetworkEnd.Of(graph).Logits is { Step: null } logits && graph.Nodes.FirstOrDefault(n => n.Output == logits) is DenseNode { Weights: IntegerWeights integers } last && shared.Given(logits) is null)
        {
            natural[logits] = StepOfSums(integers, last.Inputs[0].Step!);
        }

        GraphTensor? open = graph.Nodes.Select(n => n.Output).Prepend(graph.Input).FirstOrDefault(t => shared.Given(t) is null && !natural.ContainsKey(t));
        if (open is not null && samples is null)
        {
            throw new UserException($"the network computes with real numbers (\"{UserException.Quote(open.Name)}\"); give samples of its input with --calibrate, from which their ranges are measured");
        }

        // No model file holds more, and samples would take hours.
        if (open is not null && GraphSize.Steps(graph) is > ModelFormat.MaxSteps and long steps)
        {
            throw new UserException($"{steps:N0} multiply-adds and comparisons per classification; a model file has at most {ModelFormat.MaxSteps:N0}: make the input smaller, or the first stride larger");
        }

        Dictionary<GraphTensor, ValueRange> ranges = open is null ? [] : GraphCalibration.Run(graph, samples!, shared);
        Dictionary<GraphTensor, GraphTensor> made = [];
        List<GraphNode> nodes = [];
        GraphTensor input = WithStep(graph.Input);
        foreach (GraphNode node in graph.Nodes)
        {
            GraphTensor output = WithStep(node.Output);
            GraphTensor[] inputs = [.. node.Inputs.Select(t => Brought(node, made[t], output.Step!))];
            nodes.Add(Quantized(node, inputs, output));
        }

        return graph with { Input = input, Nodes = nodes, Output = made[graph.Output] };

        GraphTensor WithStep(GraphTensor tensor) => made[tensor] = tensor.Step is not null ? tensor
            : new GraphTensor(tensor.Name, tensor.Number, tensor.Shape, [.. tensor.Dimensions], shared.Given(tensor) ?? natural.GetValueOrDefault(tensor) ?? Measured(tensor));

        AffineStep Measured(GraphTensor tensor)
        {
            ValueRange range = ranges[shared.Of(tensor)];
            return float.IsFinite(range.High - range.Low) ? range.Step : throw new UserException($"\"{UserException.Quote(tensor.Name)}\" is not finite for some sample; are --mean and --std those of the network's training?");
        }

        // What only moves values cannot bring them to another step.
        GraphTensor Brought(GraphNode node, GraphTensor tensor, AffineStep step)
        {
            if (node is not (PoolNode or ReshapeNode or PadNode or ConcatenationNode) || (tensor.Step!.Scale == step.Scale && tensor.Step.Zero == step.Zero))
            {
                return tensor;
            }

            GraphTensor other = new($"{tensor.Name} in steps of {node.Output.Name}", -1, tensor.Shape, [.. tensor.Dimensions], step);
            nodes.Add(new FunctionNode(node.Place, [tensor], other, new IdentityFunction()));
            return other;
        }
    }

    private static AffineStep StepOfSums(IntegerWeights weights, AffineStep input)
    {
        ValueRange range = new();
        for (int o = 0; o < weights.Outputs; o++)
        {
            double low = weights.Biases[o], high = weights.Biases[o];
            foreach (sbyte weight in weights.Weights.AsSpan(o * weights.Terms, weights.Terms))
            {
                (int ofSmallest, int ofLargest) = (weight * -input.Zero, weight * (byte.MaxValue - input.Zero));
                low += Math.Min(ofSmallest, ofLargest);
                high += Math.Max(ofSmallest, ofLargest);
            }

            double scale = (double)input.Scale * weights.Scales[weights.Scales.Length == 1 ? 0 : o];
            range.Add([(float)(low * scale), (float)(high * scale)]);
        }

        return range.Step;
    }

    private static GraphNode Quantized(GraphNode node, GraphTensor[] inputs, GraphTensor output) => node switch
    {
        ConvolutionNode c => c with { Inputs = inputs, Output = output, Weights = Integers(c.Weights, inputs[0].Step!, output.Step!) },
        DepthwiseNode d => d with { Inputs = inputs, Output = output, Weights = Integers(d.Weights, inputs[0].Step!, output.Step!) },
        DenseNode d => d with { Inputs = inputs, Output = output, Weights = Integers(d.Weights, inputs[0].Step!, output.Step!) },
        _ => node with { Inputs = inputs, Output = output },
    };

    private static IntegerWeights Integers(GraphWeights weights, AffineStep input, AffineStep output)
    {
        if (weights is not RealWeights real)
        {
            return (IntegerWeights)weights;
        }

        sbyte[] integers = new sbyte[real.Weights.Length];
        float[] scales = new float[real.Outputs];
        int[] biases = new int[real.Outputs];
        for (int o = 0; o < real.Outputs; o++)
        {
            ReadOnlySpan<float> row = real.Weights.AsSpan(o * real.Terms, real.Terms);
            float most = 0;
            foreach (float weight in row)
            {
                most = Math.Max(most, Math.Abs(weight));
            }

            // A bias that is huge beside the weights must still fit: then the weights lose precision, not the bias. Where there are no weights, any scale does.
            float scale = most > 0 ? most / LargestWeight : output.Scale / input.Scale;
            scales[o] = scale = Math.Max(scale, (float)(Math.Abs(real.Biases[o]) / (LargestBias * input.Scale)));
            biases[o] = (int)Math.Round(real.Biases[o] / ((double)scale * input.Scale));
            for (int t = 0; t < real.Terms; t++)
            {
                integers[(o * real.Terms) + t] = (sbyte)Math.Clamp(MathF.Round(row[t] / scale), -LargestWeight, LargestWeight);
            }
        }

        return new IntegerWeights(real.Outputs, real.Terms, integers, scales, biases);
    }
}
