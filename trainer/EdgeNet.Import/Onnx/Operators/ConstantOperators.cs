using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Import.Onnx.Messages;

namespace EdgeNet.Import.Onnx.Operators;

/// <summary>Operators all of whose inputs are known: they are computed while the file is read, and vanish.</summary>
internal static class ConstantOperators
{
    private const int MaxRank = 8;

    /// <summary>Computes an operator.</summary>
    /// <returns>The result; null if this operator is not among those that are computed.</returns>
    /// <exception cref="UserException">Its inputs do not fit.</exception>
    public static Func<NodeReader, OnnxConstant>? Of(string name) => name switch
    {
        "Constant" => Constant,
        "ConstantOfShape" => ConstantOfShape,
        "Identity" or "Dropout" => node => node.Constant(0),
        "Shape" => node => new OnnxConstant([node.Constant(0).Dimensions.Length], Array.ConvertAll(node.Constant(0).Dimensions, d => (double)d), OnnxType.Int64),
        "Cast" => Cast,
        "Gather" => Gather,
        "Slice" => Slice,
        "Concat" => Concat,
        "Transpose" => node => Transposed(node.Constant(0), Permutation(node, node.Constant(0).Dimensions.Length)),
        "Reshape" => node => Seen(node.Constant(0), Reshaped(node, node.Constant(0).Dimensions, node.Constant(1).Wholes)),
        "Squeeze" => node => Seen(node.Constant(0), Squeezed(node, node.Constant(0).Dimensions)),
        "Unsqueeze" => node => Seen(node.Constant(0), Unsqueezed(node, node.Constant(0).Dimensions)),
        "Neg" => node => Each(node, v => -v),
        "Sqrt" => node => Each(node, Math.Sqrt),
        "Reciprocal" => node => Each(node, v => 1 / v),
        "Add" => node => Both(node, (a, b) => a + b),
        "Sub" => node => Both(node, (a, b) => a - b),
        "Mul" => node => Both(node, (a, b) => a * b),
        "Div" => node => Both(node, (a, b) => node.Constant(0).Type.IsReal() ? a / b : Math.Truncate(a / b)),
        "Pow" => node => Both(node, Math.Pow),
        "QuantizeLinear" => QuantizedOperators.QuantizeConstant,
        "DequantizeLinear" => QuantizedOperators.DequantizeConstant,
        _ => null,
    };

    /// <summary>A constant of the file.</summary>
    /// <exception cref="FormatException">Its numbers are not as many as it says, or are not read.</exception>
    /// <exception cref="UserException">It is too large.</exception>
    public static OnnxConstant Of(OnnxTensor tensor, NetworkBuilder network)
    {
        int[] dimensions = Dimensions([.. tensor.Dimensions], network, $"\"{UserException.Quote(tensor.Name)}\"");
        return new OnnxConstant(dimensions, tensor.Values(OnnxShape.CountOf(dimensions)), tensor.Type);
    }

    /// <summary>The dimensions that Reshape makes of others.</summary>
    public static int[] Reshaped(NodeReader node, int[] from, int[] wanted)
    {
        bool zeroIsZero = node.Whole("allowzero", 0) != 0;
        int[] to = [.. wanted.Select((d, i) => d == 0 && !zeroIsZero && i < from.Length ? from[i] : d)];
        int count = OnnxShape.CountOf(from), open = Array.IndexOf(to, -1);
        long known = to.Where((_, i) => i != open).Aggregate(1L, (a, d) => d < 0 || a > count ? long.MaxValue / ModelFormat.MaxFileLength : a * d);
        if (open >= 0 && known > 0 && count % known == 0 && to.Length <= MaxRank)
        {
            to[open] = (int)(count / known);
            return to;
        }

        return open < 0 && known == count && to.Length <= MaxRank ? to : throw node.Error($"makes {OnnxShape.Text(wanted)} of {OnnxShape.Text(from)}, which has another number of values");
    }

    /// <summary>The dimensions that Squeeze leaves.</summary>
    public static int[] Squeezed(NodeReader node, int[] from)
    {
        int[] axes = Axes(node, from.Length) ?? [.. Enumerable.Range(0, from.Length).Where(d => from[d] == 1)];
        return axes.All(a => from[a] == 1) ? [.. from.Where((_, d) => !axes.Contains(d))] : throw node.Error($"squeezes a dimension of {OnnxShape.Text(from)} that is not 1");
    }

    /// <summary>The dimensions that Unsqueeze makes.</summary>
    public static int[] Unsqueezed(NodeReader node, int[] from)
    {
        int rank = from.Length + node.Constant(1).Count;
        int[] axes = rank <= MaxRank ? Axes(node, rank)! : throw node.Error($"makes {rank} dimensions, at most {MaxRank} are supported");
        Queue<int> rest = new(from);
        return axes.Distinct().Count() == axes.Length ? [.. Enumerable.Range(0, rank).Select(d => axes.Contains(d) ? 1 : rest.Dequeue())] : throw node.Error("adds a dimension twice");
    }

