namespace EdgeNet.Core;

/// <content>Eight outputs of all positions of a piece, as far as eleven longs go.</content>
internal sealed partial class HeldConvolutionRunner
{
    private void AddEight(int block, int pass, int count)
    {
        long[] w = _weights[(block * _passes) + pass];
        long a0 = w[0], a1 = w[1], a2 = w[2], a3 = w[3], a4 = w[4], a5 = w[5];
        long a6 = w[6], a7 = w[7], a8 = w[8], a9 = w[9], a10 = w[10];
        long b0 = w[11], b1 = w[12], b2 = w[13], b3 = w[14], b4 = w[15], b5 = w[16];
        long b6 = w[17], b7 = w[18], b8 = w[19], b9 = w[20], b10 = w[21];
        long c0 = w[22], c1 = w[23], c2 = w[24], c3 = w[25], c4 = w[26], c5 = w[27];
        long c6 = w[28], c7 = w[29], c8 = w[30], c9 = w[31], c10 = w[32];
        long d0 = w[33], d1 = w[34], d2 = w[35], d3 = w[36], d4 = w[37], d5 = w[38];
        long d6 = w[39], d7 = w[40], d8 = w[41], d9 = w[42], d10 = w[43];
        long e0 = w[44], e1 = w[45], e2 = w[46], e3 = w[47], e4 = w[48], e5 = w[49];
        long e6 = w[50], e7 = w[51], e8 = w[52], e9 = w[53], e10 = w[54];
        long f0 = w[55], f1 = w[56], f2 = w[57], f3 = w[58], f4 = w[59], f5 = w[60];
        long f6 = w[61], f7 = w[62], f8 = w[63], f9 = w[64], f10 = w[65];
        long g0 = w[66], g1 = w[67], g2 = w[68], g3 = w[69], g4 = w[70], g5 = w[71];
        long g6 = w[72], g7 = w[73], g8 = w[74], g9 = w[75], g10 = w[76];
        long h0 = w[77], h1 = w[78], h2 = w[79], h3 = w[80], h4 = w[81], h5 = w[82];
        long h6 = w[83], h7 = w[84], h8 = w[85], h9 = w[86], h10 = w[87];
        long start0 = w[88], start1 = w[89], start2 = w[90], start3 = w[91], start4 = w[92], start5 = w[93], start6 = w[94], start7 = w[95];
        int[] places = _places[pass];
        int p0 = places[0], p1 = places[1], p2 = places[2], p3 = places[3], p4 = places[4], p5 = places[5], p6 = places[6], p7 = places[7], p8 = places[8], p9 = places[9], p10 = places[10];
        long[] scales = _scales[block];
        long m0 = scales[0], n0 = scales[1], m1 = scales[2], n1 = scales[3], m2 = scales[4], n2 = scales[5], m3 = scales[6], n3 = scales[7];
        long m4 = scales[8], n4 = scales[9], m5 = scales[10], n5 = scales[11], m6 = scales[12], n6 = scales[13], m7 = scales[14], n7 = scales[15];
        long[] x = _picture;
        int[] windows = _windows;
        byte[] y = _target;
        long low = _low;
        long high = _high;
        byte lowest = (byte)low;
        byte highest = (byte)high;
        int shift = _shift;
        int step = _targetStep;
        int to = _targetAt + (block * HeldOutputs);
        bool isFirst = pass == 0;
        bool isLast = pass == _passes - 1 && _corrections == null;
        for (int i = 0; i < count; i++)
        {
            int at = windows[i];
            long x0 = x[at + p0], x1 = x[at + p1], x2 = x[at + p2], x3 = x[at + p3];
            long x4 = x[at + p4], x5 = x[at + p5], x6 = x[at + p6], x7 = x[at + p7];
            long x8 = x[at + p8], x9 = x[at + p9], x10 = x[at + p10];
            long s0 = (start0 + (a0 * x0) + (a1 * x1) + (a2 * x2) + (a3 * x3) + (a4 * x4) + (a5 * x5) + (a6 * x6) + (a7 * x7) + (a8 * x8) + (a9 * x9) + (a10 * x10)) >> TopShift;
            long s1 = (start1 + (b0 * x0) + (b1 * x1) + (b2 * x2) + (b3 * x3) + (b4 * x4) + (b5 * x5) + (b6 * x6) + (b7 * x7) + (b8 * x8) + (b9 * x9) + (b10 * x10)) >> TopShift;
            long s2 = (start2 + (c0 * x0) + (c1 * x1) + (c2 * x2) + (c3 * x3) + (c4 * x4) + (c5 * x5) + (c6 * x6) + (c7 * x7) + (c8 * x8) + (c9 * x9) + (c10 * x10)) >> TopShift;
            long s3 = (start3 + (d0 * x0) + (d1 * x1) + (d2 * x2) + (d3 * x3) + (d4 * x4) + (d5 * x5) + (d6 * x6) + (d7 * x7) + (d8 * x8) + (d9 * x9) + (d10 * x10)) >> TopShift;
            long s4 = (start4 + (e0 * x0) + (e1 * x1) + (e2 * x2) + (e3 * x3) + (e4 * x4) + (e5 * x5) + (e6 * x6) + (e7 * x7) + (e8 * x8) + (e9 * x9) + (e10 * x10)) >> TopShift;
            long s5 = (start5 + (f0 * x0) + (f1 * x1) + (f2 * x2) + (f3 * x3) + (f4 * x4) + (f5 * x5) + (f6 * x6) + (f7 * x7) + (f8 * x8) + (f9 * x9) + (f10 * x10)) >> TopShift;
            long s6 = (start6 + (g0 * x0) + (g1 * x1) + (g2 * x2) + (g3 * x3) + (g4 * x4) + (g5 * x5) + (g6 * x6) + (g7 * x7) + (g8 * x8) + (g9 * x9) + (g10 * x10)) >> TopShift;
            long s7 = (start7 + (h0 * x0) + (h1 * x1) + (h2 * x2) + (h3 * x3) + (h4 * x4) + (h5 * x5) + (h6 * x6) + (h7 * x7) + (h8 * x8) + (h9 * x9) + (h10 * x10)) >> TopShift;
            if (!isFirst)
            {
                long[] sums = _sums[i];
                s0 += sums[0];
                s1 += sums[1];
                s2 += sums[2];
                s3 += sums[3];
                s4 += sums[4];
                s5 += sums[5];
                s6 += sums[6];
                s7 += sums[7];
            }

            if (isLast)
            {
                s0 = ((s0 * m0) + n0) >> shift;
                s1 = ((s1 * m1) + n1) >> shift;
                s2 = ((s2 * m2) + n2) >> shift;
                s3 = ((s3 * m3) + n3) >> shift;
                s4 = ((s4 * m4) + n4) >> shift;
                s5 = ((s5 * m5) + n5) >> shift;
                s6 = ((s6 * m6) + n6) >> shift;
                s7 = ((s7 * m7) + n7) >> shift;
                y[to] = s0 <= low ? lowest : s0 >= high ? highest : (byte)s0;
                y[to + 1] = s1 <= low ? lowest : s1 >= high ? highest : (byte)s1;
                y[to + 2] = s2 <= low ? lowest : s2 >= high ? highest : (byte)s2;
                y[to + 3] = s3 <= low ? lowest : s3 >= high ? highest : (byte)s3;
                y[to + 4] = s4 <= low ? lowest : s4 >= high ? highest : (byte)s4;
                y[to + 5] = s5 <= low ? lowest : s5 >= high ? highest : (byte)s5;
                y[to + 6] = s6 <= low ? lowest : s6 >= high ? highest : (byte)s6;
                y[to + 7] = s7 <= low ? lowest : s7 >= high ? highest : (byte)s7;
                to += step;
            }
            else
            {
                long[] sums = _sums[i];
                sums[0] = s0;
                sums[1] = s1;
                sums[2] = s2;
                sums[3] = s3;
                sums[4] = s4;
                sums[5] = s5;
                sums[6] = s6;
                sums[7] = s7;
            }
        }
    }
}
