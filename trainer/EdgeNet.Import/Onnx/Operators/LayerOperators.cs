using EdgeNet.Core;
using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Import.Onnx.Operators;

/// <summary>Operators with weights.</summary>
internal static class LayerOperators
{
    /// <summary>Conv over pictures and sequences.</summary>
    public static OnnxValue Conv(NodeReader node)
    {
        OnnxActivation x = node.Activation(0);
        return Conv(node, x, node.Constant(1), node.OptionalConstant(2), node.Wholes("kernel_shape"));
    }

    /// <summary>Conv of weights that have been read.</summary>
    public static OnnxActivation Conv(NodeReader node, OnnxActivation x, OnnxConstant weights, OnnxConstant? bias, int[]? wanted)
    {
        NetworkBuilder network = node.Network;
        TensorShape shape = network.PictureShape(node, x.Dimensions);
        int[] w = weights.Dimensions;
        int groups = node.Whole("group", 1);
        if (w.Length != x.Dimensions.Length || groups < 1 || shape.Channels != (long)w[1] * groups || w[0] % groups != 0 || (wanted is not null && !w.AsSpan(2).SequenceEqual(wanted)) || w.Min() < 1)
        {
            throw node.Error($"its weights ({OnnxShape.Text(w)}, {groups} {(groups == 1 ? "group" : "groups")}) do not fit what it reads ({OnnxShape.Text(x.Dimensions)})");
        }

        int outputs = w[0];
        if (bias is not null && bias.Count != outputs)
        {
            throw node.Error($"it has {bias.Count:N0} biases for {outputs:N0} outputs");
        }

        (Window window, int[] dilations) = WindowReader.Read(node, shape, w[2..], outsideIsNothing: false);
        bool depthwise = groups == shape.Channels && outputs == groups && groups > 1;
        GraphTensor input = network.Picture(node, x);
        (input, window) = WindowReader.Frame(node, input, window, all: false);

        // Where each weight of ours is in the file; -1 for those between dilated ones and outside of groups, which are 0.
        int channels = depthwise ? 1 : shape.Channels, kernelColumns = w.Length == 4 ? w[3] : 1, across = w.Length == 4 ? dilations[1] : 1;
        WeightReader.CheckSize(node, outputs, (long)window.Rows * window.Columns * channels);
        int terms = window.Rows * window.Columns * channels, each = OnnxShape.CountOf(w.AsSpan(1));
        int[] from = new int[outputs * terms];
        Array.Fill(from, -1);
        for (int o = 0; o < outputs; o++)
        {
            int first = depthwise ? 0 : o / (outputs / groups) * w[1];
            for (int i = 0; i < each; i++)
            {
                int channel = i / (w[2] * kernelColumns), row = i / kernelColumns % w[2], column = i % kernelColumns;
                int place = (row * dilations[0] * window.Columns) + (column * across);
                from[(o * terms) + (place * channels) + first + channel] = (o * each) + i;
            }
        }

        GraphWeights numbers = WeightReader.Read(node, outputs, terms, from, weights, 0, bias, input.Step);
        GraphTensor output = network.NewPicture(node, input, window, outputs, x.Dimensions);
        network.Add(depthwise ? new DepthwiseNode(node.Place, [input], output, window, numbers, GraphLimits.None)
            : new ConvolutionNode(node.Place, [input], output, window, numbers, GraphLimits.None));
        return NetworkBuilder.NewPicture(output, [.. output.Dimensions]);
    }

    /// <summary>Gemm with constant weights.</summary>
    public static OnnxValue Gemm(NodeReader node)
    {
        OnnxActivation x = node.Activation(0);
        OnnxConstant weights = node.Constant(1);
        float alpha = node.Real("alpha", 1), beta = node.Real("beta", 1);
        if (node.Whole("transA", 0) != 0)
        {
            x = ShapeOperators.Transposed(node, x, [1, 0]);
        }

        weights = weights.Dimensions.Length != 2 ? throw node.Error("its weights are no matrix")
            : node.Whole("transB", 0) != 0 ? ConstantOperators.Transposed(weights, [1, 0]) : weights;
        return x.Dimensions.Length != 2 ? throw node.Error($"reads a tensor of {x.Dimensions.Length} dimensions, where only 2 are supported")
            : Product(node, x, Scaled(weights, alpha), node.OptionalConstant(2) is { } bias ? Scaled(bias, beta) : null);
    }

