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
        OnnxActivation x = node.Activation(0);
        AffineStep step = Step(node, 1, x.Tensor.Step is { IsSigned: true } || (node.Has(2) && node.Constant(2).Type == OnnxType.Int8) ? OnnxType.Int8 : OnnxType.UInt8);
        return x.Tensor.Step == step ? x : throw node.Error("it gives integers another meaning than those have that it reads; only QuantizeLinear and DequantizeLinear with the same scale and zero point are supported");
    }

    /// <summary>QuantizeLinear of constants.</summary>
    public static OnnxConstant QuantizeConstant(NodeReader node)
    {
        OnnxType type = node.Has(2) ? node.Constant(2).Type : (OnnxType)node.Whole("output_dtype", (int)OnnxType.UInt8);
        (int low, int high) = type switch { OnnxType.UInt8 => (0, 255), OnnxType.Int8 => (-128, 127), OnnxType.Int32 => (int.MinValue, int.MaxValue), _ => throw WrongType(node, type) };
        OnnxConstant x = node.Constant(0);
        (double[] scales, double[] zeros, int[] at, _) = Scales(node, x);
        return x with { Values = [.. x.Values.Select((v, i) => Math.Clamp(Math.Round(v / scales[at[i]]) + zeros[at[i]], low, high))], Type = type };
    }

    /// <summary>DequantizeLinear of constants, which remember their integers.</summary>
    public static OnnxConstant DequantizeConstant(NodeReader node)
    {
        OnnxConstant x = node.Constant(0);
        if (x.Type is not (OnnxType.Int8 or OnnxType.UInt8 or OnnxType.Int32))
        {
            throw WrongType(node, x.Type);
        }

        (double[] scales, double[] zeros, int[] at, int axis) = Scales(node, x);
        double[] integers = [.. x.Values.Select((v, i) => v - zeros[at[i]])];
        return new OnnxConstant(x.Dimensions, [.. integers.Select((v, i) => v * scales[at[i]])], OnnxType.Float) { Integers = new OnnxIntegers(integers, Array.ConvertAll(scales, s => (float)s), axis) };
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

    // Scales and zeros, one or one per place of an axis, and for each number which is its own.
    private static (double[] Scales, double[] Zeros, int[] At, int Axis) Scales(NodeReader node, OnnxConstant x)
    {
        double[] scales = node.Constant(1).Values, zeros = node.OptionalConstant(2)?.Values ?? new double[scales.Length];
        int axis = scales.Length == 1 ? 0 : node.Axis(node.Whole("axis", 1), x.Dimensions.Length);
        if (zeros.Length != scales.Length || scales.Any(s => !(s > 0 && double.IsFinite(s))) || (scales.Length != 1 && (scales.Length != x.Dimensions[axis] || node.Constant(1).Dimensions.Length != 1)))
        {
            throw node.Error("its scales and zero points are neither one for all numbers nor one for each place of its axis; blocks are not supported");
        }

        node.Network.Take(3L * x.Count);
        int inner = OnnxShape.CountOf(x.Dimensions.AsSpan(Math.Min(axis + 1, x.Dimensions.Length)));
        return (scales, zeros, [.. Enumerable.Range(0, x.Count).Select(i => i / inner % scales.Length)], axis);
    }
}
