using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Layers;

/// <summary>A window as people type it: its size, and how it moves. Of a sequence, whose tensors are one column wide, single numbers concern rows only.</summary>
/// <param name="Rows">Rows of the kernel.</param>
/// <param name="Columns">Columns of the kernel; null for as many as rows.</param>
/// <param name="Down">Rows from one position to the next.</param>
/// <param name="Across">Columns from one position to the next; null for as many as rows.</param>
/// <param name="Padding">Which places outside the picture are read.</param>
/// <param name="Pad">Rows and columns of padding on every side, where <paramref name="Padding"/> is <see cref="Padding.Sides"/>.</param>
public sealed record WindowSpec(int Rows, int? Columns, int Down, int? Across, Padding Padding = Padding.None, int Pad = 0)
{
    /// <summary>The largest kernel, stride or padding.</summary>
    public const int Most = 255;

    /// <summary>The size as it is typed, such as 3x3.</summary>
    public string Size => Text(Rows, Columns);

    /// <summary>What follows the size: nothing, or words with a space before each.</summary>
    public string Rest => (Down > 1 || Across > 1 ? $" stride {StrideText}" : "") + PaddingText;

    /// <summary>The text of a pool's window, whose stride is its size unless it says otherwise.</summary>
    public string PoolText => $"{Size}{(Down == Rows && Across == Columns ? "" : $" stride {StrideText}")}{PaddingText}";

    /// <summary>Reads the words about a pool's window: "2", "3x2 stride 2", "3 same".</summary>
    /// <param name="words">The words.</param>
    /// <returns>The window.</returns>
    /// <exception cref="UserException">A word is not what it should be.</exception>
    public static WindowSpec ReadPool(LayerWords words)
    {
        (int rows, int? columns) = words.Size("size of the window", Most);
        WindowSpec window = new(rows, columns, rows, columns);
        while (true)
        {
            if (words.TakeOnce("stride"))
            {
                (int down, int? across) = words.Size("stride", Most);
                window = window with { Down = down, Across = across ?? (columns is null ? null : down) };
            }
            else if (words.TakeOnce("same"))
            {
                window = window with { Padding = Padding.Same };
            }
            else
            {
                words.End();
                return window;
            }
        }
    }

    /// <summary>Brings the window to what has rows and columns.</summary>
    /// <param name="input">What it moves over.</param>
    /// <returns>The window.</returns>
    /// <exception cref="UserException">It is a list of values; or the picture is smaller than the window, or its stride leaves nothing of it.</exception>
    public Window OverPicture(Shape input) => input.Rank > 1 ? Over(input)
        : throw new UserException($"it needs a picture, not {input} values without rows and columns; if a table's columns are pixels, say so with --input-size");

    /// <summary>Brings the window to a picture or a sequence.</summary>
    /// <param name="input">What it moves over.</param>
    /// <returns>The window.</returns>
    /// <exception cref="UserException">The picture is smaller than the window, or its stride leaves nothing of it.</exception>
    public Window Over(Shape input)
    {
        bool sequence = input.Width == 1 && Columns is null;
        int columns = Columns ?? (sequence ? 1 : Rows), across = Across ?? (sequence ? 1 : Down);
        int side = sequence ? 0 : Pad;
        (int top, int bottom) = Sides(input.Height, Rows, Down, Pad);
        (int left, int right) = Sides(input.Width, columns, across, side);
        if (Rows > input.Height + top + bottom || columns > input.Width + left + right)
        {
            throw new UserException($"a window of {Rows}x{columns} does not fit {Plane(input)}{(Padding == Padding.None ? "" : " and its padding")}; choose a smaller one{(Padding == Padding.None ? " or pad with \"same\"" : "")}");
        }

        if (Math.Max(top, bottom) >= Rows || Math.Max(left, right) >= columns)
        {
            throw new UserException($"a padding of {Pad} is not smaller than the window of {Rows}x{columns}: some windows would see nothing");
        }

        if ((Down > 1 && Down > input.Height) || (across > 1 && across > input.Width))
        {
            throw new UserException($"a stride of {Text(Down, across)} leaves nothing of {Plane(input)} but one position; choose a smaller one");
        }

        return new Window(Rows, columns, Down, across, top, left, bottom, right);
    }

    private string StrideText => Text(Down, Across == Down ? null : Across);

    private string PaddingText => Padding switch
    {
        Padding.Same => " same",
        Padding.Sides => $" pad {Pad}",
        _ => "",
    };

    private static string Text(int rows, int? columns) => columns is null ? $"{rows}" : $"{rows}x{columns}";

    private static string Plane(Shape input) => input.Width == 1 ? $"{input.Height} steps" : $"a picture of {input.Height}x{input.Width}";

    // Same: as many positions as strides fit, the odd place after the picture.
    private (int Before, int After) Sides(int length, int kernel, int stride, int pad)
    {
        int total = Math.Max(0, ((((length + stride - 1) / stride) - 1) * stride) + kernel - length);
        return Padding == Padding.Same ? (total / 2, total - (total / 2)) : (pad, pad);
    }
}
