using EdgeNet.Data;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Quantization;

/// <summary>Looks at what the tensors of a network hold. Samples are cut into lanes of fixed size that run at the same time and are put together in order, so a result does not depend on the number of threads.</summary>
internal static class GraphCalibration
{
    /// <summary>More samples than this do not make ranges better.</summary>
    public const int MaxSamples = 1000;

    private const int Lanes = 4;

    /// <summary>Ranges of the tensors that have no step.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="samples">What it reads.</param>
    /// <param name="shared">Which tensors have one range together.</param>
    /// <returns>For each tensor that stands for others.</returns>
    public static Dictionary<GraphTensor, ValueRange> Run(ImportedGraph graph, SampleReader samples, SharedSteps shared)
    {
        (GraphTensor Tensor, GraphTensor Range)[] tensors = [.. graph.Nodes.Select(n => n.Output).Append(graph.Input).Where(t => shared.Given(t) is null).Select(t => (t, shared.Of(t)))];
        Dictionary<GraphTensor, ValueRange> ranges = tensors.Select(t => t.Range).Distinct().ToDictionary(t => t, _ => new ValueRange());
        Pass(static (range, values) => range.Widen(values));
        Pass(static (range, values) => range.Count(values));
        return ranges;

        void Pass(Action<ValueRange, ReadOnlySpan<float>> look)
        {
            Dictionary<GraphTensor, ValueRange>[] lanes = [.. Enumerable.Range(0, Lanes).Select(_ => ranges.ToDictionary(r => r.Key, r => r.Value.Empty()))];
            Each(graph, samples, (lane, runner, _) => Array.ForEach(tensors, t => look(lanes[lane][t.Range], runner.Values(t.Tensor))));
            foreach ((GraphTensor tensor, ValueRange range) in lanes.SelectMany(l => l))
            {
                ranges[tensor].Add(range);
            }
        }
    }

    /// <summary>Runs a network on samples spread evenly over the data.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="samples">What it reads.</param>
    /// <param name="look">Called for each sample with the lane, 0 to 3, the runner and the network's input.</param>
    /// <returns>How many samples there were.</returns>
    public static int Each(ImportedGraph graph, SampleReader samples, Action<int, GraphRunner, float[]> look)
    {
        int[] chosen = EvenSpread.Of(samples.Data.Count, MaxSamples);
        Parallel.For(0, Lanes, lane =>
        {
            GraphRunner runner = new(graph);
            float[] input = new float[graph.Input.Shape.Count];
            for (int i = lane; i < chosen.Length; i += Lanes)
            {
                samples.Read(chosen[i], input);
                runner.Run(input);
                look(lane, runner, input);
            }
        });
        return chosen.Length;
    }
}