    /// <summary>The order that Transpose brings dimensions to.</summary>
    public static int[] Permutation(NodeReader node, int rank)
    {
        int[] permutation = node.Wholes("perm") ?? [.. Enumerable.Range(0, rank).Reverse()];
        return permutation.Order().SequenceEqual(Enumerable.Range(0, rank)) ? permutation : throw node.Error($"its perm ({OnnxShape.Text(permutation, " ")}) is no order of {rank} dimensions");
    }

    /// <summary>Constants with their dimensions in another order.</summary>
    public static OnnxConstant Transposed(OnnxConstant x, int[] permutation)
    {
        int[] from = OnnxShape.TransposedFrom(x.Dimensions, permutation);
        return x with
        {
            Dimensions = Array.ConvertAll(permutation, d => x.Dimensions[d]),
            Values = Array.ConvertAll(from, p => x.Values[p]),
            Integers = x.Integers is { } i ? new OnnxIntegers(Array.ConvertAll(from, p => i.Values[p]), i.Scales, Array.IndexOf(permutation, i.Axis)) : null,
        };
    }

    private static int[] Dimensions(double[] dimensions, NetworkBuilder network, string what)
    {
        double count = dimensions.Length <= MaxRank ? 1 : double.MaxValue;
        foreach (double d in dimensions)
        {
            count *= d;
            if (!(d is >= 0 and <= int.MaxValue && count <= int.MaxValue))
            {
                throw new UserException($"{what} has the dimensions {OnnxShape.Text(dimensions)}, which is no size that can be read");
            }
        }

        network.Take((long)count);
        return Array.ConvertAll(dimensions, d => (int)d);
    }

    private static int[] Dimensions(NodeReader node, double[] dimensions) => Dimensions(dimensions, node.Network, node.Place);

    private static OnnxConstant Constant(NodeReader node)
    {
        if (node.Attribute("value")?.Tensor is { } tensor)
        {
            return Of(tensor, node.Network);
        }

        return node.Attribute("value_float") is { } real ? new OnnxConstant([], [real.Real], OnnxType.Float)
            : node.Attribute("value_int") is { } whole ? new OnnxConstant([], [whole.Whole], OnnxType.Int64)
            : node.Attribute("value_floats") is { } reals ? new OnnxConstant([reals.Reals.Count], [.. reals.Reals.Select(v => (double)v)], OnnxType.Float)
            : node.Attribute("value_ints") is { } wholes ? new OnnxConstant([wholes.Wholes.Count], [.. wholes.Wholes.Select(v => (double)v)], OnnxType.Int64)
            : throw node.Error("it is neither a tensor nor numbers; sparse constants and texts are not supported");
    }

    private static OnnxConstant ConstantOfShape(NodeReader node)
    {
        int[] dimensions = Dimensions(node, node.Constant(0).Values);
        OnnxConstant? value = node.Attribute("value")?.Tensor is { } tensor ? Of(tensor, node.Network) : null;
        double[] values = new double[OnnxShape.CountOf(dimensions)];
        Array.Fill(values, value is { Values: [double one] } ? one : 0);
        return new OnnxConstant(dimensions, values, value?.Type ?? OnnxType.Float);
    }

    private static OnnxConstant Cast(NodeReader node)
    {
        OnnxConstant x = node.Constant(0);
        OnnxType to = (OnnxType)node.Whole("to", 0);
        Func<double, double> cast = to switch
        {
            OnnxType.Float => v => (float)v,
            OnnxType.Float16 => v => (double)(Half)v,
            OnnxType.Double => v => v,
            OnnxType.Bool => v => v != 0 ? 1 : 0,
            OnnxType.Int32 or OnnxType.Int64 => Math.Truncate,
            _ => throw node.Error($"makes {to.Text()} of constants, which is not supported"),
        };
        node.Network.Take(x.Count);
        return x with { Values = Array.ConvertAll(x.Values, v => cast(v)), Type = to, Integers = to.IsReal() ? x.Integers : null };
    }

    private static OnnxConstant Gather(NodeReader node)
    {
        OnnxConstant x = node.Constant(0), indices = node.Constant(1);
        if (x.Dimensions.Length == 0)
        {
            throw node.Error("takes parts of a single number");
        }

        int axis = node.Axis(node.Whole("axis", 0), x.Dimensions.Length), length = x.Dimensions[axis], inner = OnnxShape.CountOf(x.Dimensions.AsSpan(axis + 1));
        int[] dimensions = Dimensions(node, [.. x.Dimensions[..axis], .. indices.Dimensions, .. x.Dimensions[(axis + 1)..]]), chosen = indices.Wholes;
        double[] values = new double[OnnxShape.CountOf(dimensions)];
        if (chosen.Any(i => i < -length || i >= length))
        {
            throw node.Error($"takes a place that is not among {length}");
        }

        for (int p = 0; p < values.Length; p++)
        {
            int index = chosen[p / inner % chosen.Length];
            values[p] = x.Values[(((p / inner / chosen.Length * length) + (index < 0 ? index + length : index)) * inner) + (p % inner)];
        }

        return new OnnxConstant(dimensions, values, x.Type);
    }

