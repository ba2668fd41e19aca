// Written by tools/EdgeNet.FftCode.
namespace EdgeNet.Core;

public sealed partial class StraightLineFft
{
    private static void Of16(long[] x, long[] re, long[] im)
    {
        long v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17;
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
        v1 = v3 - v1;
        v3 = x[2];
        v5 = x[10];
        v6 = v3 + v5;
        v3 = v3 - v5;
        v5 = x[6];
        v7 = x[14];
        v8 = v5 + v7;
        v5 = v5 - v7;
        v7 = (v2 + v4) + (v6 + v8);
        re[4] = (v2 + v4) - (v6 + v8);
        v9 = (((v3 - v5) * 11585L) + c0) >> 14;
        v3 = (((v3 + v5) * -11585L) + c0) >> 14;
        v5 = x[1];
        v10 = x[9];
        v11 = v5 + v10;
        v5 = v5 - v10;
        v10 = x[5];
        v12 = x[13];
        v13 = v10 + v12;
        v10 = v12 - v10;
        v12 = x[3];
        v14 = x[11];
        v15 = v12 + v14;
        v12 = v12 - v14;
        v14 = x[7];
        v16 = x[15];
        v17 = v14 + v16;
        v14 = v16 - v14;
        v16 = (v11 + v13) + (v15 + v17);
        re[0] = v7 + v16;
        re[8] = v7 - v16;
        im[4] = (v15 + v17) - (v11 + v13);
        v7 = (((v5 * c1) + (v10 * c2)) + c0) >> 14;
        v5 = (((v10 * c1) - (v5 * c2)) + c0) >> 14;
        v10 = (((v12 * c2) + (v14 * c1)) + c0) >> 14;
        v12 = (((v14 * c2) - (v12 * c1)) + c0) >> 14;
        re[1] = (v0 + v9) + (v7 + v10);
        re[7] = (v0 + v9) - (v7 + v10);
        im[1] = (v1 + v3) + (v5 + v12);
        im[7] = (v5 + v12) - (v1 + v3);
        re[3] = (v0 - v9) + (v12 - v5);
        re[5] = (v0 - v9) - (v12 - v5);
        im[3] = (v3 - v1) + (v10 - v7);
        im[5] = (v10 - v7) - (v3 - v1);
        v0 = ((((v11 - v13) - (v15 - v17)) * 11585L) + c0) >> 14;
        v1 = ((((v11 - v13) + (v15 - v17)) * -11585L) + c0) >> 14;
        re[2] = (v2 - v4) + v0;
        re[6] = (v2 - v4) - v0;
        im[2] = (v8 - v6) + v1;
        im[6] = v1 - (v8 - v6);
    }
}
