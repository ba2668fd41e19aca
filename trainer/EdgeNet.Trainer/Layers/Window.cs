using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers;

/// <summary>The window that a layer moves over a picture.</summary>
/// <param name="Rows">Rows of the kernel, 1 to 255.</param>
/// <param name="Columns">Columns of the kernel, 1 to 255.</param>
/// <param name="Down">Rows from one position to the next, 1 to 255.</param>
/// <param name="Across">Columns from one position to the next, 1 to 255.</param>
/// <param name="Top">Rows of padding above the picture, fewer than the kernel has.</param>
/// <param name="Left">Columns of padding before it, fewer than the kernel has.</param>
/// <param name="Bottom">Rows of padding below it, fewer than the kernel has.</param>
/// <param name="Right">Columns of padding after it, fewer than the kernel has.</param>
public sealed record Window(int Rows, int Columns, int Down, int Across, int Top, int Left, int Bottom, int Right)
{
    /// <summary>Whether it reads places outside the picture.</summary>
    public bool IsPadded => (Top | Left | Bottom | Right) != 0;

    /// <summary>The eight bytes of the model file.</summary>
    public byte[] Bytes => [(byte)Rows, (byte)Columns, (byte)Down, (byte)Across, (byte)Top, (byte)Left, (byte)Bottom, (byte)Right];

    /// <summary>The picture that has a place for each position.</summary>
    /// <param name="input">What the window moves over.</param>
    /// <param name="channels">Channels of the result.</param>
    /// <returns>Its shape.</returns>
    public Shape OutputOf(Shape input, int channels) =>
        new(3, ((input.Height + Top + Bottom - Rows) / Down) + 1, ((input.Width + Left + Right - Columns) / Across) + 1, channels);

    /// <summary>Where the pixels of the window begin that are inside the picture, for every position, row by row.</summary>
    /// <param name="input">What the window moves over.</param>
    /// <returns>For each position, the indices of the pixels' first channels; at least one, since no padding is as large as the kernel.</returns>
    internal int[][] Inside(Shape input) => Array.ConvertAll(Places(input), places => Array.FindAll(places, at => at >= 0));

    /// <summary>Where the places of the window are, for every position, row by row.</summary>
    /// <param name="input">What the window moves over.</param>
    /// <returns>For each position, for each place of the kernel row by row, the index of the pixel's first channel; -1 outside the picture.</returns>
    internal int[][] Places(Shape input)
    {
        Shape output = OutputOf(input, 1);
        int[][] places = new int[output.Count][];
        for (int p = 0; p < places.Length; p++)
        {
            int top = (p / output.Width * Down) - Top, left = (p % output.Width * Across) - Left;
            places[p] = new int[Rows * Columns];
            for (int k = 0; k < places[p].Length; k++)
            {
                int row = top + (k / Columns), column = left + (k % Columns);
                places[p][k] = row >= 0 && row < input.Height && column >= 0 && column < input.Width ? ((row * input.Width) + column) * input.Channels : -1;
            }
        }

        return places;
    }
}
