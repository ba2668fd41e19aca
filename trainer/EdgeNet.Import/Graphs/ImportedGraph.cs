namespace EdgeNet.Import.Graphs;

/// <summary>A foreign network, whatever file it comes from: what all readers give, and what quantisation and lowering read.</summary>
/// <param name="Input">What it reads.</param>
/// <param name="Nodes">Its operators, each after those whose results it reads.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Notes">What the file says about itself.</param>
public sealed record ImportedGraph(GraphTensor Input, IReadOnlyList<GraphNode> Nodes, GraphTensor Output, GraphNotes Notes)
{
    /// <summary>Whether all tensors are integers already.</summary>
    public bool IsQuantized => Input.Step is not null && Nodes.All(n => n.Output.Step is not null);
}

/// <summary>What a file says about itself, as far as it does.</summary>
/// <param name="Name">Name of the network; empty if the file has none.</param>
/// <param name="Labels">One per output; null if the file has none.</param>
/// <param name="Mean">What is subtracted from a raw value (a pixel of 0 to 255) to give the network's real input; null if the file does not say.</param>
/// <param name="Deviation">By what the difference is divided; null if the file does not say.</param>
public sealed record GraphNotes(string Name, IReadOnlyList<string>? Labels, IReadOnlyList<float>? Mean, IReadOnlyList<float>? Deviation)
{
    /// <summary>What the user should know of the reading: one line each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>A file that says nothing.</summary>
    public static GraphNotes None { get; } = new("", null, null, null);
}
