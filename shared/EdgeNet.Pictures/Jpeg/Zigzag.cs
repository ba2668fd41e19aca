namespace EdgeNet.Pictures;

/// <summary>The order in which a JPEG file has the coefficients of a block: along its diagonals, to and fro.</summary>
internal static class Zigzag
{
    /// <summary>By place in the file: 8 x row + column.</summary>
    public static readonly byte[] Natural = Diagonals();

    private static byte[] Diagonals()
    {
        byte[] order = new byte[64];
        for (int diagonal = 0, next = 0; diagonal < 15; diagonal++)
        {
            for (int i = Math.Max(0, diagonal - 7); i <= Math.Min(7, diagonal); i++)
            {
                (int row, int column) = diagonal % 2 == 0 ? (diagonal - i, i) : (i, diagonal - i);
                order[next++] = (byte)((8 * row) + column);
            }
        }

        return order;
    }
}
