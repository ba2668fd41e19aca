using EdgeNet.Import.Graphs;
using EdgeNet.Import.Onnx.Messages;

namespace EdgeNet.Import.Onnx.Operators;

/// <summary>Operators that compute each value by itself, and sums of two tensors.</summary>
internal static class ElementOperators
{
    /// <summary>An operator without settings.</summary>
    public static Func<NodeReader, OnnxValue> Of(GraphFunction function) => node => node.Network.Apply(node, node.Activation(0), function);

    /// <summary>Clip.</summary>
    public static OnnxValue Clip(NodeReader node)
    {
        OnnxActivation x = node.Activation(0);
        float low = node.Has(1) ? (float)node.Number(1) : float.NegativeInfinity, high = node.Has(2) ? (float)node.Number(2) : float.PositiveInfinity;
        if (float.IsNaN(low) || float.IsNaN(high) || low == float.PositiveInfinity || high == float.NegativeInfinity)
        {
            throw node.Error("its limits leave no finite number");
        }

        low = Math.Min(low, high);
        return x.Tensor.Step is { } step && Enumerable.Range(1, 2).Any(i => node.Has(i) && !node.Constant(i).Type.IsReal())
            ? ClipIntegers(node, x, step, new GraphLimits((low - step.ZeroPoint) * step.Scale, (high - step.ZeroPoint) * step.Scale))
            : node.Network.Apply(node, x, new LimitFunction(new GraphLimits(low, high)));
    }

    // Integers stay what they are, between a QuantizeLinear and a DequantizeLinear.
    private static OnnxActivation ClipIntegers(NodeReader node, OnnxActivation x, AffineStep step, GraphLimits limits)
    {
        if (node.Network.TryChange(x, node.Output, step, (maker, output) => Limits.Add(maker, output, limits)) is { } changed)
        {
            return changed;
        }

        GraphTensor tensor = node.Network.NewTensor(node.Output, x.Tensor.Shape, x.Dimensions, step, node.Error);
        node.Network.Add(new FunctionNode(node.Place, [x.Tensor], tensor, new LimitFunction(limits)));
        return x with { Tensor = tensor, IsShared = false };
    }

    /// <summary>LeakyRelu.</summary>
    public static OnnxValue LeakyRelu(NodeReader node) => node.Network.Apply(node, node.Activation(0), new LeakyFunction([node.Real("alpha", 0.01f)]));

    /// <summary>PRelu.</summary>
    public static OnnxValue PRelu(NodeReader node)
    {
        OnnxActivation x = node.Activation(0);
        float[] slopes = Array.ConvertAll(PerChannel(node, x, node.Constant(1)), v => (float)v);
        return slopes.All(float.IsFinite) ? node.Network.Apply(node, x, new LeakyFunction(slopes)) : throw node.Error("a slope is not a finite number");
    }

    /// <summary>HardSigmoid.</summary>
    public static OnnxValue HardSigmoid(NodeReader node) => node.Network.Apply(node, node.Activation(0), new HardSigmoidFunction(node.Real("alpha", 0.2f), node.Real("beta", 0.5f)));

    /// <summary>BatchNormalization with the means and variances that training has left.</summary>
    public static OnnxValue BatchNormalization(NodeReader node)
    {
        OnnxActivation x = node.Activation(0);
        double[] scale = node.Constant(1).Values, bias = node.Constant(2).Values, mean = node.Constant(3).Values, variance = node.Constant(4).Values;
        int channels = x.Dimensions.Length > 1 ? x.Dimensions[1] : 1;
        if (node.Whole("training_mode", 0) != 0)
        {
            throw node.Error("it normalises by the batch (training_mode); export the network for inference (model.eval())");
        }

        if (new[] { scale, bias, mean, variance }.Any(v => v.Length != channels))
        {
            throw node.Error($"its scales, biases, means or variances are not one for each of {channels} channels");
        }

        double epsilon = node.Real("epsilon", 1e-5f);
        double[] factors = [.. scale.Select((s, c) => s / Math.Sqrt(variance[c] + epsilon))];
        int[] dimensions = [channels, .. Enumerable.Repeat(1, Math.Max(0, x.Dimensions.Length - 2))];
        return Affine(node, x, PerChannel(node, x, dimensions, factors), PerChannel(node, x, dimensions, [.. factors.Select((f, c) => bias[c] - (mean[c] * f))]));
    }

