// Written by tools/EdgeNet.FftCode.
namespace EdgeNet.Core;

public sealed partial class StraightLineFft
{
    private static void Weigh64(short[] samples, int from, long[] x)
    {
        x[0] = (samples[from + 0] * 0 >> 15);
        x[1] = (samples[from + 1] * 79 >> 15);
        x[2] = (samples[from + 2] * 315 >> 15);
        x[3] = (samples[from + 3] * 705 >> 15);
        x[4] = (samples[from + 4] * 1247 >> 15);
        x[5] = (samples[from + 5] * 1935 >> 15);
        x[6] = (samples[from + 6] * 2761 >> 15);
        x[7] = (samples[from + 7] * 3719 >> 15);
        x[8] = (samples[from + 8] * 4799 >> 15);
        x[9] = (samples[from + 9] * 5990 >> 15);
        x[10] = (samples[from + 10] * 7282 >> 15);
        x[11] = (samples[from + 11] * 8661 >> 15);
        x[12] = (samples[from + 12] * 10114 >> 15);
        x[13] = (samples[from + 13] * 11628 >> 15);
        x[14] = (samples[from + 14] * 13188 >> 15);
        x[15] = (samples[from + 15] * 14778 >> 15);
        x[16] = (samples[from + 16] * 16384 >> 15);
        x[17] = (samples[from + 17] * 17990 >> 15);
        x[18] = (samples[from + 18] * 19580 >> 15);
        x[19] = (samples[from + 19] * 21140 >> 15);
        x[20] = (samples[from + 20] * 22654 >> 15);
        x[21] = (samples[from + 21] * 24107 >> 15);
        x[22] = (samples[from + 22] * 25486 >> 15);
        x[23] = (samples[from + 23] * 26778 >> 15);
        x[24] = (samples[from + 24] * 27969 >> 15);
        x[25] = (samples[from + 25] * 29049 >> 15);
        x[26] = (samples[from + 26] * 30007 >> 15);
        x[27] = (samples[from + 27] * 30833 >> 15);
        x[28] = (samples[from + 28] * 31521 >> 15);
        x[29] = (samples[from + 29] * 32063 >> 15);
        x[30] = (samples[from + 30] * 32453 >> 15);
        x[31] = (samples[from + 31] * 32689 >> 15);
        x[32] = (samples[from + 32] * 32768 >> 15);
        x[33] = (samples[from + 33] * 32689 >> 15);
        x[34] = (samples[from + 34] * 32453 >> 15);
        x[35] = (samples[from + 35] * 32063 >> 15);
        x[36] = (samples[from + 36] * 31521 >> 15);
        x[37] = (samples[from + 37] * 30833 >> 15);
        x[38] = (samples[from + 38] * 30007 >> 15);
        x[39] = (samples[from + 39] * 29049 >> 15);
        x[40] = (samples[from + 40] * 27969 >> 15);
        x[41] = (samples[from + 41] * 26778 >> 15);
        x[42] = (samples[from + 42] * 25486 >> 15);
        x[43] = (samples[from + 43] * 24107 >> 15);
        x[44] = (samples[from + 44] * 22654 >> 15);
        x[45] = (samples[from + 45] * 21140 >> 15);
        x[46] = (samples[from + 46] * 19580 >> 15);
        x[47] = (samples[from + 47] * 17990 >> 15);
        x[48] = (samples[from + 48] * 16384 >> 15);
        x[49] = (samples[from + 49] * 14778 >> 15);
        x[50] = (samples[from + 50] * 13188 >> 15);
        x[51] = (samples[from + 51] * 11628 >> 15);
        x[52] = (samples[from + 52] * 10114 >> 15);
        x[53] = (samples[from + 53] * 8661 >> 15);
        x[54] = (samples[from + 54] * 7282 >> 15);
        x[55] = (samples[from + 55] * 5990 >> 15);
        x[56] = (samples[from + 56] * 4799 >> 15);
        x[57] = (samples[from + 57] * 3719 >> 15);
        x[58] = (samples[from + 58] * 2761 >> 15);
        x[59] = (samples[from + 59] * 1935 >> 15);
        x[60] = (samples[from + 60] * 1247 >> 15);
        x[61] = (samples[from + 61] * 705 >> 15);
        x[62] = (samples[from + 62] * 315 >> 15);
        x[63] = (samples[from + 63] * 79 >> 15);
    }
}
