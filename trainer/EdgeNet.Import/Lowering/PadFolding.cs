using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Import.Lowering;

/// <summary>Lets windows of convolutions reach beyond the picture where a network frames the picture with zeros first.</summary>
internal static class PadFolding
{
    /// <summary>The same network without frames that a window can take over: those of zeros, narrower than the kernel, that nothing but a convolution reads.</summary>
    public static ImportedGraph Fold(ImportedGraph graph)
    {
        List<GraphNode> nodes = [.. graph.Nodes];
        for (int i = 0; i < nodes.Count; i++)
        {
            if (nodes[i] is not PadNode pad || pad.Output == graph.Output || !IsOfZeros(pad) || nodes.FindAll(n => n.Inputs.Contains(pad.Output)) is not [var reader])
            {
                continue;
            }

            GraphNode? wider = reader switch
            {
                ConvolutionNode c when Widen(c.Window, pad) is { } window => c with { Inputs = pad.Inputs, Window = window },
                DepthwiseNode d when Widen(d.Window, pad) is { } window => d with { Inputs = pad.Inputs, Window = window },
                _ => null,
            };
            if (wider is not null)
            {
                nodes[nodes.IndexOf(reader)] = wider;
                nodes.RemoveAt(i--);
            }
        }

        return graph with { Nodes = nodes };
    }

    private static bool IsOfZeros(PadNode pad) => pad.Output.Step is { } step ? NodeLowering.ValueOf(pad) == step.Zero : pad.Value == 0;

    private static Window? Widen(Window window, PadNode pad)
    {
        Window wider = window with { Top = window.Top + pad.Top, Left = window.Left + pad.Left, Bottom = window.Bottom + pad.Bottom, Right = window.Right + pad.Right };
        return Math.Max(wider.Top, wider.Bottom) < wider.Rows && Math.Max(wider.Left, wider.Right) < wider.Columns ? wider : null;
    }
}
