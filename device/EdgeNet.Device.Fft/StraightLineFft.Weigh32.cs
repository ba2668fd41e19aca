// Written by tools/EdgeNet.FftCode.
namespace EdgeNet.Core;

public sealed partial class StraightLineFft
{
    private static void Weigh32(short[] samples, int from, long[] x)
    {
        x[0] = (samples[from + 0] * 0 >> 15);
        x[1] = (samples[from + 1] * 315 >> 15);
        x[2] = (samples[from + 2] * 1247 >> 15);
        x[3] = (samples[from + 3] * 2761 >> 15);
        x[4] = (samples[from + 4] * 4799 >> 15);
        x[5] = (samples[from + 5] * 7282 >> 15);
        x[6] = (samples[from + 6] * 10114 >> 15);
        x[7] = (samples[from + 7] * 13188 >> 15);
        x[8] = (samples[from + 8] * 16384 >> 15);
        x[9] = (samples[from + 9] * 19580 >> 15);
        x[10] = (samples[from + 10] * 22654 >> 15);
        x[11] = (samples[from + 11] * 25486 >> 15);
        x[12] = (samples[from + 12] * 27969 >> 15);
        x[13] = (samples[from + 13] * 30007 >> 15);
        x[14] = (samples[from + 14] * 31521 >> 15);
        x[15] = (samples[from + 15] * 32453 >> 15);
        x[16] = (samples[from + 16] * 32768 >> 15);
        x[17] = (samples[from + 17] * 32453 >> 15);
        x[18] = (samples[from + 18] * 31521 >> 15);
        x[19] = (samples[from + 19] * 30007 >> 15);
        x[20] = (samples[from + 20] * 27969 >> 15);
        x[21] = (samples[from + 21] * 25486 >> 15);
        x[22] = (samples[from + 22] * 22654 >> 15);
        x[23] = (samples[from + 23] * 19580 >> 15);
        x[24] = (samples[from + 24] * 16384 >> 15);
        x[25] = (samples[from + 25] * 13188 >> 15);
        x[26] = (samples[from + 26] * 10114 >> 15);
        x[27] = (samples[from + 27] * 7282 >> 15);
        x[28] = (samples[from + 28] * 4799 >> 15);
        x[29] = (samples[from + 29] * 2761 >> 15);
        x[30] = (samples[from + 30] * 1247 >> 15);
        x[31] = (samples[from + 31] * 315 >> 15);
    }
}
