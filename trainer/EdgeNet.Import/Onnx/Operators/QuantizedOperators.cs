using EdgeNet.Import.Graphs;
using EdgeNet.Import.Onnx.Messages;

namespace EdgeNet.Import.Onnx.Operators;

/// <summary>Operators that say how integers mean real numbers. A tensor that is quantised and dequantised again has a step; the layer before gives it so.</summary>
internal static class QuantizedOperators
{
    /// <summary>QuantizeLinear of a tensor.</summary>
    public static OnnxValue Quantize(NodeReader node)
    {
        OnnxType type = node.Has(2) ? node.Constant(2).Type : (OnnxType)node.Whole("output_dtype", (int)OnnxType.UInt8);
        return WithStep(node, node.Activation(0), Step(node, 1, type));
    }

    /// <summary>DequantizeLinear of a tensor: it keeps its step.</summary>
    public static OnnxValue Dequantize(NodeReader node)
    {
        return Integers(node, 0);
    }

    /// <summary>Conv of integers.</summary>
    public static OnnxValue Conv(NodeReader node)
    {
        OnnxActivation x = Integers(node, 0);
        OnnxConstant weights = Constant(node, node.Constant(3), 4, 0);
        return Result(node, LayerOperators.Conv(node, x, weights, Bias(node, 8, x, weights), node.Wholes("kernel_shape")), 6);
    }

    /// <summary>MatMul of integers.</summary>
    public static OnnxValue MatMul(NodeReader node)
    {
        OnnxActivation x = Integers(node, 0);
        OnnxConstant weights = Constant(node, node.Constant(3), 4, 1);
        return weights.Dimensions.Length == 2 ? Result(node, LayerOperators.Product(node, x, weights, null), 6) : throw node.Error($"its weights have {weights.Dimensions.Length} dimensions, where only 2 are supported");
    }

    /// <summary>Gemm of integers, as ONNX Runtime has it.</summary>
    public static OnnxValue Gemm(NodeReader node)
    {
        OnnxActivation x = Integers(node, 0);
        bool isTransposed = node.Whole("transB", 0) != 0;
        OnnxConstant weights = Constant(node, node.Constant(3), 4, isTransposed ? 0 : 1);
        if (node.Whole("transA", 0) != 0 || node.Real("alpha", 1) != 1 || weights.Dimensions.Length != 2 || !node.Has(7))
        {
            throw node.Error("it is transposed, has a factor, no matrix or no scale for its results; only products with weights are supported");
        }

        weights = isTransposed ? ConstantOperators.Transposed(weights, [1, 0]) : weights;
        return Result(node, LayerOperators.Product(node, x, weights, Bias(node, 6, x, weights)), 7);
    }

    /// <summary>Add of integers, as ONNX Runtime has it.</summary>
    public static OnnxValue Add(NodeReader node) => Result(node, ElementOperators.Sum(node, Integers(node, 0), Integers(node, 3)), 6);

    /// <summary>Concat of integers, as ONNX Runtime has it: the result's step comes first, then each tensor with its own.</summary>
    public static OnnxValue Concat(NodeReader node)
    {
        OnnxActivation[] inputs = [.. Enumerable.Range(0, Math.Max(0, (node.Inputs - 2) / 3)).Select(i => Integers(node, 2 + (3 * i)))];
        return inputs.Length > 0 ? Result(node, ShapeOperators.Concat(node, inputs), 0) : throw node.Error("it has no inputs");
    }

    /// <summary>A function of integers, as ONNX Runtime has it.</summary>
    public static Func<NodeReader, OnnxValue> Of(Func<NodeReader, GraphFunction> function) => node => Result(node, node.Network.Apply(node, Integers(node, 0), function(node)), 3);

    /// <summary>GlobalAveragePool of integers, as ONNX Runtime has it.</summary>
    public static OnnxValue GlobalAveragePool(NodeReader node) => node.Whole("channels_last", 0) != 0 ? throw node.Error("its channels are last; only channels first are supported")
        : Result(node, PoolOperators.GlobalAveragePool(node, Integers(node, 0)), 3);

    /// <summary>QuantizeLinear of constants.</summary>
    public static OnnxConstant QuantizeConstant(NodeReader node)
    {
        OnnxType type = node.Has(2) ? node.Constant(2).Type : (OnnxType)node.Whole("output_dtype", (int)OnnxType.UInt8);
        (int low, int high) = type switch { OnnxType.UInt8 => (0, 255), OnnxType.Int8 => (-128, 127), OnnxType.Int32 => (int.MinValue, int.MaxValue), _ => throw WrongType(node, type) };
        OnnxConstant x = node.Constant(0);
        (double[] scales, double[] zeros, int[] at) = Scales(node, x, 1, node.Constant(1).Count == 1 ? 0 : node.Axis(node.Whole("axis", 1), x.Dimensions.Length));
        return x with { Values = [.. x.Values.Select((v, i) => Math.Clamp(Math.Round(v / scales[at[i]]) + zeros[at[i]], low, high))], Type = type };
    }

    /// <summary>DequantizeLinear of constants, which remember their integers.</summary>
    public static OnnxConstant DequantizeConstant(NodeReader node)
    {
        OnnxConstant scales = node.Constant(1);
        return Constant(node, node.Constant(0), 1, scales.Count == 1 ? 0 : node.Axis(node.Whole("axis", 1), node.Constant(0).Dimensions.Length));
    }