    /// <summary>MatMul with constant weights.</summary>
    public static OnnxValue MatMul(NodeReader node)
    {
        OnnxConstant weights = node.IsConstant(0) ? throw node.Error("multiplies constants by a tensor; only a tensor by constants is supported (Gemm, or MatMul with the weights second)")
            : !node.IsConstant(1) ? throw node.Error("multiplies two tensors that both depend on the input, as attention does; only products with constant weights are supported")
            : node.Constant(1);
        return weights.Dimensions.Length == 2 ? Product(node, node.Activation(0), weights, null) : throw node.Error($"its weights have {weights.Dimensions.Length} dimensions, where only 2 are supported");
    }

    /// <summary>The product of the last dimension with a matrix: a dense layer, or one at each place.</summary>
    public static OnnxActivation Product(NodeReader node, OnnxActivation x, OnnxConstant weights, OnnxConstant? bias)
    {
        NetworkBuilder network = node.Network;
        int terms = weights.Dimensions[0], outputs = weights.Dimensions[1], count = x.Tensor.Shape.Count;
        if (x.Dimensions.Length == 0 || x.Dimensions[^1] != terms || terms < 1 || outputs < 1)
        {
            throw node.Error($"its weights ({terms}x{outputs}) do not fit what it reads ({OnnxShape.Text(x.Dimensions)})");
        }

        int[] dimensions = [.. x.Dimensions[..^1], outputs];
        int places = count / terms;
        WeightReader.CheckSize(node, outputs, terms);
        int[] from = new int[outputs * terms], rows = new int[places];
        for (int p = 0; p < places; p++)
        {
            rows[p] = x.Order[p * terms] / terms;
        }

        for (int i = 0; i < count && places > 1; i++)
        {
            if (x.Order[i] != (rows[i / terms] * terms) + (i % terms))
            {
                throw node.Error("multiplies values that are not stored side by side; leave the transposition before it out, or let it read all values of a sample (Flatten)");
            }
        }

        for (int i = 0; i < from.Length; i++)
        {
            from[i] = (x.Order[i % terms] % terms * outputs) + (i / terms);
        }

        if (bias is not null && bias.Count != 1 && (bias.Count != outputs || bias.Dimensions[^1] != outputs))
        {
            throw node.Error($"its third input ({OnnxShape.Text(bias.Dimensions)}) is not one number per output");
        }

        GraphWeights numbers = WeightReader.Read(node, outputs, terms, from, weights, 1, bias, x.Tensor.Step);
        if (places == 1)
        {
            GraphTensor vector = network.NewTensor(node, new TensorShape(1, 1, outputs), dimensions);
            network.Add(new DenseNode(node.Place, [x.Tensor], vector, numbers, GraphLimits.None));
            return new OnnxActivation(vector, dimensions, OnnxShape.Identity(outputs), false);
        }

        TensorShape stored = x.Tensor.Shape;
        GraphTensor input = stored.Channels == terms ? x.Tensor : network.Reshape(node, x.Tensor, new TensorShape(places, 1, terms));
        GraphTensor output = network.NewTensor(node, new TensorShape(input.Shape.Height, input.Shape.Width, outputs), dimensions);
        network.Add(new ConvolutionNode(node.Place, [input], output, new Window(1, 1, 1, 1, 0, 0, 0, 0), numbers, GraphLimits.None));
        return new OnnxActivation(output, dimensions, [.. Enumerable.Range(0, places * outputs).Select(i => (rows[i / outputs] * outputs) + (i % outputs))], false);
    }

    private static OnnxConstant Scaled(OnnxConstant values, float factor) =>
        factor == 1 ? values : values with { Values = Array.ConvertAll(values.Values, v => v * factor), Integers = null };
}
