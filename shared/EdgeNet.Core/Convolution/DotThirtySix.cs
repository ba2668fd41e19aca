namespace EdgeNet.Core;

/// <summary>Dot products of windows of 3x3 pixels of four longs each.</summary>
internal sealed class DotThirtySix : DotStage
{
    /// <summary>Creates the step.</summary>
    public DotThirtySix(StagePlan plan, byte[] file, PackedPicture input, PackedPicture output)
        : base(plan, file, input, output)
    {
    }

    /// <inheritdoc/>
    protected override void See(long[] x, int at, int to)
    {
        int second = at + RowLongs;
        int third = second + RowLongs;
        long x0 = x[at], x1 = x[at + 1], x2 = x[at + 2], x3 = x[at + 3], x4 = x[at + 4], x5 = x[at + 5];
        long x6 = x[at + 6], x7 = x[at + 7], x8 = x[at + 8], x9 = x[at + 9], x10 = x[at + 10], x11 = x[at + 11];
        long x12 = x[second], x13 = x[second + 1], x14 = x[second + 2], x15 = x[second + 3], x16 = x[second + 4], x17 = x[second + 5];
        long x18 = x[second + 6], x19 = x[second + 7], x20 = x[second + 8], x21 = x[second + 9], x22 = x[second + 10], x23 = x[second + 11];
        long x24 = x[third], x25 = x[third + 1], x26 = x[third + 2], x27 = x[third + 3], x28 = x[third + 4], x29 = x[third + 5];
        long x30 = x[third + 6], x31 = x[third + 7], x32 = x[third + 8], x33 = x[third + 9], x34 = x[third + 10], x35 = x[third + 11];
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
                    + (w[13] * x12) + (w[14] * x13) + (w[15] * x14) + (w[16] * x15) + (w[17] * x16) + (w[18] * x17)
                    + (w[19] * x18) + (w[20] * x19) + (w[21] * x20) + (w[22] * x21) + (w[23] * x22) + (w[24] * x23)
                    + (w[25] * x24) + (w[26] * x25) + (w[27] * x26) + (w[28] * x27) + (w[29] * x28) + (w[30] * x29)
                    + (w[31] * x30) + (w[32] * x31) + (w[33] * x32) + (w[34] * x33) + (w[35] * x34) + (w[36] * x35);
                packed = (packed << bits) + table[(int)((((sum >> top) * w[37]) + w[38]) >> shift)];
            }

            values[to + (o / lanes)] = packed;
            count = lanes;
        }
    }
}
