using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Lowering;

/// <summary>Shapes of the two kinds.</summary>
internal static class Shapes
{
    /// <summary>A shape as the trainer has it: a picture, whose size may be one pixel.</summary>
    public static Shape Of(TensorShape shape) => new(shape.Channels == 1 ? 2 : 3, shape.Height, shape.Width, shape.Channels);

    /// <summary>The shape of a network's input: a list of features if only dense layers read it, to which the order of rows, columns and channels says nothing.</summary>
    public static Shape OfInput(ImportedGraph graph) => graph.Input.Shape is { Height: 1, Width: 1 } list && graph.Nodes.All(n => n is DenseNode || !n.Inputs.Contains(graph.Input))
        ? Shape.Features(list.Count) : Of(graph.Input.Shape);
}
