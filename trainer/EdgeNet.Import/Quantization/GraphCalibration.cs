using EdgeNet.Data;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Quantization;

/// <summary>Looks at what the tensors of a network hold. Which thread looks at which sample does not change the result.</summary>
internal static class GraphCalibration
{
    /// <summary>More samples than this do not make ranges better.</summary>
    public const int MaxSamples = 1000;

    private const int Lanes = 4;

    /// <summary>Ranges of the tensors that have no step.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="samples">What it reads: up to 1,000 of them, spread evenly, are looked at.</param>
    /// <param name="shared">Which tensors have one range together.</param>
    /// <returns>For each tensor that stands for others.</returns>
    public static Dictionary<GraphTensor, ValueRange> Run(ImportedGraph graph, SampleReader samples, SharedSteps shared)
    {
        (GraphTensor Tensor, GraphTensor Range)[] tensors = [.. graph.Nodes.Select(n => n.Output).Append(graph.Input).Where(t => shared.Given(t) is null).Select(t => (t, shared.Of(t)))];
        Dictionary<GraphTensor, ValueRange>[] lanes = [.. Enumerable.Range(0, Lanes).Select(_ => tensors.Select(t => t.Range).Distinct().ToDictionary(t => t, _ => new ValueRange()))];
        int[] chosen = EvenSpread.Of(samples.Data.Count, MaxSamples);
        Parallel.For(0, Lanes, lane =>
        {
            GraphRunner runner = new(graph);
            float[] input = new float[graph.Input.Shape.Count];
            for (int i = lane; i < chosen.Length; i += Lanes)
            {
                samples.Read(chosen[i], input);
                runner.Run(input);
                Array.ForEach(tensors, t => lanes[lane][t.Range].Add(runner.Values(t.Tensor)));
            }
        });
        foreach ((GraphTensor tensor, ValueRange range) in lanes.Skip(1).SelectMany(l => l))
        {
            lanes[0][tensor].Add([range.Low, range.High]);
        }

        return lanes[0];
    }
}
