using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>
/// The layers of a model file as nodes: real numbers between DequantizeLinear and QuantizeLinear where something is computed, bytes where they only
/// move. A model file does not say what a step between two layers means, so all steps there are 1, and weights have the scales that follow from it.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="graph">Where the nodes go.</param>
/// <param name="tensors">The tensors so far: that of the input.</param>
internal sealed class OnnxLayers(ModelFile model, OnnxGraph graph, OnnxTensors tensors)
{
    // Halves are rounded up, or away from the zero, but QuantizeLinear rounds them to the even byte: with a step that is larger by a millionth there are none.
    private const float StepWithoutHalves = 1f + (1f / (1 << 20));

    /// <summary>Adds a layer before the last one.</summary>
    /// <param name="index">0 for the first.</param>
    public void Add(int index)
    {
        LayerInfo layer = model.Layers[index];
        string name = $"layer{index + 1}";
        bool isList = layer.Output is { Height: 1, Width: 1 };
        string bytes = layer switch
        {
            DenseInfo dense => Activated(dense, Sums(dense, name, 1f), name),
            ConvolutionInfo convolution => Activated(convolution, Convolution(convolution, convolution.Window, convolution.PaddingValue, name, convolution.Input.Channels, 1), name),
            DepthwiseInfo depthwise => Activated(depthwise, Convolution(depthwise, depthwise.Window, depthwise.PaddingValue, name, 1, depthwise.Input.Channels), name),
            MaxPoolInfo pool => Limited(pool, graph.Node("MaxPool", [tensors.Get(pool.First, false)], $"{name}.most", OnnxWindow.Of(pool.Window)), name),
            AveragePoolInfo pool => Average(pool, name),
            AddInfo add => Sum(add, name, isList),
            _ => throw new UserException($"layer {index + 1}: export --onnx does not know layers of this kind ({layer.KindName})"),
        };
        tensors.Add(bytes, layer.Output, isList && layer is DenseInfo or AddInfo);
    }

    /// <summary>Adds the last layer.</summary>
    /// <returns>The logits as real numbers, a list.</returns>
    public string AddLast() => model.Layers[^1] switch
    {
        DenseInfo dense => Sums(dense, "logits", model.Output.LogitScale),
        LayerInfo other => throw new UserException($"export --onnx does not know a last layer of this kind ({other.KindName})"),
    };

    private string Sums(DenseInfo dense, string name, float step)
    {
        TensorShape input = dense.Input;
        int[] order = OnnxTensors.Order(input.Height, input.Width, input.Channels);
        (string weights, string bias) = new OnnxWeights(model, dense.Matrix).Add(graph, name, [dense.Matrix.Outputs, dense.Matrix.Terms], order, 0, step);
        string values = tensors.Get(dense.First, true);
        string real = dense.First == 0 && model.Input.Planes > 1 ? values : graph.Dequantize(values, 1f, 0, $"{name}.input");
        return graph.Node("Gemm", [real, weights, bias], $"{name}.sum", OnnxAttribute.Of("transB", 1L));
    }

    private string Convolution(LayerInfo layer, LayerWindow window, int padding, string name, int channels, int groups)
    {
        // What is outside of the picture means 0.
        int zero = window.IsPadded ? padding : 0;
        int[] order = OnnxTensors.Order(window.Height, window.Width, channels);
        (string weights, string bias) = new OnnxWeights(model, layer.Matrix).Add(graph, name, [layer.Matrix.Outputs, channels, window.Height, window.Width], order, zero, 1f);
        string real = graph.Dequantize(tensors.Get(layer.First, false), 1f, zero, $"{name}.input");
        return graph.Node("Conv", [real, weights, bias], $"{name}.sum", [.. OnnxWindow.Of(window), OnnxAttribute.Of("group", (long)groups)]);
    }

    private string Average(AveragePoolInfo pool, string name)
    {
        int zero = pool.Activation.Rounding == ModelFormat.RoundTwice ? 128 : 0;
        string real = graph.Dequantize(tensors.Get(pool.First, false), StepWithoutHalves, zero, $"{name}.input");
        string mean = graph.Node("AveragePool", [real], $"{name}.mean", OnnxWindow.Of(pool.Window));
        return Limited(pool, graph.Quantize(mean, 1f, zero, $"{name}.bytes"), name);
    }

    private string Sum(AddInfo add, string name, bool isList)
    {
        string first = graph.Dequantize(tensors.Get(add.First, isList), Factor(add.FirstMultiplier, add.Shift), add.FirstZero, $"{name}.first");
        string second = graph.Dequantize(tensors.Get(add.Second, isList), Factor(add.SecondMultiplier, add.Shift), add.SecondZero, $"{name}.second");
        return Activated(add, graph.Node("Add", [first, second], $"{name}.sum"), name);
    }

    // Sums become bytes: a zero point, limits, and a table where the activation has one.
    private string Activated(LayerInfo layer, string sums, string name)
    {
        string bytes = Limited(layer, graph.Quantize(sums, 1f, layer.Activation.ZeroPoint, $"{name}.bytes"), name);
        return !layer.Activation.HasTable ? bytes
            : graph.LookUp(bytes, OnnxTensor.Of(model.Data[layer.Matrix.TableAt..(layer.Matrix.TableAt + ModelFormat.TableLength)], ModelFormat.TableLength), $"{name}.function");
    }

    private string Limited(LayerInfo layer, string bytes, string name) => graph.Limit(bytes, layer.Activation.Low, layer.Activation.High, $"{name}.limited");

    private static float Factor(int multiplier, int shift) => (float)Math.ScaleB(multiplier, -shift);
}
