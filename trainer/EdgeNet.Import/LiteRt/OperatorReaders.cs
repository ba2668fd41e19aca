using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.LiteRt;

/// <summary>Which reader an operator has.</summary>
internal static class OperatorReaders
{
    private static readonly Dictionary<string, Func<LiteRtBuilder, LiteRtNode, GraphNode?>> All = new()
    {
        ["FULLY_CONNECTED"] = WeightOperators.Dense,
        ["CONV_2D"] = WeightOperators.Convolution,
        ["DEPTHWISE_CONV_2D"] = WeightOperators.Depthwise,
        ["AVERAGE_POOL_2D"] = (b, n) => WindowOperators.Pool(b, n, true),
        ["MAX_POOL_2D"] = (b, n) => WindowOperators.Pool(b, n, false),
        ["MEAN"] = WindowOperators.Mean,
        ["PAD"] = WindowOperators.Pad,
        ["PADV2"] = WindowOperators.Pad,
        ["ADD"] = ArithmeticOperators.Add,
        ["SUB"] = ArithmeticOperators.Subtract,
        ["MUL"] = ArithmeticOperators.Multiply,
        ["CONCATENATION"] = ShapeOperators.Concatenation,
        ["RESHAPE"] = ShapeOperators.Reshape,
        ["SQUEEZE"] = ShapeOperators.Reshape,
        ["EXPAND_DIMS"] = ShapeOperators.Reshape,
        ["TRANSPOSE"] = ShapeOperators.Transpose,
        ["SOFTMAX"] = FunctionOperators.Softmax,
        ["RELU"] = (b, n) => FunctionOperators.Limit(b, n, GraphLimits.Relu),
        ["RELU6"] = (b, n) => FunctionOperators.Limit(b, n, GraphLimits.Relu6),
        ["RELU_N1_TO_1"] = (b, n) => FunctionOperators.Limit(b, n, GraphLimits.OneAroundZero),
        ["LEAKY_RELU"] = FunctionOperators.Leaky,
        ["PRELU"] = FunctionOperators.Prelu,
        ["LOGISTIC"] = (b, n) => FunctionOperators.Of(b, n, new SigmoidFunction()),
        ["TANH"] = (b, n) => FunctionOperators.Of(b, n, new TanhFunction()),
        ["HARD_SWISH"] = (b, n) => FunctionOperators.Of(b, n, new HardSwishFunction()),
        ["QUANTIZE"] = (b, n) => FunctionOperators.Of(b, n, new IdentityFunction()),
        ["DEQUANTIZE"] = FunctionOperators.Dequantise,
    };

    // What a network can be built of instead, for operators that people ask for.
    private static readonly Dictionary<string, string> Nearest = new()
    {
        ["LSTM"] = Recurrent,
        ["UNIDIRECTIONAL_SEQUENCE_LSTM"] = Recurrent,
        ["BIDIRECTIONAL_SEQUENCE_LSTM"] = Recurrent,
        ["RNN"] = Recurrent,
        ["UNIDIRECTIONAL_SEQUENCE_RNN"] = Recurrent,
        ["SVDF"] = Recurrent,
        ["WHILE"] = Recurrent,
        ["TRANSPOSE_CONV"] = "a network that ends smaller than it begins, or dense layers",
        ["RESIZE_BILINEAR"] = "an input of the size that the network needs",
        ["RESIZE_NEAREST_NEIGHBOR"] = "an input of the size that the network needs",
        ["BATCH_MATMUL"] = "FULLY_CONNECTED with constant weights",
        ["DIV"] = "MUL by the constant's reciprocal",
        ["ELU"] = "LEAKY_RELU",
        ["GELU"] = "HARD_SWISH",
        ["ARG_MAX"] = "the network without it: the label is chosen from the outputs",
        ["SUM"] = "MEAN",
        ["REDUCE_MAX"] = "MAX_POOL_2D",
        ["SPACE_TO_BATCH_ND"] = "a convolution with dilation, as newer converters write it",
        ["BATCH_TO_SPACE_ND"] = "a convolution with dilation, as newer converters write it",
        ["LOG_SOFTMAX"] = "SOFTMAX",
        ["L2_NORMALIZATION"] = "a network without it",
        ["MIRROR_PAD"] = "PAD",
        ["CONV_3D"] = "CONV_2D",
    };

    private const string Recurrent = "CONV_2D over a window of time";

    /// <summary>Reads an operator.</summary>
    /// <returns>The operator; null if all it does is to unpack a constant.</returns>
    public static GraphNode? Read(LiteRtBuilder builder, LiteRtNode node) => All.TryGetValue(node.Name, out Func<LiteRtBuilder, LiteRtNode, GraphNode?>? read) ? read(builder, node)
        : throw node.Refuse($"not supported; {(Nearest.TryGetValue(node.Name, out string? other) ? $"what comes nearest is {other}" : "docs/import.md lists what is")}");
}
