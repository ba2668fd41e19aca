using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Onnx;

/// <summary>Limits that follow an operator and become part of it.</summary>
internal static class Limits
{
    /// <summary>An operator with limits after what it does.</summary>
    /// <returns>The operator; null if its kind has no limits.</returns>
    public static GraphNode? Add(GraphNode node, GraphTensor output, GraphLimits limits) => node switch
    {
        ConvolutionNode c => c with { Output = output, Limits = After(c.Limits, limits) },
        DepthwiseNode d => d with { Output = output, Limits = After(d.Limits, limits) },
        DenseNode d => d with { Output = output, Limits = After(d.Limits, limits) },
        PoolNode p => p with { Output = output, Limits = After(p.Limits, limits) },
        AddNode a => a with { Output = output, Limits = After(a.Limits, limits) },
        FunctionNode { Function: AffineFunction f } n => n with { Output = output, Function = f with { Limits = After(f.Limits, limits) } },
        _ => null,
    };

    private static GraphLimits After(GraphLimits first, GraphLimits second) =>
        new(Math.Min(Math.Max(first.Low, second.Low), second.High), Math.Min(Math.Max(first.High, second.Low), second.High));
}
