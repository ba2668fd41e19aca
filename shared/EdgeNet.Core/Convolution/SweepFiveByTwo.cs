namespace EdgeNet.Core;

/// <summary>Windows of 5x5 that move by two columns: a column is seen by two windows, every second by three.</summary>
internal sealed class SweepFiveByTwo : SweepStage
{
    /// <summary>Creates the step.</summary>
    public SweepFiveByTwo(StagePlan plan, byte[] file, int slot, PackedPicture output)
        : base(plan, file, slot, output)
    {
    }

    /// <inheritdoc/>
    protected override int AddTwo(int q)
    {
        long[] a = Weights[q];
        long a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3], a4 = a[4];
        long a5 = a[5], a6 = a[6], a7 = a[7], a8 = a[8], a9 = a[9];
        long a10 = a[10], a11 = a[11], a12 = a[12], a13 = a[13], a14 = a[14];
        long a15 = a[15], a16 = a[16], a17 = a[17], a18 = a[18], a19 = a[19];
        long a20 = a[20], a21 = a[21], a22 = a[22], a23 = a[23], a24 = a[24];
        long[] b = Weights[q + 1];
        long b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3], b4 = b[4];
        long b5 = b[5], b6 = b[6], b7 = b[7], b8 = b[8], b9 = b[9];
        long b10 = b[10], b11 = b[11], b12 = b[12], b13 = b[13], b14 = b[14];
        long b15 = b[15], b16 = b[16], b17 = b[17], b18 = b[18], b19 = b[19];
        long b20 = b[20], b21 = b[21], b22 = b[22], b23 = b[23], b24 = b[24];
        byte[][] rows = Rows;
        long[] aSums = ASums, bSums = BSums;
        int[] found = Found;
        int count = 0;
        int top = 0;
        int windows = found.Length;
        for (int window = 0; window != windows;)
        {
            byte[] row0 = rows[top], row1 = rows[top + 1], row2 = rows[top + 2], row3 = rows[top + 3], row4 = rows[top + 4];
            int x = 0;
            long aMiddle = 0, aOld = 0;
            long bMiddle = 0, bOld = 0;
            top += StrideDown;
            for (int end = window + Steps; window != end; window++)
            {
                long aNew = 0, bNew = 0;
                if (row0[x] != 0)
                {
                    long value = row0[x];
                    aNew += a0 * value;
                    bNew += b0 * value;
                    aMiddle += a2 * value;
                    bMiddle += b2 * value;
                    aOld += a4 * value;
                    bOld += b4 * value;
                }

                if (row1[x] != 0)
                {
                    long value = row1[x];
                    aNew += a5 * value;
                    bNew += b5 * value;
                    aMiddle += a7 * value;
                    bMiddle += b7 * value;
                    aOld += a9 * value;
                    bOld += b9 * value;
                }

                if (row2[x] != 0)
                {
                    long value = row2[x];
                    aNew += a10 * value;
                    bNew += b10 * value;
                    aMiddle += a12 * value;
                    bMiddle += b12 * value;
                    aOld += a14 * value;
                    bOld += b14 * value;
                }

                if (row3[x] != 0)
                {
                    long value = row3[x];
                    aNew += a15 * value;
                    bNew += b15 * value;
                    aMiddle += a17 * value;
                    bMiddle += b17 * value;
                    aOld += a19 * value;
                    bOld += b19 * value;
                }

                if (row4[x] != 0)
                {
                    long value = row4[x];
                    aNew += a20 * value;
                    bNew += b20 * value;
                    aMiddle += a22 * value;
                    bMiddle += b22 * value;
                    aOld += a24 * value;
                    bOld += b24 * value;
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
                    aMiddle += a3 * value;
                    bMiddle += b3 * value;
                }

                if (row1[x] != 0)
                {
                    long value = row1[x];
                    aNew += a6 * value;
                    bNew += b6 * value;
                    aMiddle += a8 * value;
                    bMiddle += b8 * value;
                }

                if (row2[x] != 0)
                {
                    long value = row2[x];
                    aNew += a11 * value;
                    bNew += b11 * value;
                    aMiddle += a13 * value;
                    bMiddle += b13 * value;
                }

                if (row3[x] != 0)
                {
                    long value = row3[x];
                    aNew += a16 * value;
                    bNew += b16 * value;
                    aMiddle += a18 * value;
                    bMiddle += b18 * value;
                }

                if (row4[x] != 0)
                {
                    long value = row4[x];
                    aNew += a21 * value;
                    bNew += b21 * value;
                    aMiddle += a23 * value;
                    bMiddle += b23 * value;
                }

                x++;
                aOld = aMiddle;
                aMiddle = aNew;
                bOld = bMiddle;
                bMiddle = bNew;
            }
        }

        return count;
    }
}
