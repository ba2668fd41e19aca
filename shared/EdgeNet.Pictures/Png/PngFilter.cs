namespace EdgeNet.Pictures;

/// <summary>The five filters of PNG: what a row's bytes were less before they were packed (PNG specification, section 9).</summary>
internal static class PngFilter
{
    /// <summary>Undoes a filter.</summary>
    /// <param name="filter">Number of the filter.</param>
    /// <param name="line">The row, changed in place.</param>
    /// <param name="above">The row above it, as long.</param>
    /// <param name="step">Bytes from a pixel to the next, at least 1.</param>
    /// <returns>False where there is no such filter.</returns>
    public static bool TryUndo(int filter, Span<byte> line, ReadOnlySpan<byte> above, int step)
    {
        above = above[..line.Length];
        switch (filter)
        {
            case 0:
                return true;
            case 1:
                for (int i = step; i < line.Length; i++)
                {
                    line[i] += line[i - step];
                }

                return true;
            case 2:
                for (int i = 0; i < line.Length; i++)
                {
                    line[i] += above[i];
                }

                return true;
            case 3:
                for (int i = 0; i < line.Length; i++)
                {
                    line[i] += (byte)(((i >= step ? line[i - step] : 0) + above[i]) / 2);
                }

                return true;
            case 4:
                for (int i = 0; i < line.Length; i++)
                {
                    line[i] += i >= step ? Paeth(line[i - step], above[i], above[i - step]) : above[i];
                }

                return true;
            default:
                return false;
        }
    }

    private static byte Paeth(byte left, byte up, byte corner)
    {
        int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - (2 * corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
