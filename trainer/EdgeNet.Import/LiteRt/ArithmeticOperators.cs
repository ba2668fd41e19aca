using EdgeNet.Core;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.LiteRt;

/// <summary>Reads additions, and arithmetic with constants.</summary>
internal static class ArithmeticOperators
{
    private const int ActivationOption = 0;

    public static GraphNode Add(LiteRtBuilder builder, LiteRtNode node)
    {
        if (builder.IsConstant(node, 0) || builder.IsConstant(node, 1))
        {
            return WithConstant(builder, node, ConstantOperation.Add, (1, 1));
        }

        GraphTensor[] inputs = [builder.Read(node, 0), builder.Read(node, 1)];
        GraphTensor output = builder.Give(node);
        if (!inputs.All(i => Same(i.Shape, output.Shape)))
        {
            throw node.Refuse("adds tensors of different shapes; two of one shape can be added, or a constant per channel");
        }

        return new AddNode(node.Place, inputs, output, WeightOperators.Limits(node, ActivationOption));
    }

    public static GraphNode Subtract(LiteRtBuilder builder, LiteRtNode node) => builder.IsConstant(node, 1) ? WithConstant(builder, node, ConstantOperation.Subtract, (1, -1))
        : builder.IsConstant(node, 0) ? WithConstant(builder, node, ConstantOperation.SubtractFrom, (-1, 1))
        : throw node.Refuse("subtracts one result from another; a constant can be subtracted, and two results added");

    public static GraphNode Multiply(LiteRtBuilder builder, LiteRtNode node) => builder.IsConstant(node, 0) || builder.IsConstant(node, 1) ? WithConstant(builder, node, ConstantOperation.Multiply, null)
        : throw node.Refuse("multiplies two results; a result can be multiplied by a constant, one number or one per channel");

    private static FunctionNode WithConstant(LiteRtBuilder builder, LiteRtNode node, ConstantOperation operation, (float Factor, float Sign)? sum)
    {
        int at = builder.IsConstant(node, 0) ? 0 : 1;
        GraphTensor input = builder.Read(node, 1 - at);
        LiteRtTensor constant = builder.Described(node, at);
        if (constant.Count != constant.FromEnd(1) || (constant.Count != 1 && constant.Count != input.Shape.Channels))
        {
            throw node.Refuse($"a constant of shape {constant.ShapeText}; one number, or one per channel can be used");
        }

        GraphLimits limits = WeightOperators.Limits(node, ActivationOption);
        GraphFunction function;
        if (input.Step is null)
        {
            float[] values = builder.Reals(node, at, 1);
            function = sum is var (factor, sign) ? new AffineFunction([factor], Array.ConvertAll(values, v => v * sign), limits) : new AffineFunction(values, [0], limits);
        }
        else
        {
            function = new ConstantFunction(operation, Integers(builder, node, at), limits);
        }

        GraphTensor output = builder.Give(node);
        WeightOperators.CheckShape(node, output, Same(input.Shape, output.Shape));
        return new FunctionNode(node.Place, [input], output, function);
    }

    /// <summary>A constant of bytes.</summary>
    public static IntegerConstant Integers(LiteRtBuilder builder, LiteRtNode node, int input)
    {
        (sbyte[] values, LiteRtTensor tensor) = builder.Bytes(node, input);
        return new IntegerConstant(values, tensor.Step()!);
    }

    private static bool Same(TensorShape a, TensorShape b) => a.Height == b.Height && a.Width == b.Width && a.Channels == b.Channels;
}
