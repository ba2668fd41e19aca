using EdgeNet.Core;
using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Import.Onnx.Operators;

/// <summary>Operators that make one value of several.</summary>
internal static class PoolOperators
{
    private const int MostRows = 255;

    /// <summary>MaxPool.</summary>
    public static OnnxValue MaxPool(NodeReader node)
    {
        (OnnxActivation x, GraphTensor input, Window window, int[] dilations) = Read(node);
        if (Array.Exists(dilations, d => d > 1))
        {
            throw node.Error("its window is dilated; MaxPool without dilations, or Conv with some, is supported");
        }

        return Pool(node, x, input, window, isAverage: false);
    }

    /// <summary>AveragePool.</summary>
    public static OnnxValue AveragePool(NodeReader node)
    {
        (OnnxActivation x, GraphTensor input, Window window, int[] dilations) = Read(node);
        if (Array.Exists(dilations, d => d > 1))
        {
            throw node.Error("its window is dilated; AveragePool without dilations, or Conv with some, is supported");
        }

        if (node.Whole("count_include_pad", 0) != 0)
        {
            // What rounding up the number of positions adds behind the padding does not count.
            int[] pads = node.Wholes("pads") ?? new int[2 * dilations.Length];
            bool isSet = node.Text("auto_pad", "NOTSET") is "NOTSET" or "";
            int bottom = isSet ? Math.Min(window.Bottom, pads[dilations.Length]) : window.Bottom, right = isSet && dilations.Length > 1 ? Math.Min(window.Right, pads[3]) : window.Right;
            (int restBottom, int restRight) = (window.Bottom - bottom, window.Right - right);
            (input, window) = WindowReader.Frame(node, input, window with { Bottom = bottom, Right = right }, all: true);
            window = window with { Bottom = restBottom, Right = restRight };
        }

        return Pool(node, x, input, window, isAverage: true);
    }

    /// <summary>GlobalMaxPool.</summary>
    public static OnnxValue GlobalMaxPool(NodeReader node)
    {
        OnnxActivation x = node.Activation(0);
        GraphTensor input = node.Network.Picture(node, x);
        if (Math.Max(input.Shape.Height, input.Shape.Width) > MostRows)
        {
            throw node.Error($"its picture is larger than {MostRows}x{MostRows}; pool it in two steps");
        }

        return Pool(node, x, input, new Window(input.Shape.Height, input.Shape.Width, 1, 1, 0, 0, 0, 0), isAverage: false);
    }

    /// <summary>GlobalAveragePool.</summary>
    public static OnnxValue GlobalAveragePool(NodeReader node) => GlobalAveragePool(node, node.Activation(0));

    /// <summary>The mean of all places of a picture or sequence.</summary>
    public static OnnxActivation GlobalAveragePool(NodeReader node, OnnxActivation x)
    {
        return Mean(node, x, [.. Enumerable.Range(2, Math.Max(0, x.Dimensions.Length - 2))], keep: true);
    }

    /// <summary>ReduceMean.</summary>
    public static OnnxValue ReduceMean(NodeReader node)
    {
        OnnxActivation x = node.Activation(0);
        int rank = x.Dimensions.Length;
        int[] axes = (node.Has(1) ? node.Constant(1).Wholes : node.Wholes("axes")) ?? [];
        if (axes.Length == 0 && node.Whole("noop_with_empty_axes", 0) != 0)
        {
            return x;
        }

        return Mean(node, x, axes.Length == 0 ? OnnxShape.Identity(rank) : Array.ConvertAll(axes, a => node.Axis(a, rank)), node.Whole("keepdims", 1) != 0);
    }

    // Pools drop what they do not count, so a window may have as much padding as the kernel is large, less one.
    private static (OnnxActivation X, GraphTensor Input, Window Window, int[] Dilations) Read(NodeReader node)
    {
        OnnxActivation x = node.Activation(0);
        TensorShape shape = node.Network.PictureShape(node, x.Dimensions);
        int[] kernel = node.Wholes("kernel_shape") ?? [];
        if (kernel.Length != x.Dimensions.Length - 2)
        {
            throw node.Error($"its kernel has {kernel.Length} dimensions, what it reads has {x.Dimensions.Length - 2} besides batch and channels");
        }

        (Window window, int[] dilations) = WindowReader.Read(node, shape, kernel, outsideIsNothing: true);
        return (x, node.Network.Picture(node, x), window, dilations);
    }

