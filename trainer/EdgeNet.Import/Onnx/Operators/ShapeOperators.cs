using EdgeNet.Core;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.Onnx.Messages;

namespace EdgeNet.Import.Onnx.Operators;

/// <summary>Operators that change how values are seen, or put them side by side. Most of them vanish.</summary>
internal static class ShapeOperators
{
    /// <summary>What is only there while a network is trained, or names a tensor anew.</summary>
    public static OnnxValue Same(NodeReader node) => node.Activation(0);

    /// <summary>Dropout.</summary>
    public static OnnxValue Dropout(NodeReader node) => node.OptionalConstant(2) is { Values: [not 0] }
        ? throw node.Error("it drops values at random (training_mode); export the network for inference (model.eval())") : node.Activation(0);

    /// <summary>Cast of real numbers to others.</summary>
    public static OnnxValue Cast(NodeReader node)
    {
        OnnxType to = (OnnxType)node.Whole("to", 0);
        return !to.IsReal() ? throw node.Error($"makes {to.Text()} of a tensor; only real numbers are supported")
            : node.Activation(0) is { Tensor.Step: null } x ? x
            : throw node.Error("makes real numbers of a quantised tensor; use DequantizeLinear, without a Cast behind it");
    }

    /// <summary>Shape.</summary>
    public static OnnxValue Shape(NodeReader node)
    {
        int[] dimensions = node.Activation(0).Dimensions;
        int start = Bound(node.Whole("start", 0)), end = Bound(node.Whole("end", dimensions.Length));
        double[] values = [.. dimensions.Skip(start).Take(Math.Max(0, end - start)).Select(d => (double)d)];
        return new OnnxConstant([values.Length], values, OnnxType.Int64);

        int Bound(int at) => Math.Clamp(at < 0 ? at + dimensions.Length : at, 0, dimensions.Length);
    }

    /// <summary>Reshape.</summary>
    public static OnnxValue Reshape(NodeReader node)
    {
        OnnxActivation x = node.Activation(0);
        int[] wanted = node.Constant(1).Wholes;
        return Reshaped(node, x, ConstantOperators.Reshaped(node, x.Dimensions, wanted));
    }

    /// <summary>Flatten.</summary>
    public static OnnxValue Flatten(NodeReader node)
    {
        OnnxActivation x = node.Activation(0);
        int axis = node.Whole("axis", 1), rank = x.Dimensions.Length;
        axis = axis == rank ? rank : node.Axis(axis, rank);
        return Reshaped(node, x, [OnnxShape.CountOf(x.Dimensions.AsSpan(0, axis)), OnnxShape.CountOf(x.Dimensions.AsSpan(axis))]);
    }

    /// <summary>Squeeze.</summary>
    public static OnnxValue Squeeze(NodeReader node) => Reshaped(node, node.Activation(0), ConstantOperators.Squeezed(node, node.Activation(0).Dimensions));

    /// <summary>Unsqueeze.</summary>
    public static OnnxValue Unsqueeze(NodeReader node) => Reshaped(node, node.Activation(0), ConstantOperators.Unsqueezed(node, node.Activation(0).Dimensions));

    /// <summary>Transpose.</summary>
    public static OnnxValue Transpose(NodeReader node)
    {
        OnnxActivation x = node.Activation(0);
        return Transposed(node, x, ConstantOperators.Permutation(node, x.Dimensions.Length));
    }

    /// <summary>A tensor with its dimensions in another order. No value moves.</summary>
    public static OnnxActivation Transposed(NodeReader node, OnnxActivation x, int[] permutation)
    {
        if (permutation.Length != x.Dimensions.Length)
        {
            throw node.Error($"transposes {permutation.Length} dimensions of a tensor that has {x.Dimensions.Length}");
        }

        if (node.Network.Batch > 1 && permutation[0] != 0)
        {
            throw node.Error("moves dimension 0, the batch; leave it where it is");
        }

        int[] dimensions = x.Dimensions;
        if (node.Network.Batch > 1)
        {
            dimensions = [1, .. dimensions[1..]];
        }

        int[] from = OnnxShape.TransposedFrom(dimensions, permutation), to = new int[from.Length];
        node.Network.Take(from.Length);
        for (int p = 0; p < from.Length; p++)
        {
            to[from[p]] = p;
        }

        return x with { Dimensions = Array.ConvertAll(permutation, d => x.Dimensions[d]), Order = Array.ConvertAll(x.Order, p => to[p]) };
    }

    /// <summary>Concat.</summary>
    public static OnnxValue Concat(NodeReader node) => Concat(node, [node.Activation(0), .. Enumerable.Range(1, node.Inputs - 1).Select(node.Activation)]);

