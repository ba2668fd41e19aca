namespace EdgeNet.Core;

/// <content>Eight outputs of all windows that were found, as far as two longs of each pixel go.</content>
internal sealed partial class HeldStage
{
    private void AddEight(int block, int pass)
    {
        long[] w = _weights[(block * _passes) + pass];
        long a0 = w[0], a1 = w[1], a2 = w[2], a3 = w[3], a4 = w[4], a5 = w[5];
        long a6 = w[6], a7 = w[7], a8 = w[8], a9 = w[9], a10 = w[10], a11 = w[11];
        long a12 = w[12], a13 = w[13], a14 = w[14], a15 = w[15], a16 = w[16], a17 = w[17];
        long b0 = w[18], b1 = w[19], b2 = w[20], b3 = w[21], b4 = w[22], b5 = w[23];
        long b6 = w[24], b7 = w[25], b8 = w[26], b9 = w[27], b10 = w[28], b11 = w[29];
        long b12 = w[30], b13 = w[31], b14 = w[32], b15 = w[33], b16 = w[34], b17 = w[35];
        long c0 = w[36], c1 = w[37], c2 = w[38], c3 = w[39], c4 = w[40], c5 = w[41];
        long c6 = w[42], c7 = w[43], c8 = w[44], c9 = w[45], c10 = w[46], c11 = w[47];
        long c12 = w[48], c13 = w[49], c14 = w[50], c15 = w[51], c16 = w[52], c17 = w[53];
        long d0 = w[54], d1 = w[55], d2 = w[56], d3 = w[57], d4 = w[58], d5 = w[59];
        long d6 = w[60], d7 = w[61], d8 = w[62], d9 = w[63], d10 = w[64], d11 = w[65];
        long d12 = w[66], d13 = w[67], d14 = w[68], d15 = w[69], d16 = w[70], d17 = w[71];
        w = _weights[((block + 1) * _passes) + pass];
        long e0 = w[0], e1 = w[1], e2 = w[2], e3 = w[3], e4 = w[4], e5 = w[5];
        long e6 = w[6], e7 = w[7], e8 = w[8], e9 = w[9], e10 = w[10], e11 = w[11];
        long e12 = w[12], e13 = w[13], e14 = w[14], e15 = w[15], e16 = w[16], e17 = w[17];
        long f0 = w[18], f1 = w[19], f2 = w[20], f3 = w[21], f4 = w[22], f5 = w[23];
        long f6 = w[24], f7 = w[25], f8 = w[26], f9 = w[27], f10 = w[28], f11 = w[29];
        long f12 = w[30], f13 = w[31], f14 = w[32], f15 = w[33], f16 = w[34], f17 = w[35];
        long g0 = w[36], g1 = w[37], g2 = w[38], g3 = w[39], g4 = w[40], g5 = w[41];
        long g6 = w[42], g7 = w[43], g8 = w[44], g9 = w[45], g10 = w[46], g11 = w[47];
        long g12 = w[48], g13 = w[49], g14 = w[50], g15 = w[51], g16 = w[52], g17 = w[53];
        long h0 = w[54], h1 = w[55], h2 = w[56], h3 = w[57], h4 = w[58], h5 = w[59];
        long h6 = w[60], h7 = w[61], h8 = w[62], h9 = w[63], h10 = w[64], h11 = w[65];
        long h12 = w[66], h13 = w[67], h14 = w[68], h15 = w[69], h16 = w[70], h17 = w[71];
        long[] scales = _scales[block];
        long m0 = scales[0], n0 = scales[1], m1 = scales[2], n1 = scales[3], m2 = scales[4], n2 = scales[5], m3 = scales[6], n3 = scales[7];
        long start0 = scales[8], start1 = scales[9], start2 = scales[10], start3 = scales[11];
        scales = _scales[block + 1];
        long m4 = scales[0], n4 = scales[1], m5 = scales[2], n5 = scales[3], m6 = scales[4], n6 = scales[5], m7 = scales[6], n7 = scales[7];
        long start4 = scales[8], start5 = scales[9], start6 = scales[10], start7 = scales[11];
        long[] x = _input.Values;
        long[] values = _output.Values;
        long[] sums = _sums;
        int[] windows = _windows;
        int[] targets = _targets;
        byte[] table = _table;
        long zero = _output.Zero[block];
        long zero1 = _output.Zero[block + 1];
        int top = _topShift;
        int shift = _shift;
        int bits = _output.Bits;
        int two = 2 * bits;
        bool isFirst = pass == 0;
        bool isLast = pass == _passes - 1;
        int offset = FirstGroup(pass);
        int next = _input.RowLongs;

        // From a pixel to its neighbours on the right.
        int groups = _input.Groups;
        int middle = groups, middle1 = groups + 1;
        int right = (2 * groups), right1 = (2 * groups) + 1;
        for (int i = _count; i != 0;)
        {
            i--;
            int window = windows[i];
            int at = (window >> MarkBits) + offset;
            long s0 = start0, s1 = start1, s2 = start2, s3 = start3, s4 = start4, s5 = start5, s6 = start6, s7 = start7;
            if (!isFirst)
            {
                int from = 2 * HeldOutputs * i;
                s0 = sums[from];
                s1 = sums[from + 1];
                s2 = sums[from + 2];
                s3 = sums[from + 3];
                s4 = sums[from + 4];
                s5 = sums[from + 5];
                s6 = sums[from + 6];
                s7 = sums[from + 7];
            }

            if ((window & 7) != 0)
            {
                if ((window & 1) != 0)
                {
                    long x0 = x[at], x1 = x[at + 1];
                    s0 += (a0 * x0) + (a1 * x1);
                    s1 += (b0 * x0) + (b1 * x1);
                    s2 += (c0 * x0) + (c1 * x1);
                    s3 += (d0 * x0) + (d1 * x1);
                    s4 += (e0 * x0) + (e1 * x1);
                    s5 += (f0 * x0) + (f1 * x1);
                    s6 += (g0 * x0) + (g1 * x1);
                    s7 += (h0 * x0) + (h1 * x1);
                }

                if ((window & 2) != 0)
                {
                    long x0 = x[at + middle], x1 = x[at + middle1];
                    s0 += (a2 * x0) + (a3 * x1);
                    s1 += (b2 * x0) + (b3 * x1);
                    s2 += (c2 * x0) + (c3 * x1);
                    s3 += (d2 * x0) + (d3 * x1);
                    s4 += (e2 * x0) + (e3 * x1);
                    s5 += (f2 * x0) + (f3 * x1);
                    s6 += (g2 * x0) + (g3 * x1);
                    s7 += (h2 * x0) + (h3 * x1);
                }

                if ((window & 4) != 0)
                {
                    long x0 = x[at + right], x1 = x[at + right1];
                    s0 += (a4 * x0) + (a5 * x1);
                    s1 += (b4 * x0) + (b5 * x1);
                    s2 += (c4 * x0) + (c5 * x1);
                    s3 += (d4 * x0) + (d5 * x1);
                    s4 += (e4 * x0) + (e5 * x1);
                    s5 += (f4 * x0) + (f5 * x1);
                    s6 += (g4 * x0) + (g5 * x1);
                    s7 += (h4 * x0) + (h5 * x1);
                }
            }

            at += next;
            if ((window & 56) != 0)
            {
                if ((window & 8) != 0)
                {
                    long x0 = x[at], x1 = x[at + 1];
                    s0 += (a6 * x0) + (a7 * x1);
                    s1 += (b6 * x0) + (b7 * x1);
                    s2 += (c6 * x0) + (c7 * x1);
                    s3 += (d6 * x0) + (d7 * x1);
                    s4 += (e6 * x0) + (e7 * x1);
                    s5 += (f6 * x0) + (f7 * x1);
                    s6 += (g6 * x0) + (g7 * x1);
                    s7 += (h6 * x0) + (h7 * x1);
                }

                if ((window & 16) != 0)
                {
                    long x0 = x[at + middle], x1 = x[at + middle1];
                    s0 += (a8 * x0) + (a9 * x1);
                    s1 += (b8 * x0) + (b9 * x1);
                    s2 += (c8 * x0) + (c9 * x1);
                    s3 += (d8 * x0) + (d9 * x1);
                    s4 += (e8 * x0) + (e9 * x1);
                    s5 += (f8 * x0) + (f9 * x1);
                    s6 += (g8 * x0) + (g9 * x1);
                    s7 += (h8 * x0) + (h9 * x1);
                }

                if ((window & 32) != 0)
                {
                    long x0 = x[at + right], x1 = x[at + right1];
                    s0 += (a10 * x0) + (a11 * x1);
                    s1 += (b10 * x0) + (b11 * x1);
                    s2 += (c10 * x0) + (c11 * x1);
                    s3 += (d10 * x0) + (d11 * x1);
                    s4 += (e10 * x0) + (e11 * x1);
                    s5 += (f10 * x0) + (f11 * x1);
                    s6 += (g10 * x0) + (g11 * x1);
                    s7 += (h10 * x0) + (h11 * x1);
                }
            }

            at += next;
            if ((window & 448) != 0)
            {
                if ((window & 64) != 0)
                {
                    long x0 = x[at], x1 = x[at + 1];
                    s0 += (a12 * x0) + (a13 * x1);
                    s1 += (b12 * x0) + (b13 * x1);
                    s2 += (c12 * x0) + (c13 * x1);
                    s3 += (d12 * x0) + (d13 * x1);
                    s4 += (e12 * x0) + (e13 * x1);
                    s5 += (f12 * x0) + (f13 * x1);
                    s6 += (g12 * x0) + (g13 * x1);
                    s7 += (h12 * x0) + (h13 * x1);
                }

                if ((window & 128) != 0)
                {
                    long x0 = x[at + middle], x1 = x[at + middle1];
                    s0 += (a14 * x0) + (a15 * x1);
                    s1 += (b14 * x0) + (b15 * x1);
                    s2 += (c14 * x0) + (c15 * x1);
                    s3 += (d14 * x0) + (d15 * x1);
                    s4 += (e14 * x0) + (e15 * x1);
                    s5 += (f14 * x0) + (f15 * x1);
                    s6 += (g14 * x0) + (g15 * x1);
                    s7 += (h14 * x0) + (h15 * x1);
                }

                if ((window & 256) != 0)
                {
                    long x0 = x[at + right], x1 = x[at + right1];
                    s0 += (a16 * x0) + (a17 * x1);
                    s1 += (b16 * x0) + (b17 * x1);
                    s2 += (c16 * x0) + (c17 * x1);
                    s3 += (d16 * x0) + (d17 * x1);
                    s4 += (e16 * x0) + (e17 * x1);
                    s5 += (f16 * x0) + (f17 * x1);
                    s6 += (g16 * x0) + (g17 * x1);
                    s7 += (h16 * x0) + (h17 * x1);
                }
            }

            if (isLast)
            {
                int high = (table[(int)((((s3 >> top) * m3) + n3) >> shift)] << bits) | table[(int)((((s2 >> top) * m2) + n2) >> shift)];
                int low = (table[(int)((((s1 >> top) * m1) + n1) >> shift)] << bits) | table[(int)((((s0 >> top) * m0) + n0) >> shift)];
                values[targets[i] + block] = ((long)high << two) + low - zero;
                high = (table[(int)((((s7 >> top) * m7) + n7) >> shift)] << bits) | table[(int)((((s6 >> top) * m6) + n6) >> shift)];
                low = (table[(int)((((s5 >> top) * m5) + n5) >> shift)] << bits) | table[(int)((((s4 >> top) * m4) + n4) >> shift)];
                values[targets[i] + block + 1] = ((long)high << two) + low - zero1;
            }
            else
            {
                int to = 2 * HeldOutputs * i;
                sums[to] = s0;
                sums[to + 1] = s1;
                sums[to + 2] = s2;
                sums[to + 3] = s3;
                sums[to + 4] = s4;
                sums[to + 5] = s5;
                sums[to + 6] = s6;
                sums[to + 7] = s7;
            }
        }
    }
}