    private static OnnxActivation Pool(NodeReader node, OnnxActivation x, GraphTensor input, Window window, bool isAverage)
    {
        if (Math.Max(window.Top, window.Bottom) >= window.Rows || Math.Max(window.Left, window.Right) >= window.Columns)
        {
            throw node.Error("its padding is as large as its window, so that some windows see nothing; choose a smaller one");
        }

        GraphTensor output = node.Network.NewPicture(node, input, window, input.Shape.Channels, x.Dimensions, isAverage ? null : input.Step);
        node.Network.Add(new PoolNode(node.Place, [input], output, window, isAverage, GraphLimits.None));
        return NetworkBuilder.NewPicture(output, [.. output.Dimensions]);
    }

    private static OnnxActivation Mean(NodeReader node, OnnxActivation x, int[] axes, bool keep)
    {
        NetworkBuilder network = node.Network;
        bool[] gone = new bool[x.Dimensions.Length];
        Array.ForEach(axes, a => gone[a] = true);
        if (network.Batch > 1 && (gone.Length == 0 || gone[0]))
        {
            throw node.Error("it is the mean of several samples; leave dimension 0, the batch, out of its axes");
        }

        int[] ones = [.. x.Dimensions.Select((d, i) => gone[i] ? 1 : d)], dimensions = keep ? ones : [.. x.Dimensions.Where((_, i) => !gone[i])];
        int count = x.Tensor.Shape.Count, results = OnnxShape.CountOf(network.SampleOf(ones));
        int[] all = x.Dimensions, strides = OnnxShape.StridesOf(ones);

        // For each stored value the result that it is a part of.
        int[] result = new int[count];
        for (int p = 0; p < count; p++)
        {
            int rest = x.Order[p];
            for (int d = all.Length - 1; d >= 0; d--)
            {
                result[p] += gone[d] ? 0 : rest % all[d] * strides[d];
                rest /= all[d];
            }
        }

        TensorShape now = x.Tensor.Shape, columns = new(results, count / results, 1), rows = new(count / results, 1, results);
        foreach ((TensorShape shape, bool overRows, bool overColumns) in new[] { (now, true, true), (now, true, false), (now, false, true), (rows, true, false), (columns, false, true) })
        {
            if (Order(shape, overRows, overColumns, result, results) is { } order)
            {
                GraphTensor input = network.Reshape(node, x.Tensor, shape);
                GraphTensor output = network.NewTensor(node, new TensorShape(overRows ? 1 : shape.Height, overColumns ? 1 : shape.Width, shape.Channels), dimensions);
                network.Add(new MeanNode(node.Place, [input], output, overRows, overColumns));
                return new OnnxActivation(output, dimensions, order, false);
            }
        }

        throw node.Error("it is the mean of values that are not stored side by side; the mean over all rows and columns of a picture or over all steps of a sequence is supported");
    }

    // Where the results are stored; null if rows and columns are not what it is the mean of.
    private static int[]? Order(TensorShape shape, bool overRows, bool overColumns, int[] result, int results)
    {
        int width = overColumns ? 1 : shape.Width, stored = (overRows ? 1 : shape.Height) * width * shape.Channels;
        if (stored != results)
        {
            return null;
        }

        int[] order = new int[stored];
        Array.Fill(order, -1);
        for (int p = 0; p < result.Length; p++)
        {
            int row = overRows ? 0 : p / (shape.Width * shape.Channels), column = overColumns ? 0 : p / shape.Channels % shape.Width;
            ref int at = ref order[(((row * width) + column) * shape.Channels) + (p % shape.Channels)];
            if (at >= 0 && at != result[p])
            {
                return null;
            }

            at = result[p];
        }

        return order;
    }
}
