// Written by tools/EdgeNet.FftCode.
namespace EdgeNet.Core;

public sealed partial class StraightLineFft
{
    private static void Of16(long[] x, long[] re, long[] im)
    {
        long v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16;
        long c0 = 8192L;
        long c1 = 15137L;
        long c2 = 6270L;
        v0 = x[0];
        v1 = x[8];
        v2 = v0 + v1;
        v0 = v0 - v1;
        v1 = x[4];
        v3 = x[12];
        v4 = v1 + v3;
        v5 = v2 + v4;
        v2 = v2 - v4;
        v1 = v3 - v1;
        v3 = x[2];
        v4 = x[10];
        v6 = v3 + v4;
        v3 = v3 - v4;
        v4 = x[6];
        v7 = x[14];
        v8 = v4 + v7;
        v4 = v4 - v7;
        v7 = v6 + v8;
        v9 = v5 + v7;
        re[4] = v5 - v7;
        v5 = v8 - v6;
        v6 = (((v3 - v4) * 11585L) + c0) >> 14;
        v3 = (((v3 + v4) * -11585L) + c0) >> 14;
        v4 = v0 + v6;
        v0 = v0 - v6;
        v6 = v1 + v3;
        v1 = v3 - v1;
        v3 = x[1];
        v7 = x[9];
        v8 = v3 + v7;
        v3 = v3 - v7;
        v7 = x[5];
        v10 = x[13];
        v11 = v7 + v10;
        v12 = v8 + v11;
        v8 = v8 - v11;
        v7 = v10 - v7;
        v10 = x[3];
        v11 = x[11];
        v13 = v10 + v11;
        v10 = v10 - v11;
        v11 = x[7];
        v14 = x[15];
        v15 = v11 + v14;
        v16 = v13 + v15;
        v13 = v13 - v15;
        v11 = v14 - v11;
        v14 = v12 + v16;
        re[0] = v9 + v14;
        re[8] = v9 - v14;
        im[4] = v16 - v12;
        v9 = (((v3 * c1) + (v7 * c2)) + c0) >> 14;
        v3 = (((v7 * c1) - (v3 * c2)) + c0) >> 14;
        v7 = (((v10 * c2) + (v11 * c1)) + c0) >> 14;
        v10 = (((v11 * c2) - (v10 * c1)) + c0) >> 14;
        v11 = v9 + v7;
        v12 = v3 + v10;
        re[1] = v4 + v11;
        re[7] = v4 - v11;
        im[1] = v6 + v12;
        im[7] = v12 - v6;
        v4 = v7 - v9;
        v3 = v10 - v3;
        re[3] = v0 + v3;
        re[5] = v0 - v3;
        im[3] = v1 + v4;
        im[5] = v4 - v1;
        v0 = (((v8 - v13) * 11585L) + c0) >> 14;
        v1 = (((v8 + v13) * -11585L) + c0) >> 14;
        re[2] = v2 + v0;
        re[6] = v2 - v0;
        im[2] = v5 + v1;
        im[6] = v1 - v5;
    }
}
