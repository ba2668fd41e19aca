using EdgeNet.Data;
using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Import.LiteRt;

/// <summary>Reads operators that move a window over a picture, or frame it.</summary>
internal static class WindowOperators
{
    private const int Same = 0;

    public static GraphNode Pool(LiteRtBuilder builder, LiteRtNode node, bool isAverage)
    {
        GraphTensor input = builder.Read(node, 0);
        Window window = Of(node, input, node.Int32(4), node.Int32(3), node.Int32(2), node.Int32(1), node.Byte(0));
        GraphTensor output = Give(builder, node, input, window, input.Shape.Channels);
        LiteRtBuilder.CheckSameStep(node, input, output);
        return new PoolNode(node.Place, [input], output, window, isAverage, WeightOperators.Limits(node, 5));
    }

    public static GraphNode Mean(LiteRtBuilder builder, LiteRtNode node)
    {
        GraphTensor input = builder.Read(node, 0);
        int rank = input.Dimensions.Count;
        int[] axes = Array.ConvertAll(builder.Integers(node, 1), a => a < 0 ? a : a - rank);
        if (axes.Any(a => a is >= 0 || a < -rank))
        {
            throw node.Refuse($"an axis that a tensor of {rank} dimensions does not have");
        }

        if (axes.Contains(-1) && input.Shape.Channels > 1)
        {
            throw node.Refuse("a mean over channels; over rows and columns it can be run");
        }

        bool overRows = axes.Contains(-3), overColumns = axes.Contains(-2);
        GraphTensor output = builder.Give(node);
        WeightOperators.CheckShape(node, output, output.Shape.Count == input.Shape.Count / (overRows ? input.Shape.Height : 1) / (overColumns ? input.Shape.Width : 1));
        return new MeanNode(node.Place, [input], output, overRows, overColumns);
    }

    public static GraphNode Pad(LiteRtBuilder builder, LiteRtNode node)
    {
        GraphTensor input = builder.Read(node, 0);
        int rank = input.Dimensions.Count;
        int[] paddings = builder.Integers(node, 1);
        if (paddings.Length != 2 * rank || Array.Exists(paddings, p => p is < 0 or > byte.MaxValue))
        {
            throw node.Refuse($"paddings {string.Join(", ", paddings.Take(8))}; there must be two for each of {rank} dimensions, from 0 to 255");
        }

        int[] From(int fromEnd) => rank >= fromEnd ? paddings[(2 * (rank - fromEnd))..][..2] : [0, 0];
        int[] rows = From(3), columns = From(2);
        if (paddings.Sum() != rows.Sum() + columns.Sum())
        {
            throw node.Refuse("pads the channels or the batch; rows and columns can be padded");
        }

        float value = 0;
        if (node.Has(2))
        {
            value = input.Step is { } step && builder.Bytes(node, 2) is var (values, constant) && values.Length == 1
                ? constant.Step() is { } own && own == step ? (values[0] - step.ZeroPoint) * step.Scale : throw node.Refuse("the value it pads with has another scale than what it pads")
                : input.Step is null && builder.Reals(node, 2, 1) is [float real] ? real : throw node.Refuse("pads with more than one value");
        }

        GraphTensor output = builder.Give(node);
        LiteRtBuilder.CheckSameStep(node, input, output);
        WeightOperators.CheckShape(node, output, output.Shape.Height == input.Shape.Height + rows.Sum() && output.Shape.Width == input.Shape.Width + columns.Sum() && output.Shape.Channels == input.Shape.Channels);
        return new PadNode(node.Place, [input], output, rows[0], columns[0], rows[1], columns[1], value);
    }

    /// <summary>The window of an operator. Padding is either none, or as much as makes the result as large as the picture divided by the stride; the odd one comes last.</summary>
    public static Window Of(LiteRtNode node, GraphTensor input, int rows, int columns, int down, int across, int padding)
    {
        foreach (int size in (int[])[rows, columns, down, across])
        {
            if (size is < 1 or > byte.MaxValue)
            {
                throw node.Refuse($"a kernel of {rows}x{columns} with strides of {down}x{across}; each may be 1 to 255, the kernel with its dilation");
            }
        }

        int Total(int length, int kernel, int stride) => padding != Same ? 0 : Math.Max(0, (((length + stride - 1) / stride) - 1) * stride + kernel - length);
        int vertical = Total(input.Shape.Height, rows, down), horizontal = Total(input.Shape.Width, columns, across);
        return new Window(rows, columns, down, across, vertical / 2, horizontal / 2, vertical - (vertical / 2), horizontal - (horizontal / 2));
    }

    /// <summary>The result of an operator with a window.</summary>
    public static GraphTensor Give(LiteRtBuilder builder, LiteRtNode node, GraphTensor input, Window window, int channels)
    {
        GraphTensor output = builder.Give(node);
        int height = input.Shape.Height + window.Top + window.Bottom, width = input.Shape.Width + window.Left + window.Right;
        Shape expected = window.OutputOf(new Shape(3, input.Shape.Height, input.Shape.Width, input.Shape.Channels), channels);
        WeightOperators.CheckShape(node, output, height >= window.Rows && width >= window.Columns
            && output.Shape.Height == expected.Height && output.Shape.Width == expected.Width && output.Shape.Channels == channels);
        return output;
    }
}
