using EdgeNet.Core;
using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Import.Onnx.Operators;

/// <summary>The window of a convolution or pool, from the settings that all of them share.</summary>
internal static class WindowReader
{
    private const int Most = 255;

    /// <summary>Reads the window of an operator.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="kernel">Size of the kernel: rows and columns, or steps.</param>
    /// <param name="outsideIsNothing">Whether places outside of the picture do not count, so that the window may reach beyond it for as long as it likes.</param>
    /// <returns>The window, with a dilated kernel as a larger one; and how far apart its weights are.</returns>
    /// <exception cref="Files.UserException">The settings are wrong, or beyond what a board can do.</exception>
    public static (Window Window, int[] Dilations) Read(NodeReader node, TensorShape input, int[] kernel, bool outsideIsNothing)
    {
        int rank = kernel.Length;
        int[] strides = Setting(node, "strides", rank), dilations = Setting(node, "dilations", rank), pads = node.Wholes("pads") ?? new int[2 * rank];
        string auto = node.Text("auto_pad", "NOTSET");
        if (pads.Length != 2 * rank || pads.Min() < 0)
        {
            throw node.Error($"its pads ({OnnxShape.Text(pads, " ")}) are not {2 * rank} numbers of 0 or more");
        }

        // A sequence is a picture of one column.
        (int Size, int Stride, int Before, int After)[] sides = [(1, 1, 0, 0), (1, 1, 0, 0)];
        for (int d = 0; d < rank; d++)
        {
            int length = d == 0 ? input.Height : input.Width;
            long dilated = ((kernel[d] - 1L) * dilations[d]) + 1;
            if (kernel[d] < 1 || strides[d] < 1 || dilations[d] < 1 || dilated > Most || strides[d] > Most || pads[d] > ModelFormat.MaxTensor || pads[d + rank] > ModelFormat.MaxTensor)
            {
                throw node.Error($"a kernel of {kernel[d]} with dilation {dilations[d]} and stride {strides[d]}: windows and strides are 1 to {Most}");
            }

            int size = (int)dilated;
            (int before, int after) = auto switch
            {
                "NOTSET" or "" => (pads[d], pads[d + rank]),
                "VALID" => (0, 0),
                "SAME_UPPER" => Same(length, size, strides[d], upper: true),
                "SAME_LOWER" => Same(length, size, strides[d], upper: false),
                _ => throw node.Error($"auto_pad \"{Files.UserException.Quote(auto)}\" is none of NOTSET, VALID, SAME_UPPER and SAME_LOWER"),
            };
            if (size > length + before + after)
            {
                throw node.Error($"a window of {size} does not fit {length} places{(before + after > 0 ? " and their padding" : "")}");
            }

            if (outsideIsNothing && node.Whole("ceil_mode", 0) != 0)
            {
                after += Beyond(length, size, strides[d], before, after);
            }

            sides[d] = (size, strides[d], before, after);
        }

        ((int rows, int down, int top, int bottom), (int columns, int across, int left, int right)) = (sides[0], sides[1]);
        return (new Window(rows, columns, down, across, top, left, bottom, right), dilations);
    }

    /// <summary>Moves padding that a window cannot have into a frame around the picture, and takes up a frame that is there where it can.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="window">Its window.</param>
    /// <param name="all">Whether all padding goes into the frame.</param>
    /// <returns>The framed picture, and the window over it.</returns>
    public static (GraphTensor Input, Window Window) Frame(NodeReader node, GraphTensor input, Window window, bool all)
    {
        int rows = all ? 0 : window.Rows - 1, columns = all ? 0 : window.Columns - 1;
        int top = Math.Max(0, window.Top - rows), bottom = Math.Max(0, window.Bottom - rows);
        int left = Math.Max(0, window.Left - columns), right = Math.Max(0, window.Right - columns);
        if ((top | bottom | left | right) == 0)
        {
            return (input, window);
        }

        Window rest = window with { Top = window.Top - top, Bottom = window.Bottom - bottom, Left = window.Left - left, Right = window.Right - right };
        return (Pad(node, input, top, left, bottom, right, 0), rest);
    }

    /// <summary>Puts a frame around a picture.</summary>
    public static GraphTensor Pad(NodeReader node, GraphTensor input, int top, int left, int bottom, int right, float value)
    {
        if (Math.Max(Math.Max(top, bottom), Math.Max(left, right)) > Most)
        {
            throw node.Error($"a padding of more than {Most} rows or columns");
        }

        TensorShape shape = new(input.Shape.Height + top + bottom, input.Shape.Width + left + right, input.Shape.Channels);
        GraphTensor output = node.Network.NewTensor($"{input.Name} padded", shape, [.. input.Dimensions], null, node.Error);
        node.Network.Add(new PadNode(node.Place, [input], output, top, left, bottom, right, value));
        return output;
    }

    private static int[] Setting(NodeReader node, string name, int rank)
    {
        int[] numbers = node.Wholes(name) ?? [.. Enumerable.Repeat(1, rank)];
        return numbers.Length == rank ? numbers : throw node.Error($"its {name} are {numbers.Length} numbers, not {rank}");
    }

    private static (int Before, int After) Same(int length, int size, int stride, bool upper)
    {
        int total = Math.Max(0, ((((length + stride - 1) / stride) - 1) * stride) + size - length);
        int less = total / 2, more = total - less;
        return upper ? (less, more) : (more, less);
    }

    // One more position if anything is left over, unless it would begin behind the picture.
    private static int Beyond(int length, int size, int stride, int before, int after)
    {
        int left = (length + before + after - size) % stride;
        int start = length + before + after - size - left + stride;
        return left == 0 || start >= length + before ? 0 : stride - left;
    }
}
