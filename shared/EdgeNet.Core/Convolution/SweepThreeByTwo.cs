namespace EdgeNet.Core;

/// <summary>Windows of 3x3 that move by two columns: a column is seen by one window, every second by two.</summary>
internal sealed class SweepThreeByTwo : SweepStage
{
    /// <summary>Creates the step.</summary>
    public SweepThreeByTwo(StagePlan plan, byte[] file, int slot, PackedPicture output)
        : base(plan, file, slot, output)
    {
    }

    /// <inheritdoc/>
    protected override int AddTwo(int q)
    {
        long[] a = Weights[q];
        long a0 = a[0], a1 = a[1], a2 = a[2];
        long a3 = a[3], a4 = a[4], a5 = a[5];
        long a6 = a[6], a7 = a[7], a8 = a[8];
        long[] b = Weights[q + 1];
        long b0 = b[0], b1 = b[1], b2 = b[2];
        long b3 = b[3], b4 = b[4], b5 = b[5];
        long b6 = b[6], b7 = b[7], b8 = b[8];
        byte[][] rows = Rows;
        long[] aSums = ASums, bSums = BSums;
        int[] found = Found;
        int count = 0;
        int top = 0;
        int windows = found.Length;
        for (int window = 0; window != windows;)
        {
            byte[] row0 = rows[top], row1 = rows[top + 1], row2 = rows[top + 2];
            int x = 0;
            long aOld = 0;
            long bOld = 0;
            top += StrideDown;
            for (int end = window + Steps; window != end; window++)
            {
                long aNew = 0, bNew = 0;
                if (row0[x] != 0)
                {
                    long value = row0[x];
                    aNew += a0 * value;
                    bNew += b0 * value;
                    aOld += a2 * value;
                    bOld += b2 * value;
                }

                if (row1[x] != 0)
                {
                    long value = row1[x];
                    aNew += a3 * value;
                    bNew += b3 * value;
                    aOld += a5 * value;
                    bOld += b5 * value;
                }

                if (row2[x] != 0)
                {
                    long value = row2[x];
                    aNew += a6 * value;
                    bNew += b6 * value;
                    aOld += a8 * value;
                    bOld += b8 * value;
                }

                if ((aOld | bOld) != 0)
                {
                    aSums[count] = aOld;
                    bSums[count] = bOld;
                    found[count] = window;
                    count++;
                }

                x++;
                if (row0[x] != 0)
                {
                    long value = row0[x];
                    aNew += a1 * value;
                    bNew += b1 * value;
                }

                if (row1[x] != 0)
                {
                    long value = row1[x];
                    aNew += a4 * value;
                    bNew += b4 * value;
                }

                if (row2[x] != 0)
                {
                    long value = row2[x];
                    aNew += a7 * value;
                    bNew += b7 * value;
                }

                x++;
                aOld = aNew;
                bOld = bNew;
            }
        }

        return count;
    }
}
