using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Quantization;

/// <summary>
/// Which tensors have one step together: those that are only chosen from, moved or put side by side. Where a file has given two of them different steps,
/// the values have to be brought from one to the other.
/// </summary>
internal sealed class SharedSteps
{
    private readonly Dictionary<GraphTensor, GraphTensor> _next = [];
    private readonly Dictionary<GraphTensor, AffineStep> _given = [];

    /// <summary>Finds them.</summary>
    /// <param name="graph">The network.</param>
    public SharedSteps(ImportedGraph graph)
    {
        foreach (GraphTensor tensor in graph.Nodes.Select(n => n.Output).Append(graph.Input))
        {
            _next[tensor] = tensor;
            if (tensor.Step is { } step)
            {
                _given[tensor] = step;
            }
        }

        foreach (GraphNode node in graph.Nodes.Where(n => n is PoolNode or ReshapeNode or PadNode or ConcatenationNode))
        {
            Array.ForEach(node.Inputs, input => Join(input, node.Output));
        }
    }

    /// <summary>The tensor that stands for all that share a step with this one.</summary>
    public GraphTensor Of(GraphTensor tensor)
    {
        while (_next[tensor] != tensor)
        {
            // Paths stay short.
            tensor = _next[tensor] = _next[_next[tensor]];
        }

        return tensor;
    }

    /// <summary>The step that the file gives a tensor or one that shares its step; null if it gives none.</summary>
    public AffineStep? Given(GraphTensor tensor) => _given.GetValueOrDefault(Of(tensor));

    private void Join(GraphTensor a, GraphTensor b)
    {
        (a, b) = (Of(a), Of(b));
        (AffineStep? first, AffineStep? second) = (_given.GetValueOrDefault(a), _given.GetValueOrDefault(b));
        if (a == b || (first is not null && second is not null && first != second))
        {
            return;
        }

        _next[a] = b;
        if (first is not null)
        {
            _given[b] = first;
        }
    }
}
