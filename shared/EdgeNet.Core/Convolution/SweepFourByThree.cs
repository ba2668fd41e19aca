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
    protected override void AddOne(int q)
    {
        long[] a = Weights[q];
        long a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
        long a4 = a[4], a5 = a[5], a6 = a[6], a7 = a[7];
        long a8 = a[8], a9 = a[9], a10 = a[10], a11 = a[11];
        long a12 = a[12], a13 = a[13], a14 = a[14], a15 = a[15];
        byte[] row0 = Rows[0], row1 = Rows[1], row2 = Rows[2], row3 = Rows[3];
        long[] sums = Sums;
        int longs = Longs;
        int to = q;
        int x = 0;
        long aOld = 0;
        for (int column = Columns; column != 0; column--)
        {
            long aNew = 0;
            int pixel;
            pixel = row0[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a0 * value;
                aOld += a3 * value;
            }

            pixel = row1[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a4 * value;
                aOld += a7 * value;
            }

            pixel = row2[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a8 * value;
                aOld += a11 * value;
            }

            pixel = row3[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a12 * value;
                aOld += a15 * value;
            }

            sums[to] = aOld;
            to += longs;
            x++;
            pixel = row0[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a1 * value;
            }

            pixel = row1[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a5 * value;
            }

            pixel = row2[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a9 * value;
            }

            pixel = row3[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a13 * value;
            }

            x++;
            pixel = row0[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a2 * value;
            }

            pixel = row1[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a6 * value;
            }

            pixel = row2[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a10 * value;
            }

            pixel = row3[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a14 * value;
            }

            x++;
            aOld = aNew;
        }

        // What only the last window still has to see.
        int rest;
        rest = row0[x];
        aOld += a3 * rest;
        rest = row1[x];
        aOld += a7 * rest;
        rest = row2[x];
        aOld += a11 * rest;
        rest = row3[x];
        aOld += a15 * rest;
        sums[to] = aOld;
    }

    /// <inheritdoc/>
    protected override void AddTwo(int q)
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
        byte[] row0 = Rows[0], row1 = Rows[1], row2 = Rows[2], row3 = Rows[3];
        long[] sums = Sums;
        int longs = Longs;
        int to = q;
        int x = 0;
        long aOld = 0;
        long bOld = 0;
        for (int column = Columns; column != 0; column--)
        {
            long aNew = 0;
            long bNew = 0;
            int pixel;
            pixel = row0[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a0 * value;
                aOld += a3 * value;
                bNew += b0 * value;
                bOld += b3 * value;
            }

            pixel = row1[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a4 * value;
                aOld += a7 * value;
                bNew += b4 * value;
                bOld += b7 * value;
            }

            pixel = row2[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a8 * value;
                aOld += a11 * value;
                bNew += b8 * value;
                bOld += b11 * value;
            }

            pixel = row3[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a12 * value;
                aOld += a15 * value;
                bNew += b12 * value;
                bOld += b15 * value;
            }

            sums[to] = aOld;
            sums[to + 1] = bOld;
            to += longs;
            x++;
            pixel = row0[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a1 * value;
                bNew += b1 * value;
            }

            pixel = row1[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a5 * value;
                bNew += b5 * value;
            }

            pixel = row2[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a9 * value;
                bNew += b9 * value;
            }

            pixel = row3[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a13 * value;
                bNew += b13 * value;
            }

            x++;
            pixel = row0[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a2 * value;
                bNew += b2 * value;
            }

            pixel = row1[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a6 * value;
                bNew += b6 * value;
            }

            pixel = row2[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a10 * value;
                bNew += b10 * value;
            }

            pixel = row3[x];
            if (pixel != 0)
            {
                long value = pixel;
                aNew += a14 * value;
                bNew += b14 * value;
            }

            x++;
            aOld = aNew;
            bOld = bNew;
        }

        // What only the last window still has to see.
        int rest;
        rest = row0[x];
        aOld += a3 * rest;
        bOld += b3 * rest;
        rest = row1[x];
        aOld += a7 * rest;
        bOld += b7 * rest;
        rest = row2[x];
        aOld += a11 * rest;
        bOld += b11 * rest;
        rest = row3[x];
        aOld += a15 * rest;
        bOld += b15 * rest;
        sums[to] = aOld;
        sums[to + 1] = bOld;
    }
}
