namespace EdgeNet.Core;

/// <summary>Windows of 4x4 that move by three columns: a column is seen by one window, every third by two.</summary>
internal sealed class SweepFourByThree : SweepStage
{
    /// <summary>Creates the step.</summary>
    public SweepFourByThree(StagePlan plan, byte[] file, int slot, PackedPicture output)
        : base(plan, file, slot, output)
    {
    }

    /// <inheritdoc/>
    protected override int AddTwo(int q)
    {
        long[] a = Weights[q];
        long a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
        long a4 = a[4], a5 = a[5], a6 = a[6], a7 = a[7];
        long a8 = a[8], a9 = a[9], a10 = a[10], a11 = a[11];
        long a12 = a[12], a13 = a[13], a14 = a[14], a15 = a[15];
        long[] b = Weights[q + 1];
        long b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3];
        long b4 = b[4], b5 = b[5], b6 = b[6], b7 = b[7];
        long b8 = b[8], b9 = b[9], b10 = b[10], b11 = b[11];
        long b12 = b[12], b13 = b[13], b14 = b[14], b15 = b[15];
        byte[][] rows = Rows;
        long[] aSums = ASums, bSums = BSums;
        int[] found = Found;
        int count = 0;
        int top = 0;
        int windows = found.Length;
        for (int window = 0; window != windows;)
        {
            byte[] row0 = rows[top], row1 = rows[top + 1], row2 = rows[top + 2], row3 = rows[top + 3];
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
                    aOld += a3 * value;
                    bOld += b3 * value;
                }

                if (row1[x] != 0)
                {
                    long value = row1[x];
                    aNew += a4 * value;
                    bNew += b4 * value;
                    aOld += a7 * value;
                    bOld += b7 * value;
                }

                if (row2[x] != 0)
                {
                    long value = row2[x];
                    aNew += a8 * value;
                    bNew += b8 * value;
                    aOld += a11 * value;
                    bOld += b11 * value;
                }

                if (row3[x] != 0)
                {
                    long value = row3[x];
                    aNew += a12 * value;
                    bNew += b12 * value;
                    aOld += a15 * value;
                    bOld += b15 * value;
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
                    aNew += a5 * value;
                    bNew += b5 * value;
                }

                if (row2[x] != 0)
                {
                    long value = row2[x];
                    aNew += a9 * value;
                    bNew += b9 * value;
                }

                if (row3[x] != 0)
                {
                    long value = row3[x];
                    aNew += a13 * value;
                    bNew += b13 * value;
                }

                x++;
                if (row0[x] != 0)
                {
                    long value = row0[x];
                    aNew += a2 * value;
                    bNew += b2 * value;
                }

                if (row1[x] != 0)
                {
                    long value = row1[x];
                    aNew += a6 * value;
                    bNew += b6 * value;
                }

                if (row2[x] != 0)
                {
                    long value = row2[x];
                    aNew += a10 * value;
                    bNew += b10 * value;
                }

                if (row3[x] != 0)
                {
                    long value = row3[x];
                    aNew += a14 * value;
                    bNew += b14 * value;
                }

                x++;
                aOld = aNew;
                bOld = bNew;
            }
        }

        return count;
    }
}
