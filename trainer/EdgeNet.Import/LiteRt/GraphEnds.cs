using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.LiteRt;

/// <summary>Takes away what a network does not need: operators whose results nobody reads, and the steps from real numbers to integers and back at its ends.</summary>
internal static class GraphEnds
{
    /// <summary>The same network without them.</summary>
    public static ImportedGraph Trim(ImportedGraph graph)
    {
        List<GraphNode> nodes = [.. graph.Nodes];
        GraphTensor input = graph.Input, output = graph.Output;
        if (nodes.LastOrDefault(n => n.Output == output) is { } last && IsStep(last, from: true))
        {
            nodes.Remove(last);
            output = last.Inputs[0];
        }

        HashSet<GraphTensor> needed = [output];
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            if (needed.Contains(nodes[i].Output))
            {
                needed.UnionWith(nodes[i].Inputs);
            }
            else
            {
                nodes.RemoveAt(i);
            }
        }

        if (nodes.FindAll(n => n.Inputs.Contains(input)) is [var first] && IsStep(first, from: false))
        {
            nodes.Remove(first);
            input = first.Output;
        }

        return graph with { Input = input, Nodes = nodes, Output = output };
    }

    // Whether an operator only leads from integers to real numbers, or from those to integers.
    private static bool IsStep(GraphNode node, bool from) =>
        node is FunctionNode { Function: IdentityFunction } && (node.Inputs[0].Step is not null) == from && (node.Output.Step is null) == from;
}
