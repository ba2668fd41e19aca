using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Quantization;

/// <summary>A network with how raw values become its real input: limit((raw - mean) / deviation).</summary>
public sealed record ScaledNetwork
{
    /// <summary>Puts a network and a scaling together.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="mean">Subtracted from raw values: one number, or one per channel.</param>
    /// <param name="deviation">By what the difference is divided: one number, or one per channel.</param>
    /// <exception cref="UserException">There are neither one nor as many numbers as channels.</exception>
    public ScaledNetwork(ImportedGraph graph, IReadOnlyList<float> mean, IReadOnlyList<float> deviation)
    {
        int channels = graph.Input.Shape.Channels;
        foreach (IReadOnlyList<float> numbers in (IReadOnlyList<float>[])[mean, deviation])
        {
            if (numbers.Count != 1 && numbers.Count != channels)
            {
                throw new UserException($"{numbers.Count} numbers for the mean or deviation of {channels} channels; give one for all, or one each");
            }
        }

        (Graph, Mean, Deviation) = (graph, mean, deviation);
    }

    /// <summary>The network.</summary>
    public ImportedGraph Graph { get; private init; }

    /// <summary>Subtracted from raw values: one number, or one per channel.</summary>
    public IReadOnlyList<float> Mean { get; private init; }

    /// <summary>By what the difference is divided: one number, or one per channel.</summary>
    public IReadOnlyList<float> Deviation { get; private init; }

    /// <summary>Limits of the network's real input.</summary>
    public GraphLimits Limits { get; private init; } = GraphLimits.None;

    private int Channels => Graph.Input.Shape.Channels;

    /// <summary>The real input that a raw value becomes.</summary>
    /// <param name="raw">The raw value.</param>
    /// <param name="place">Its place in the input.</param>
    /// <returns>The real number.</returns>
    public float RealOf(float raw, int place) => Math.Min(Math.Max((raw - MeanOf(place)) / DeviationOf(place), Limits.Low), Limits.High);

    /// <summary>The mean at a place of the input.</summary>
    /// <param name="place">The place.</param>
    /// <returns>What is subtracted there.</returns>
    public float MeanOf(int place) => Mean[Mean.Count == 1 ? 0 : place % Channels];

    /// <summary>The deviation at a place of the input.</summary>
    /// <param name="place">The place.</param>
    /// <returns>By what is divided there.</returns>
    public float DeviationOf(int place) => Deviation[Deviation.Count == 1 ? 0 : place % Channels];

    /// <summary>Lets constants that the network multiplies its input by and adds to it be part of how raw values become its input: a board scales them anyway.</summary>
    /// <returns>The same network without these operators; itself where it has none.</returns>
    public ScaledNetwork WithoutInputFunction()
    {
        GraphNode[] readers = [.. Graph.Nodes.Where(n => n.Inputs.Contains(Graph.Input))];
        return readers is not [FunctionNode { Output.Step: null } node] || Graph.Output == node.Output || Graph.Input.Step is not null ? this
            : node.Function switch
            {
                LimitFunction limit when Limits == GraphLimits.None => this with { Graph = Without(node), Limits = limit.Limits },
                AffineFunction affine when Limits == GraphLimits.None && Array.TrueForAll(affine.Factors, f => f > 0) => Without(node, affine),
                _ => this,
            };
    }

    /// <summary>
    /// Gives each column of a table a range of its own: columns have their own units, and one step cannot serve them all. A board then brings each to -1 to 1 by the range
    /// of its samples, and the weights of the dense layers that read it take up the rest.
    /// </summary>
    /// <param name="data">Samples.</param>
    /// <returns>The same network with other weights; itself where the data are no table, or something else than dense layers of real numbers reads the input.</returns>
    public ScaledNetwork WithColumnRanges(Dataset data)
    {
        GraphTensor input = Graph.Input;
        bool isTable = data.Kind == FeatureKind.Columns && data.Shape.Count == input.Shape.Count && input.Shape is { Height: 1, Width: 1, Channels: > 1 } && input.Step is null;
        if (!isTable || Limits != GraphLimits.None || Graph.Nodes.Any(n => n.Inputs.Contains(input) && n is not DenseNode { Weights: RealWeights }))
        {
            return this;
        }

        int count = input.Shape.Count;
        float[] low = new float[count], high = new float[count];
        for (int s = 0; s < data.Count; s++)
        {
            ReadOnlySpan<float> raw = data.Sample(s);
            for (int i = 0; i < count; i++)
            {
                low[i] = s == 0 ? raw[i] : Math.Min(low[i], raw[i]);
                high[i] = s == 0 ? raw[i] : Math.Max(high[i], raw[i]);
            }
        }

        // A column that is constant here may change on a board: by as much as its value, or by 1 around 0.
        float[] centre = [.. low.Select((l, i) => (l / 2) + (high[i] / 2))];
        float[] half = [.. low.Select((l, i) => high[i] > l ? (high[i] / 2) - (l / 2) : l != 0 ? Math.Abs(l) : 1)];
        float[] factors = [.. half.Select((h, i) => h / DeviationOf(i))], offsets = [.. centre.Select((c, i) => (c - MeanOf(i)) / DeviationOf(i))];
        GraphNode[] nodes = [.. Graph.Nodes.Select(n => n is DenseNode { Weights: RealWeights weights } d && d.Inputs[0] == input ? d with { Weights = Folded(weights, factors, offsets) } : n)];
        return this with { Graph = Graph with { Nodes = nodes }, Mean = centre, Deviation = half };
    }

    private ScaledNetwork Without(FunctionNode node, AffineFunction affine)
    {
        // ((raw - mean) / deviation) * factor + offset
        int count = new[] { Mean.Count, Deviation.Count, affine.Factors.Length, affine.Offsets.Length }.Max();
        float[] deviation = [.. Enumerable.Range(0, count).Select(c => DeviationOf(c) / At(affine.Factors, c))];
        float[] mean = [.. Enumerable.Range(0, count).Select(c => MeanOf(c) - (At(affine.Offsets, c) * deviation[c]))];
        return this with { Graph = Without(node), Mean = mean, Deviation = deviation, Limits = affine.Limits };
    }

    private ImportedGraph Without(GraphNode node)
    {
        GraphTensor input = new(Graph.Input.Name, Graph.Input.Number, Graph.Input.Shape, [.. Graph.Input.Dimensions], null);
        return Graph with { Input = input, Nodes = [.. Graph.Nodes.Where(n => n != node).Select(n => n with { Inputs = Array.ConvertAll(n.Inputs, t => t == node.Output ? input : t) })] };
    }

    private static float At(float[] numbers, int channel) => numbers[numbers.Length == 1 ? 0 : channel];

    private static RealWeights Folded(RealWeights weights, float[] factors, float[] offsets) => weights with
    {
        Weights = [.. weights.Weights.Select((w, i) => w * factors[i % factors.Length])],
        Biases = [.. weights.Biases.Select((b, o) => b + (float)offsets.Select((f, t) => (double)f * weights.Weights[(o * weights.Terms) + t]).Sum())],
    };
}