    /// <summary>Add.</summary>
    public static OnnxValue Add(NodeReader node)
    {
        if (node.IsConstant(0) || node.IsConstant(1))
        {
            (OnnxActivation x, OnnxConstant constant, _) = Mixed(node);
            return Affine(node, x, [1], PerChannel(node, x, constant));
        }

        return Sum(node, node.Activation(0), node.Activation(1));
    }

    /// <summary>Sub.</summary>
    public static OnnxValue Sub(NodeReader node)
    {
        if (node.IsConstant(0) || node.IsConstant(1))
        {
            (OnnxActivation x, OnnxConstant constant, bool isFirst) = Mixed(node);
            double[] values = PerChannel(node, x, constant);
            return isFirst ? Affine(node, x, [-1], values) : Affine(node, x, [1], Array.ConvertAll(values, v => -v));
        }

        return Sum(node, node.Activation(0), Affine(node, node.Activation(1), [-1], [0]));
    }

    /// <summary>Mul.</summary>
    public static OnnxValue Mul(NodeReader node)
    {
        if (node.IsConstant(0) || node.IsConstant(1))
        {
            (OnnxActivation x, OnnxConstant constant, _) = Mixed(node);
            return Affine(node, x, PerChannel(node, x, constant), [0]);
        }

        return TimesItsFunction(node, node.Activation(0), node.Activation(1)) ?? TimesItsFunction(node, node.Activation(1), node.Activation(0))
            ?? throw node.Error("multiplies two tensors that both depend on the input; only x * f(x) of one shape is supported, such as x * Sigmoid(x), and products with constants");
    }

    /// <summary>Div.</summary>
    public static OnnxValue Div(NodeReader node)
    {
        if (!node.IsConstant(1))
        {
            throw node.Error("divides by a tensor; only division by constants is supported");
        }

        OnnxActivation x = node.Activation(0);
        return Affine(node, x, Array.ConvertAll(PerChannel(node, x, node.Constant(1)), v => 1 / v), [0]);
    }

    /// <summary>Softmax, and LogSoftmax, whose largest output is the same.</summary>
    public static OnnxValue Softmax(NodeReader node)
    {
        OnnxActivation x = node.Activation(0);
        int axis = node.Axis(node.Whole("axis", -1), x.Dimensions.Length), count = x.Tensor.Shape.Count;
        if (x.Dimensions[axis] != count)
        {
            throw node.Error($"it is over {x.Dimensions[axis]} of {count} values; only Softmax over all values at the end of a classifier is supported");
        }

        GraphTensor output = node.Network.NewTensor(node, x.Tensor.Shape, x.Dimensions);
        node.Network.Add(new SoftmaxNode(node.Place, [x.Tensor], output, 1));
        return x with { Tensor = output, IsShared = false };
    }

    /// <summary>LogSoftmax.</summary>
    public static OnnxValue LogSoftmax(NodeReader node)
    {
        node.Network.Remarks.Add($"{node.Place} becomes Softmax: the label is the same, values are probabilities instead of their logarithms");
        return Softmax(node);
    }

    /// <summary>x * factor + offset: taken up by the layer before it where that is possible.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="x">x.</param>
    /// <param name="factors">One, or one per stored channel.</param>
    /// <param name="offsets">One, or one per stored channel.</param>
    public static OnnxActivation Affine(NodeReader node, OnnxActivation x, double[] factors, double[] offsets)
    {
        if (!factors.Concat(offsets).All(v => float.IsFinite((float)v)))
        {
            throw node.Error("a factor or summand is not a finite number");
        }

        if (factors is [1] && offsets is [0])
        {
            return x;
        }

        return node.Network.TryChange(x, node.Output, (maker, output) => Folded(maker, output, factors, offsets))
            ?? node.Network.Apply(node, x, new AffineFunction(Array.ConvertAll(factors, f => (float)f), Array.ConvertAll(offsets, o => (float)o), GraphLimits.None));
    }

    private static GraphNode? Folded(GraphNode maker, GraphTensor output, double[] factors, double[] offsets) => maker switch
    {
        ConvolutionNode { Weights: RealWeights w } c when c.Limits == GraphLimits.None => c with { Output = output, Weights = Folded(w, factors, offsets) },
        DepthwiseNode { Weights: RealWeights w } d when d.Limits == GraphLimits.None => d with { Output = output, Weights = Folded(w, factors, offsets) },
        DenseNode { Weights: RealWeights w } d when d.Limits == GraphLimits.None => d with { Output = output, Weights = Folded(w, factors, offsets) },
        FunctionNode { Function: AffineFunction f } n when f.Limits == GraphLimits.None => n with { Output = output, Function = Folded(f, factors, offsets) },
        _ => null,
    };

