using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.LiteRt;

/// <summary>Reads operators that move values and change none.</summary>
internal static class ShapeOperators
{
    // All that they compute of whole numbers are shapes, and a file states the shapes of all results.
    private static readonly HashSet<string> Arithmetic =
        ["SHAPE", "STRIDED_SLICE", "SLICE", "PACK", "CONCATENATION", "GATHER", "REDUCE_PROD", "CAST", "ADD", "SUB", "MUL", "RESHAPE", "SQUEEZE", "EXPAND_DIMS", "FILL", "RANGE"];

    /// <summary>Whether an operator only computes the shape of another.</summary>
    public static bool IsArithmetic(LiteRtFile file, LiteRtNode node) =>
        Arithmetic.Contains(node.Name) && node.Outputs.Length > 0 && node.Outputs.All(o => o >= 0 && file.Tensors[o].Type is LiteRtType.Int32 or LiteRtType.Int64);

    public static GraphNode Reshape(LiteRtBuilder builder, LiteRtNode node)
    {
        GraphTensor input = builder.Read(node, 0), output = builder.Give(node);
        LiteRtBuilder.CheckSameStep(node, input, output);
        WeightOperators.CheckShape(node, output, output.Shape.Count == input.Shape.Count);
        return new ReshapeNode(node.Place, [input], output);
    }

    /// <summary>A transposition that only moves dimensions of 1 leaves the order of values as it is.</summary>
    public static GraphNode Transpose(LiteRtBuilder builder, LiteRtNode node)
    {
        GraphTensor input = builder.Read(node, 0);
        int[] order = builder.Integers(node, 1);
        if (!order.Order().SequenceEqual(Enumerable.Range(0, input.Dimensions.Count)))
        {
            throw node.Refuse($"an order of {order.Length} dimensions for a tensor of {input.Dimensions.Count}");
        }

        int[] moved = Array.FindAll(order, d => input.Dimensions[d] > 1);
        return moved.Order().SequenceEqual(moved) ? Reshape(builder, node) : throw node.Refuse("moves values; convert the network with channels last, as LiteRT's own layers have them");
    }

    public static GraphNode Concatenation(LiteRtBuilder builder, LiteRtNode node)
    {
        const int AxisOption = 0, ActivationOption = 1;
        if (node.Inputs.Length == 0 || WeightOperators.Limits(node, ActivationOption) != GraphLimits.None)
        {
            throw node.Refuse("has no inputs, or an activation inside of the operator");
        }

        GraphTensor[] inputs = [.. node.Inputs.Select((_, i) => builder.IsConstant(node, i) ? throw node.Refuse("has a constant; results can be concatenated") : builder.Read(node, i))];
        GraphTensor output = builder.Give(node);
        int rank = output.Dimensions.Count, axis = node.Int32(AxisOption);
        axis = axis < 0 ? axis + 3 : axis - rank + 3;
        if (axis is < 0 or > 2)
        {
            throw node.Refuse("along the batch; rows, columns and channels can be concatenated");
        }

        foreach (GraphTensor input in inputs)
        {
            LiteRtBuilder.CheckSameStep(node, input, output);
            WeightOperators.CheckShape(node, output, Enumerable.Range(0, 3).All(a => a == axis || Size(input, a) == Size(output, a)));
        }

        WeightOperators.CheckShape(node, output, inputs.Sum(i => (long)Size(i, axis)) == Size(output, axis));
        return inputs.Length == 1 ? new ReshapeNode(node.Place, inputs, output) : new ConcatenationNode(node.Place, inputs, output, axis);
    }

    private static int Size(GraphTensor tensor, int axis) => axis switch { 0 => tensor.Shape.Height, 1 => tensor.Shape.Width, _ => tensor.Shape.Channels };
}
