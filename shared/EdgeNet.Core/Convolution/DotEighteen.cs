namespace EdgeNet.Core;

/// <summary>Dot products of windows of 3x3 pixels of two longs each.</summary>
internal sealed class DotEighteen : DotStage
{
    /// <summary>Creates the step.</summary>
    public DotEighteen(StagePlan plan, byte[] file, PackedPicture input, PackedPicture output)
        : base(plan, file, input, output)
    {
    }

    /// <inheritdoc/>
    protected override void See(long[] x, int at, int to)
    {
        int second = at + RowLongs;
        int third = second + RowLongs;
        long x0 = x[at], x1 = x[at + 1], x2 = x[at + 2], x3 = x[at + 3], x4 = x[at + 4], x5 = x[at + 5];
        long x6 = x[second], x7 = x[second + 1], x8 = x[second + 2], x9 = x[second + 3], x10 = x[second + 4], x11 = x[second + 5];
        long x12 = x[third], x13 = x[third + 1], x14 = x[third + 2], x15 = x[third + 3], x16 = x[third + 4], x17 = x[third + 5];
        PackedPicture output = Output;
        long[][] weights = Weights;
        long[] values = output.Values;
        byte[] table = Table;
        int top = TopShift;
        int shift = Shift;
        int bits = output.Bits;
        int lanes = output.Lanes;
        int count = output.LastLanes;
        for (int o = weights.Length; o != 0;)
        {
            long packed = 0;
            for (; count != 0; count--)
            {
                o--;
                long[] w = weights[o];
                long sum = w[0] + (w[1] * x0) + (w[2] * x1) + (w[3] * x2) + (w[4] * x3) + (w[5] * x4) + (w[6] * x5)
                    + (w[7] * x6) + (w[8] * x7) + (w[9] * x8) + (w[10] * x9) + (w[11] * x10) + (w[12] * x11)
                    + (w[13] * x12) + (w[14] * x13) + (w[15] * x14) + (w[16] * x15) + (w[17] * x16) + (w[18] * x17);
                packed = (packed << bits) + table[(int)((((sum >> top) * w[19]) + w[20]) >> shift)];
            }

            values[to + (o / lanes)] = packed;
            count = lanes;
        }
    }
}