    /// <summary>Gives the tensor that an operator has made a step.</summary>
    public static OnnxActivation WithStep(NodeReader node, OnnxActivation x, AffineStep step)
    {
        if (x.Tensor.Step == step)
        {
            return x;
        }

        if (x.Tensor == node.Network.Input && x.Tensor.Step is null && !x.IsShared)
        {
            node.Network.Input = new GraphTensor(x.Tensor.Name, -1, x.Tensor.Shape, [.. x.Tensor.Dimensions], step);
            return x with { Tensor = node.Network.Input };
        }

        if (node.Network.TryChange(x, node.Output, step, (maker, output) => maker with { Output = output }) is { } changed)
        {
            return changed;
        }

        GraphTensor tensor = node.Network.NewTensor(node.Output, x.Tensor.Shape, [.. x.Tensor.Dimensions], step, node.Error);
        node.Network.Add(new FunctionNode(node.Place, [x.Tensor], tensor, new IdentityFunction()));
        return x with { Tensor = tensor, IsShared = false };
    }

    /// <summary>The step that a scale and the zero point after it say.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="scale">Which input is the scale.</param>
    /// <param name="type">What the integers are.</param>
    public static AffineStep Step(NodeReader node, int scale, OnnxType type)
    {
        float size = (float)node.Number(scale);
        double zero = node.Has(scale + 1) ? node.Number(scale + 1) : 0;
        (int low, int high) = type switch { OnnxType.UInt8 => (0, 255), OnnxType.Int8 => (-128, 127), _ => throw WrongType(node, type) };
        return size > 0 && float.IsFinite(size) && zero >= low && zero <= high ? new AffineStep(size, (int)zero, type == OnnxType.Int8)
            : throw node.Error($"its scale {size} or its zero point {zero} is not possible");
    }

    private static Files.UserException WrongType(NodeReader node, OnnxType type) => node.Error($"its integers are {type.Text()}; int8 and uint8 are supported");

    // A tensor of integers and what the two inputs behind it say that they mean.
    private static OnnxActivation Integers(NodeReader node, int input)
    {
        OnnxActivation x = node.Activation(input);
        bool isSigned = node.Has(input + 2) ? node.Constant(input + 2).Type == OnnxType.Int8 : x.Tensor.Step is { IsSigned: true };
        AffineStep step = Step(node, input + 1, isSigned ? OnnxType.Int8 : OnnxType.UInt8);
        if (x.Tensor == node.Network.Input && x.Tensor.Step is null)
        {
            return x.IsShared ? throw node.Error("reads integers that another operator reads, too; put one DequantizeLinear behind the input") : WithStep(node, x, step);
        }

        return x.Tensor.Step == step ? x : throw node.Error("it gives integers another meaning than those have that it reads; only the same scale and zero point are supported");
    }

    private static OnnxActivation Result(NodeReader node, OnnxActivation x, int scale) =>
        WithStep(node, x, Step(node, scale, node.Has(scale + 1) ? node.Constant(scale + 1).Type : OnnxType.UInt8));

    // Constants that are integers, with the scale and zero point that are inputs of the operator.
    private static OnnxConstant Constant(NodeReader node, OnnxConstant x, int scale, int axis)
    {
        if (x.Type is not (OnnxType.Int8 or OnnxType.UInt8 or OnnxType.Int32))
        {
            throw WrongType(node, x.Type);
        }

        (double[] scales, double[] zeros, int[] at) = Scales(node, x, scale, axis);
        double[] integers = [.. x.Values.Select((v, i) => v - zeros[at[i]])];
        return new OnnxConstant(x.Dimensions, [.. integers.Select((v, i) => v * scales[at[i]])], OnnxType.Float) { Integers = new OnnxIntegers(integers, Array.ConvertAll(scales, s => (float)s), axis) };
    }

    // Biases of integers are in steps of the input's scale times the weights'.
    private static OnnxConstant? Bias(NodeReader node, int input, OnnxActivation x, OnnxConstant weights)
    {
        if (node.OptionalConstant(input) is not { } bias)
        {
            return null;
        }

        float[] scales = weights.Integers!.Scales;
        return scales.Length == 1 || scales.Length == bias.Count
            ? bias with { Values = [.. bias.Values.Select((b, o) => b * x.Tensor.Step!.Scale * scales[scales.Length == 1 ? 0 : o])], Type = OnnxType.Float }
            : throw node.Error($"it has {bias.Count:N0} biases for {scales.Length:N0} scales");
    }

    // Scales and zeros, one or one per place of an axis, and for each number which is its own.
    private static (double[] Scales, double[] Zeros, int[] At) Scales(NodeReader node, OnnxConstant x, int scale, int axis)
    {
        double[] scales = node.Constant(scale).Values, zeros = node.OptionalConstant(scale + 1)?.Values ?? new double[scales.Length];
        if (zeros.Length != scales.Length || scales.Any(s => !(s > 0 && double.IsFinite(s))) || (scales.Length != 1 && (axis >= x.Dimensions.Length || scales.Length != x.Dimensions[axis] || node.Constant(scale).Dimensions.Length != 1)))
        {
            throw node.Error("its scales and zero points are neither one for all numbers nor one for each place of its axis; blocks are not supported");
        }

        node.Network.Take(3L * x.Count);
        int inner = OnnxShape.CountOf(x.Dimensions.AsSpan(Math.Min(axis + 1, x.Dimensions.Length)));
        return (scales, zeros, [.. Enumerable.Range(0, x.Count).Select(i => i / inner % scales.Length)]);
    }
}
