using EdgeNet.Core;

namespace EdgeNet.Trainer.Export;

/// <summary>
/// How the values between two layers are kept while code runs: some channels of a place in each long, less their background, which is
/// what a layer gives where it sees nothing. Most places of a picture are background and so zero: an integer for each row says by its bits which are
/// not, the leftmost lowest. Around them is a border for the windows of the next layer, always zero.
/// </summary>
/// <param name="Shape">Rows, columns and channels.</param>
/// <param name="Lanes">The lanes of a long.</param>
/// <param name="Background">One per channel.</param>
/// <param name="Top">Rows of border above.</param>
/// <param name="Left">Columns of border on the left.</param>
/// <param name="Bottom">Rows of border below.</param>
/// <param name="Right">Columns of border on the right.</param>
internal sealed record PackedTensor(TensorShape Shape, DotLanes Lanes, int[] Background, int Top, int Left, int Bottom, int Right)
{
    /// <summary>Longs of a place.</summary>
    public int Groups => (Shape.Channels + Lanes.Count - 1) / Lanes.Count;

    /// <summary>Longs from a row to the next.</summary>
    public int RowLongs => (Left + Shape.Width + Right) * Groups;

    /// <summary>Index of the first place's first long.</summary>
    public int First => (Top * RowLongs) + (Left * Groups);

    /// <summary>Number of longs.</summary>
    public int Length => Rows * RowLongs;

    /// <summary>Rows with their border.</summary>
    public int Rows => Top + Shape.Height + Bottom;

    /// <summary>An index in code.</summary>
    public static string Index(string from, int more) => more == 0 ? from : FormattableString.Invariant($"{from} + {more}");

    /// <summary>The background of the channels in a long, packed.</summary>
    public long PackedBackground(int group)
    {
        long packed = 0;
        for (int c = Math.Min(Shape.Channels, (group + 1) * Lanes.Count) - 1; c >= group * Lanes.Count; c--)
        {
            packed = unchecked((packed << Lanes.Bits) + Background[c]);
        }

        return packed;
    }
}