    private static RealWeights Folded(RealWeights weights, double[] factors, double[] offsets) => weights with
    {
        Weights = [.. weights.Weights.Select((w, i) => (float)(w * At(factors, i / weights.Terms)))],
        Biases = [.. weights.Biases.Select((b, o) => (float)((b * At(factors, o)) + At(offsets, o)))],
    };

    private static AffineFunction Folded(AffineFunction first, double[] factors, double[] offsets)
    {
        int channels = new[] { first.Factors.Length, first.Offsets.Length, factors.Length, offsets.Length }.Max();
        return first with
        {
            Factors = [.. Enumerable.Range(0, channels).Select(c => (float)(first.Factors[first.Factors.Length == 1 ? 0 : c] * At(factors, c)))],
            Offsets = [.. Enumerable.Range(0, channels).Select(c => (float)((first.Offsets[first.Offsets.Length == 1 ? 0 : c] * At(factors, c)) + At(offsets, c)))],
        };
    }

    private static double At(double[] values, int channel) => values[values.Length == 1 ? 0 : channel];

    /// <summary>The sum of two tensors.</summary>
    public static OnnxActivation Sum(NodeReader node, OnnxActivation first, OnnxActivation second)
    {
        NetworkBuilder network = node.Network;
        if (first.Count != second.Count || !first.Order.AsSpan().SequenceEqual(second.Order) || OnnxShape.Broadcast(first.Dimensions, second.Dimensions) is not { } dimensions || OnnxShape.CountOf(dimensions) != first.Count)
        {
            throw node.Error($"adds tensors of {OnnxShape.Text(first.Dimensions)} and {OnnxShape.Text(second.Dimensions)}, or in different orders; only sums of tensors of one shape are supported");
        }

        if (first.Tensor == second.Tensor)
        {
            return network.Apply(node, first, new AffineFunction([2], [0], GraphLimits.None)) with { Dimensions = dimensions };
        }

        GraphTensor other = network.Reshape(node, second.Tensor, first.Tensor.Shape);
        GraphTensor output = network.NewTensor(node, first.Tensor.Shape, dimensions);
        network.Add(new AddNode(node.Place, [first.Tensor, other], output, GraphLimits.None));
        return new OnnxActivation(output, dimensions, first.Order, false);
    }

    // x * f(x) is a function of x.
    private static OnnxActivation? TimesItsFunction(NodeReader node, OnnxActivation x, OnnxActivation f)
    {
        if (node.Network.MakerOf(f.Tensor) is not FunctionNode maker || maker.Inputs[0] != x.Tensor || !x.Order.AsSpan().SequenceEqual(f.Order) || !x.Dimensions.AsSpan().SequenceEqual(f.Dimensions) || f.Tensor.Step is not null)
        {
            return null;
        }

        if (!f.IsShared)
        {
            node.Network.Remove(maker);
        }

        return node.Network.Apply(node, x, new ProductFunction(maker.Function));
    }

    private static (OnnxActivation X, OnnxConstant Constant, bool IsFirst) Mixed(NodeReader node) =>
        node.IsConstant(0) ? (node.Activation(1), node.Constant(0), true) : (node.Activation(0), node.Constant(1), false);

    private static double[] PerChannel(NodeReader node, OnnxActivation x, OnnxConstant constant) => PerChannel(node, x, constant.Dimensions, constant.Values);

    // Constants are repeated along the tensor; here one number, or one for each stored channel.
    private static double[] PerChannel(NodeReader node, OnnxActivation x, int[] dimensions, double[] values)
    {
        // One of more dimensions would give the result more dimensions, too.
        if (values.Length == 1 && dimensions.Length <= x.Dimensions.Length)
        {
            return values;
        }

        int[] sample = [.. x.Dimensions.Select((d, i) => i == 0 && node.Network.Batch > 1 ? 1 : d)];
        if (OnnxShape.Broadcast(sample, dimensions) is not { } all || !all.AsSpan().SequenceEqual(sample))
        {
            throw node.Error($"its constants ({OnnxShape.Text(dimensions)}) do not fit each sample of what it reads ({OnnxShape.Text(x.Dimensions)})");
        }

        double[] channels = new double[x.Channels];
        for (int p = 0; p < x.Order.Length; p++)
        {
            double value = values[OnnxShape.PlaceIn(x.Order[p], sample, dimensions)];
            ref double known = ref channels[p % channels.Length];
            known = p < channels.Length || known.Equals(value) ? value : throw node.Error("has constants that differ from place to place; only one number, or one per channel, is supported");
        }

        return channels;
    }
}
