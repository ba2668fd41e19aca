using EdgeNet.Import.Graphs;
using EdgeNet.Import.Onnx.Operators;

namespace EdgeNet.Import.Onnx;

/// <summary>The operators that can be run, and what comes nearest to some of those that cannot.</summary>
internal static class OnnxOperators
{
    private const string Normalisation = "BatchNormalization becomes part of the layer before it";

    private static readonly Dictionary<string, Func<NodeReader, OnnxValue>> All = new()
    {
        ["Add"] = ElementOperators.Add,
        ["AveragePool"] = PoolOperators.AveragePool,
        ["BatchNormalization"] = ElementOperators.BatchNormalization,
        ["Cast"] = ShapeOperators.Cast,
        ["Clip"] = ElementOperators.Clip,
        ["Concat"] = ShapeOperators.Concat,
        ["Conv"] = LayerOperators.Conv,
        ["DequantizeLinear"] = QuantizedOperators.Dequantize,
        ["Div"] = ElementOperators.Div,
        ["Dropout"] = ShapeOperators.Dropout,
        ["Flatten"] = ShapeOperators.Flatten,
        ["Gemm"] = LayerOperators.Gemm,
        ["GlobalAveragePool"] = PoolOperators.GlobalAveragePool,
        ["GlobalMaxPool"] = PoolOperators.GlobalMaxPool,
        ["HardSigmoid"] = ElementOperators.HardSigmoid,
        ["HardSwish"] = ElementOperators.Of(new HardSwishFunction()),
        ["Identity"] = ShapeOperators.Same,
        ["LeakyRelu"] = ElementOperators.LeakyRelu,
        ["LogSoftmax"] = ElementOperators.LogSoftmax,
        ["MatMul"] = LayerOperators.MatMul,
        ["MaxPool"] = PoolOperators.MaxPool,
        ["Mul"] = ElementOperators.Mul,
        ["PRelu"] = ElementOperators.PRelu,
        ["Pad"] = ShapeOperators.Pad,
        ["QLinearConv"] = QuantizedOperators.Conv,
        ["QLinearMatMul"] = QuantizedOperators.MatMul,
        ["QuantizeLinear"] = QuantizedOperators.Quantize,
        ["ReduceMean"] = PoolOperators.ReduceMean,
        ["Relu"] = ElementOperators.Of(new LimitFunction(GraphLimits.Relu)),
        ["Reshape"] = ShapeOperators.Reshape,
        ["Shape"] = ShapeOperators.Shape,
        ["Sigmoid"] = ElementOperators.Of(new SigmoidFunction()),
        ["Softmax"] = ElementOperators.Softmax,
        ["Squeeze"] = ShapeOperators.Squeeze,
        ["Sub"] = ElementOperators.Sub,
        ["Tanh"] = ElementOperators.Of(new TanhFunction()),
        ["Transpose"] = ShapeOperators.Transpose,
        ["Unsqueeze"] = ShapeOperators.Unsqueeze,
    };

    // What ONNX Runtime makes of some when it quantises a network.
    private static readonly Dictionary<string, Func<NodeReader, OnnxValue>> OfOnnxRuntime = new()
    {
        ["DequantizeLinear"] = QuantizedOperators.Dequantize,
        ["QGemm"] = QuantizedOperators.Gemm,
        ["QLinearAdd"] = QuantizedOperators.Add,
        ["QLinearConcat"] = QuantizedOperators.Concat,
        ["QLinearGlobalAveragePool"] = QuantizedOperators.GlobalAveragePool,
        ["QLinearLeakyRelu"] = QuantizedOperators.Of(node => new LeakyFunction([node.Real("alpha", 0.01f)])),
        ["QLinearSigmoid"] = QuantizedOperators.Of(_ => new SigmoidFunction()),
        ["QuantizeLinear"] = QuantizedOperators.Quantize,
    };

    private static readonly Dictionary<string, string> Nearest = new()
    {
        ["LSTM"] = "Conv over the steps of a sequence, or dense layers over a window of them",
        ["GRU"] = "Conv over the steps of a sequence, or dense layers over a window of them",
        ["RNN"] = "Conv over the steps of a sequence, or dense layers over a window of them",
        ["ConvTranspose"] = "Conv with fewer strides before it, or Gemm",
        ["Resize"] = "nothing that enlarges a picture; Gemm can reconstruct a small one",
        ["Upsample"] = "nothing that enlarges a picture; Gemm can reconstruct a small one",
        ["LayerNormalization"] = Normalisation,
        ["InstanceNormalization"] = Normalisation,
        ["GroupNormalization"] = Normalisation,
        ["LRN"] = Normalisation,
        ["Gelu"] = "HardSwish, or x * Sigmoid(x)",
        ["Erf"] = "HardSwish, or x * Sigmoid(x), instead of GELU",
        ["Elu"] = "LeakyRelu",
        ["Selu"] = "LeakyRelu",
        ["Softplus"] = "Relu",
        ["ReduceMax"] = "GlobalMaxPool",
        ["ReduceSum"] = "ReduceMean",
        ["ArgMax"] = "leave it out: the label is the largest output anyway",
        ["Split"] = "two layers that read the same tensor",
        ["Slice"] = "a layer with a stride, or Conv",
        ["Gather"] = "GlobalAveragePool over all steps of a sequence",
        ["Einsum"] = "MatMul with constant weights",
        ["Attention"] = "Conv over the steps of a sequence",
        ["If"] = "export the network for inference, without branches",
        ["Loop"] = "export the network for inference, without loops",
        ["Scan"] = "export the network for inference, without loops",
        ["ConvInteger"] = "QLinearConv, or Conv between QuantizeLinear and DequantizeLinear",
        ["MatMulInteger"] = "QLinearMatMul, or MatMul between QuantizeLinear and DequantizeLinear",
        ["DynamicQuantizeLinear"] = "QuantizeLinear with a fixed scale (static quantisation)",
    };

    /// <summary>What runs an operator.</summary>
    /// <returns>Null for one that is not supported.</returns>
    public static Func<NodeReader, OnnxValue>? Of(string domain, string name) => (domain switch
    {
        "" or "ai.onnx" => All,
        "com.microsoft" => OfOnnxRuntime,
        _ => null,
    })?.GetValueOrDefault(name);

    /// <summary>Why an operator cannot be run.</summary>
    public static string NotSupported(string domain, string name) => domain is not ("" or "ai.onnx") ? $"an operator of {Files.UserException.Quote(domain)} that is not supported; docs/import.md lists the operators that are"
        : Nearest.TryGetValue(name, out string? nearest) ? $"not supported; the nearest that works: {nearest}" : "not supported; docs/import.md lists the operators that are";
}
