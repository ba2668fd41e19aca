using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Lowering;

/// <summary>How much work a graph is.</summary>
public static class GraphSize
{
    /// <summary>Multiply-adds of a classification.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>Their number.</returns>
    public static long Macs(ImportedGraph graph) => graph.Nodes.Sum(Macs);

    /// <summary>Multiply-adds of an operator; 0 for one without weights.</summary>
    /// <param name="node">The operator.</param>
    /// <returns>Their number.</returns>
    public static long Macs(GraphNode node) => Weights(node) is { } weights ? (long)node.Output.Shape.Count * weights.Terms : 0;

    /// <summary>Values that are read for a classification: by windows of pools too.</summary>
    internal static long Steps(ImportedGraph graph) =>
        graph.Nodes.Sum(n => n is PoolNode pool ? (long)n.Output.Shape.Count * pool.Window.Rows * pool.Window.Columns : Math.Max(Macs(n), n.Inputs.Sum(i => (long)i.Shape.Count)));

    /// <summary>The weights of an operator; null for one without.</summary>
    /// <param name="node">The operator.</param>
    /// <returns>The weights.</returns>
    public static GraphWeights? Weights(GraphNode node) => node switch
    {
        DenseNode dense => dense.Weights,
        ConvolutionNode convolution => convolution.Weights,
        DepthwiseNode depthwise => depthwise.Weights,
        _ => null,
    };
}
