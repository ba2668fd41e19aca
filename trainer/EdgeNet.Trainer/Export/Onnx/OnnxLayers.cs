using EdgeNet.Core;

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
    private readonly OnnxMoves _moves = new(graph, tensors);

    // Halves are rounded up, or away from the zero, but QuantizeLinear rounds them to the even byte: with a step that is larger by a millionth there are none.
    private const float StepWithoutHalves = 1f + (1f / (1 << 20));

    /// <summary>Adds a layer before the last one.</summary>
    /// <param name="index">0 for the first.</param>
    public void Add(int index)
    {
        LayerInfo layer = model.Layers[index];
        string name = $"layer{index + 1}";
        bool isList = layer is DenseInfo || (layer is AddInfo or AddTwiceInfo or TableInfo && tensors.IsList(layer.First));
        string bytes = layer switch
        {
            DenseInfo dense => Activated(dense, Sums(dense, name, 1f), name),
            ConvolutionInfo convolution => Activated(convolution, Convolution(convolution, convolution.Window, convolution.PaddingValue, name, convolution.Input.Channels, 1), name),
            DepthwiseInfo depthwise => Activated(depthwise, Convolution(depthwise, depthwise.Window, depthwise.PaddingValue, name, 1, depthwise.Input.Channels), name),
            MaxPoolInfo pool => Limited(pool, graph.Node("MaxPool", [tensors.Get(pool.First, false)], $"{name}.most", OnnxWindow.Of(pool.Window)), name),
            AveragePoolInfo pool => Average(pool, name),
            MeanInfo mean => Mean(mean, name),
            AddInfo add => Sum(add, (Factor(add.FirstMultiplier, add.Shift), add.FirstZero), (Factor(add.SecondMultiplier, add.Shift), add.SecondZero), name),
            AddTwiceInfo add => SumTwice(add, name),
            TableInfo table => LookUp(table, isList, name),
            ConcatenationInfo concatenation => _moves.Concatenate(concatenation, name),
            PadInfo pad => _moves.Pad(pad, name),
            ReshapeInfo reshape => _moves.Reshape(reshape, name),
            _ => throw new InvalidOperationException($"no ONNX for a layer of kind {layer.KindName}"),
        };
        tensors.Add(bytes, layer.Output, isList);
    }

    /// <summary>Adds the last layer and the output function.</summary>
    public void AddLast()
    {
        LayerInfo last = model.Layers[^1];
        if (last is DenseInfo dense)
        {
            OnnxOutput.Add(graph, model.Output, Sums(dense, "logits", model.Output.LogitScale));
            return;
        }

        string bytes = _moves.List(last, "answer");
        if (model.Output.GivesBytes)
        {
            OnnxOutput.AddBytes(graph, model.Output, bytes);
        }
        else
        {
            OnnxOutput.Add(graph, model.Output, graph.Dequantize(bytes, model.Output.LogitScale, last.Activation.ZeroPoint, "logits"));
        }
    }

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

    private string Mean(MeanInfo mean, string name)
    {
        // The factor is for a sum, not for a mean.
        float scale = Factor(mean.Multiplier, mean.Shift) * mean.Window.Height * mean.Window.Width;
        string real = graph.Dequantize(tensors.Get(mean.First, false), scale, mean.Zero, $"{name}.input");
        return Activated(mean, graph.Node("AveragePool", [real], $"{name}.mean", OnnxWindow.Of(mean.Window)), name);
    }

    private string SumTwice(AddTwiceInfo add, string name)
    {
        double scale = Math.ScaleB(Factor(add.Multiplier, add.Shift), 20);
        return Sum(add, ((float)(scale * Factor(add.FirstMultiplier, add.FirstShift)), add.FirstZero), ((float)(scale * Factor(add.SecondMultiplier, add.SecondShift)), add.SecondZero), name);
    }

    private string Sum(LayerInfo add, (float Scale, int Zero) first, (float Scale, int Zero) second, string name)
    {
        bool isList = tensors.IsList(add.First);
        string a = graph.Dequantize(tensors.Get(add.First, isList), first.Scale, first.Zero, $"{name}.first");
        string b = graph.Dequantize(tensors.Get(add.Second, isList), second.Scale, second.Zero, $"{name}.second");
        return Activated(add, graph.Node("Add", [a, b], $"{name}.sum"), name);
    }

    private string LookUp(TableInfo table, bool isList, string name)
    {
        int channels = table.IsPerChannel ? table.Output.Channels : 1;
        return graph.LookUp(tensors.Get(table.First, isList), OnnxTensor.Of(model.Data[table.EntriesAt..(table.EntriesAt + table.EntryCount)], table.EntryCount), name, isList ? [channels] : [channels, 1, 1]);
    }

    // Sums become bytes: a zero point, limits, and a table where the activation has one.
    private string Activated(LayerInfo layer, string sums, string name)
    {
        string bytes = Limited(layer, graph.Quantize(sums, 1f, layer.Activation.ZeroPoint, $"{name}.bytes"), name);
        return !layer.Activation.HasTable ? bytes
            : graph.LookUp(bytes, OnnxTensor.Of(model.Data[layer.Matrix.TableAt..(layer.Matrix.TableAt + ModelFormat.TableLength)], ModelFormat.TableLength), $"{name}.function", [1]);
    }

    private string Limited(LayerInfo layer, string bytes, string name) => graph.Limit(bytes, layer.Activation.Low, layer.Activation.High, $"{name}.limited");

    private static float Factor(int multiplier, int shift) => (float)Math.ScaleB(multiplier, -shift);
}