    /// <summary>Tensors side by side.</summary>
    public static OnnxActivation Concat(NodeReader node, OnnxActivation[] inputs)
    {
        NetworkBuilder network = node.Network;
        int[] first = inputs[0].Dimensions;
        int axis = node.Axis(node.Whole("axis", 0), first.Length);
        if (inputs.Any(x => x.Dimensions.Length != first.Length || x.Dimensions.Where((d, i) => i != axis && d != first[i]).Any()) || (axis == 0 && network.Batch > 1))
        {
            throw node.Error($"its inputs ({OnnxShape.Text(inputs.Select(x => OnnxShape.Text(x.Dimensions)).ToArray(), ", ")}) cannot be put side by side along dimension {axis}");
        }

        if (inputs.Length == 1)
        {
            return inputs[0];
        }

        int[] dimensions = [.. first.Select((d, i) => i == axis ? inputs.Sum(x => x.Dimensions[axis]) : d)];
        network.Take(OnnxShape.CountOf(network.SampleOf(dimensions)));
        int? fitting = new[] { 2, 1, 0 }.Where(s => Fit(inputs, s)).OrderByDescending(IsPicture).Select(s => (int?)s).FirstOrDefault();
        if (fitting is null)
        {
            inputs = [.. inputs.Select(x => x with { Tensor = network.Reshape(node, x.Tensor, new TensorShape(1, 1, x.Tensor.Shape.Count)) })];
        }

        int side = fitting ?? 2;
        int[] order = OrderAlong(side);
        GraphTensor output = network.NewTensor(node, ShapeAlong(side), dimensions);
        network.Add(new ConcatenationNode(node.Place, [.. inputs.Select(x => x.Tensor)], output, side));
        return new OnnxActivation(output, dimensions, order, false);

        TensorShape ShapeAlong(int side)
        {
            int[] sizes = Sizes(inputs[0]);
            sizes[side] = inputs.Sum(x => Sizes(x)[side]);
            return new TensorShape(sizes[0], sizes[1], sizes[2]);
        }

        bool IsPicture(int side) => dimensions.Length is 3 or 4 && OrderAlong(side).AsSpan().SequenceEqual(OnnxShape.ChannelsFirst(ShapeAlong(side)));

        // Where ONNX has the values that are put side by side in storage.
        int[] OrderAlong(int side)
        {
            int before = OnnxShape.CountOf(dimensions.AsSpan(axis + 1)), step = dimensions[axis] * before, storedStep = Sizes(inputs[0]).Skip(side + 1).Aggregate(1, (a, b) => a * b), storedBefore = ShapeAlong(side).Count;
            int[] sizes = [ShapeAlong(side).Height, ShapeAlong(side).Width, ShapeAlong(side).Channels], order = new int[storedBefore];
            int along = 0, storedAlong = 0;
            foreach (OnnxActivation x in inputs)
            {
                int own = x.Dimensions[axis] * before, storedOwn = Sizes(x)[side] * storedStep, storedAll = sizes[side] * storedStep;
                for (int p = 0; p < x.Order.Length; p++)
                {
                    order[(p / storedOwn * storedAll) + (storedAlong * storedStep) + (p % storedOwn)] = (x.Order[p] / own * step) + (along * before) + (x.Order[p] % own);
                }

                along += x.Dimensions[axis];
                storedAlong += Sizes(x)[side];
            }

            return order;
        }
    }

    /// <summary>Pad with a constant.</summary>
    public static OnnxValue Pad(NodeReader node)
    {
        OnnxActivation x = node.Activation(0);
        int rank = x.Dimensions.Length;
        string mode = node.Text("mode", "constant");
        if (mode != "constant")
        {
            throw node.Error($"its mode is {Files.UserException.Quote(mode)}; only constant is supported");
        }

        int[] pads = node.Constant(1).Wholes, axes = node.OptionalConstant(3) is { } some ? Array.ConvertAll(some.Wholes, a => node.Axis(a, rank)) : OnnxShape.Identity(rank);
        float value = node.Has(2) ? (float)node.Number(2) : 0;
        int[] before = new int[rank], after = new int[rank];
        if (pads.Length != 2 * axes.Length)
        {
            throw node.Error($"it has {pads.Length} pads for {axes.Length} dimensions");
        }

        for (int a = 0; a < axes.Length; a++)
        {
            (before[axes[a]], after[axes[a]]) = (pads[a], pads[a + axes.Length]);
        }

        if (pads.All(p => p == 0))
        {
            return x;
        }

        GraphTensor input = node.Network.Picture(node, x);
        if (pads.Min() < 0 || (before[0] | after[0] | before[1] | after[1]) != 0)
        {
            throw node.Error("only rows and columns can be added around a picture, or steps around a sequence");
        }

        GraphTensor output = WindowReader.Pad(node, input, before[2], rank == 4 ? before[3] : 0, after[2], rank == 4 ? after[3] : 0, value);
        return NetworkBuilder.NewPicture(output, [.. x.Dimensions.Select((d, i) => d + before[i] + after[i])]);
    }

    private static OnnxActivation Reshaped(NodeReader node, OnnxActivation x, int[] dimensions) =>
        node.Network.Batch > 1 && (dimensions.Length == 0 || dimensions[0] != node.Network.Batch) ? throw node.Error($"makes {OnnxShape.Text(dimensions)} of {OnnxShape.Text(x.Dimensions)}, which mixes samples; leave dimension 0, the batch, as it is")
        : x with { Dimensions = dimensions };

    private static int[] Sizes(OnnxActivation x) => [x.Tensor.Shape.Height, x.Tensor.Shape.Width, x.Tensor.Shape.Channels];

    private static bool Fit(OnnxActivation[] inputs, int side) => inputs.All(x => Enumerable.Range(0, 3).All(s => s == side || Sizes(x)[s] == Sizes(inputs[0])[s]));
}
