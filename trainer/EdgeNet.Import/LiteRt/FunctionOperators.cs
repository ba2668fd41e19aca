using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.LiteRt;

/// <summary>Reads functions of each value, and softmax.</summary>
internal static class FunctionOperators
{
    public static GraphNode Of(LiteRtBuilder builder, LiteRtNode node, GraphFunction function)
    {
        GraphTensor input = builder.Read(node, 0), output = builder.Give(node);
        WeightOperators.CheckShape(node, output, output.Shape.Count == input.Shape.Count);
        return new FunctionNode(node.Place, [input], output, function);
    }

    public static GraphNode Limit(LiteRtBuilder builder, LiteRtNode node, GraphLimits limits) => Of(builder, node, new LimitFunction(limits));

    public static GraphNode Leaky(LiteRtBuilder builder, LiteRtNode node) =>
        float.IsFinite(node.Single(0)) ? Of(builder, node, new LeakyFunction([node.Single(0)])) : throw node.Refuse("its slope is not a finite number");

    public static GraphNode Prelu(LiteRtBuilder builder, LiteRtNode node)
    {
        GraphTensor input = builder.Read(node, 0);
        LiteRtTensor slopes = builder.Described(node, 1);
        if (slopes.Count != slopes.FromEnd(1) || (slopes.Count != 1 && slopes.Count != input.Shape.Channels))
        {
            throw node.Refuse($"slopes of shape {slopes.ShapeText}; one for all, or one per channel can be used (shared_axes=[1, 2])");
        }

        return Of(builder, node, input.Step is null ? new LeakyFunction(builder.Reals(node, 1, 1)) : new PreluFunction(ArithmeticOperators.Integers(builder, node, 1)));
    }

    public static GraphNode? Dequantise(LiteRtBuilder builder, LiteRtNode node)
    {
        if (!builder.IsConstant(node, 0))
        {
            return Of(builder, node, new IdentityFunction());
        }

        builder.Unpack(node);
        return null;
    }

    public static GraphNode Softmax(LiteRtBuilder builder, LiteRtNode node)
    {
        GraphTensor input = builder.Read(node, 0), output = builder.Give(node);
        float beta = node.Single(0);
        WeightOperators.CheckShape(node, output, output.Shape.Count == input.Shape.Count);
        return input.Shape.Channels != input.Shape.Count ? throw node.Refuse($"at each of {input.Shape.Count / input.Shape.Channels} places by itself; over all values, at the end of a network, it can be run")
            : beta > 0 && float.IsFinite(beta) ? new SoftmaxNode(node.Place, [input], output, beta) : throw node.Refuse("its factor is not a positive number");
    }
}