    private static OnnxConstant Slice(NodeReader node)
    {
        OnnxConstant x = node.Constant(0);
        double[] starts = node.Constant(1).Values, ends = node.Constant(2).Values, steps = node.OptionalConstant(4)?.Values ?? [.. starts.Select(_ => 1.0)];
        int[] axes = node.OptionalConstant(3) is { } some ? Array.ConvertAll(some.Wholes, a => node.Axis(a, x.Dimensions.Length)) : OnnxShape.Identity(starts.Length);
        int[] first = new int[x.Dimensions.Length], dimensions = [.. x.Dimensions];
        if (new[] { ends.Length, steps.Length, axes.Length }.Any(l => l != starts.Length) || axes.Any(a => a >= dimensions.Length) || steps.Any(s => s != 1))
        {
            throw node.Error("its starts, ends and axes do not fit, or its steps are not 1");
        }

        for (int a = 0; a < axes.Length; a++)
        {
            int length = x.Dimensions[axes[a]];
            first[axes[a]] = Bound(starts[a], length);
            dimensions[axes[a]] = Math.Max(0, Bound(ends[a], length) - first[axes[a]]);
        }

        Dimensions(node, Array.ConvertAll(dimensions, d => (double)d));
        int[] from = OnnxShape.StridesOf(x.Dimensions), to = OnnxShape.StridesOf(dimensions);
        double[] values = new double[OnnxShape.CountOf(dimensions)];
        for (int p = 0; p < values.Length; p++)
        {
            int at = 0;
            for (int d = 0; d < to.Length; d++)
            {
                at += ((p / to[d] % dimensions[d]) + first[d]) * from[d];
            }

            values[p] = x.Values[at];
        }

        return new OnnxConstant(dimensions, values, x.Type);

        static int Bound(double at, int length) => (int)Math.Clamp(at < 0 ? at + length : at, 0, length);
    }

    private static OnnxConstant Concat(NodeReader node)
    {
        int[] first = node.Constant(0).Dimensions;
        OnnxConstant[] inputs = [.. Enumerable.Range(0, node.Inputs).Select(node.Constant)];
        int axis = node.Axis(node.Whole("axis", 0), first.Length);
        if (inputs.Any(x => x.Dimensions.Length != first.Length || x.Dimensions.Where((d, i) => i != axis && d != first[i]).Any()))
        {
            throw node.Error("its constants cannot be put side by side");
        }

        int[] dimensions = Dimensions(node, [.. first.Select((d, i) => i == axis ? inputs.Sum(x => (double)x.Dimensions[axis]) : d)]);
        int outer = OnnxShape.CountOf(first.AsSpan(0, axis));
        return new OnnxConstant(dimensions, [.. Enumerable.Range(0, outer).SelectMany(o => inputs.SelectMany(x => x.Values.Skip(o * (x.Count / outer)).Take(x.Count / outer)))], inputs[0].Type);
    }

    private static OnnxConstant Seen(OnnxConstant x, int[] dimensions) => x with { Dimensions = dimensions, Integers = x.Integers is { Scales.Length: 1 } ? x.Integers : null };

    private static OnnxConstant Each(NodeReader node, Func<double, double> function)
    {
        OnnxConstant x = node.Constant(0);
        node.Network.Take(x.Count);
        return x with { Values = Array.ConvertAll(x.Values, v => function(v)), Integers = null };
    }

    private static OnnxConstant Both(NodeReader node, Func<double, double, double> function)
    {
        OnnxConstant a = node.Constant(0), b = node.Constant(1);
        if (OnnxShape.Broadcast(a.Dimensions, b.Dimensions) is not { } dimensions)
        {
            throw node.Error($"its constants ({OnnxShape.Text(a.Dimensions)} and {OnnxShape.Text(b.Dimensions)}) do not fit each other");
        }

        Dimensions(node, Array.ConvertAll(dimensions, d => (double)d));
        double[] values = new double[OnnxShape.CountOf(dimensions)];
        for (int p = 0; p < values.Length; p++)
        {
            values[p] = function(a.Values[OnnxShape.PlaceIn(p, dimensions, a.Dimensions)], b.Values[OnnxShape.PlaceIn(p, dimensions, b.Dimensions)]);
        }

        return new OnnxConstant(dimensions, values, a.Type);
    }

    // Squeeze and Unsqueeze have them as an input.
    private static int[]? Axes(NodeReader node, int rank) => node.OptionalConstant(1) is { } axes ? Array.ConvertAll(axes.Wholes, a => node.Axis(a, rank)) : null;
}
