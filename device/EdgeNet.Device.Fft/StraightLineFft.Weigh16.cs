// Written by tools/EdgeNet.FftCode.
namespace EdgeNet.Core;

public sealed partial class StraightLineFft
{
    private static void Weigh16(short[] samples, int from, long[] x)
    {
        x[0] = (samples[from + 0] * 0 >> 15);
        x[1] = (samples[from + 1] * 1247 >> 15);
        x[2] = (samples[from + 2] * 4799 >> 15);
        x[3] = (samples[from + 3] * 10114 >> 15);
        x[4] = (samples[from + 4] * 16384 >> 15);
        x[5] = (samples[from + 5] * 22654 >> 15);
        x[6] = (samples[from + 6] * 27969 >> 15);
        x[7] = (samples[from + 7] * 31521 >> 15);
        x[8] = (samples[from + 8] * 32768 >> 15);
        x[9] = (samples[from + 9] * 31521 >> 15);
        x[10] = (samples[from + 10] * 27969 >> 15);
        x[11] = (samples[from + 11] * 22654 >> 15);
        x[12] = (samples[from + 12] * 16384 >> 15);
        x[13] = (samples[from + 13] * 10114 >> 15);
        x[14] = (samples[from + 14] * 4799 >> 15);
        x[15] = (samples[from + 15] * 1247 >> 15);
    }
}
