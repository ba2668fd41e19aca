namespace EdgeNet.Core;

/// <content>Four outputs of all windows that were found, as far as three longs of each pixel go.</content>
internal sealed partial class HeldStage
{
    private void AddThree(int block, int pass)
    {
        long[] w = _weights[(block * _passes) + pass];
        long a0 = w[0], a1 = w[1], a2 = w[2], a3 = w[3], a4 = w[4], a5 = w[5], a6 = w[6], a7 = w[7], a8 = w[8];
        long a9 = w[9], a10 = w[10], a11 = w[11], a12 = w[12], a13 = w[13], a14 = w[14], a15 = w[15], a16 = w[16], a17 = w[17];
        long a18 = w[18], a19 = w[19], a20 = w[20], a21 = w[21], a22 = w[22], a23 = w[23], a24 = w[24], a25 = w[25], a26 = w[26];
        long b0 = w[27], b1 = w[28], b2 = w[29], b3 = w[30], b4 = w[31], b5 = w[32], b6 = w[33], b7 = w[34], b8 = w[35];
        long b9 = w[36], b10 = w[37], b11 = w[38], b12 = w[39], b13 = w[40], b14 = w[41], b15 = w[42], b16 = w[43], b17 = w[44];
        long b18 = w[45], b19 = w[46], b20 = w[47], b21 = w[48], b22 = w[49], b23 = w[50], b24 = w[51], b25 = w[52], b26 = w[53];
        long c0 = w[54], c1 = w[55], c2 = w[56], c3 = w[57], c4 = w[58], c5 = w[59], c6 = w[60], c7 = w[61], c8 = w[62];
        long c9 = w[63], c10 = w[64], c11 = w[65], c12 = w[66], c13 = w[67], c14 = w[68], c15 = w[69], c16 = w[70], c17 = w[71];
        long c18 = w[72], c19 = w[73], c20 = w[74], c21 = w[75], c22 = w[76], c23 = w[77], c24 = w[78], c25 = w[79], c26 = w[80];
        long d0 = w[81], d1 = w[82], d2 = w[83], d3 = w[84], d4 = w[85], d5 = w[86], d6 = w[87], d7 = w[88], d8 = w[89];
        long d9 = w[90], d10 = w[91], d11 = w[92], d12 = w[93], d13 = w[94], d14 = w[95], d15 = w[96], d16 = w[97], d17 = w[98];
        long d18 = w[99], d19 = w[100], d20 = w[101], d21 = w[102], d22 = w[103], d23 = w[104], d24 = w[105], d25 = w[106], d26 = w[107];
        long[] scales = _scales[block];
        long m0 = scales[0], n0 = scales[1], m1 = scales[2], n1 = scales[3], m2 = scales[4], n2 = scales[5], m3 = scales[6], n3 = scales[7];
        long start0 = scales[8], start1 = scales[9], start2 = scales[10], start3 = scales[11];
        long[] x = _input.Values;
        long[] values = _output.Values;
        long[] sums = _sums;
        int[] windows = _windows;
        int[] targets = _targets;
        byte[] table = _table;
        long zero = _output.Zero[block];
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
        int middle = groups, middle1 = groups + 1, middle2 = groups + 2;
        int right = (2 * groups), right1 = (2 * groups) + 1, right2 = (2 * groups) + 2;
        for (int i = _count; i != 0;)
        {
            i--;
            int window = windows[i];
            int at = (window >> MarkBits) + offset;
            long s0 = start0, s1 = start1, s2 = start2, s3 = start3;
            if (!isFirst)
            {
                int from = HeldOutputs * i;
                s0 = sums[from];
                s1 = sums[from + 1];
                s2 = sums[from + 2];
                s3 = sums[from + 3];
            }

            if ((window & 7) != 0)
            {
                if ((window & 1) != 0)
                {
                    long x0 = x[at], x1 = x[at + 1], x2 = x[at + 2];
                    s0 += (a0 * x0) + (a1 * x1) + (a2 * x2);
                    s1 += (b0 * x0) + (b1 * x1) + (b2 * x2);
                    s2 += (c0 * x0) + (c1 * x1) + (c2 * x2);
                    s3 += (d0 * x0) + (d1 * x1) + (d2 * x2);
                }

                if ((window & 2) != 0)
                {
                    long x0 = x[at + middle], x1 = x[at + middle1], x2 = x[at + middle2];
                    s0 += (a3 * x0) + (a4 * x1) + (a5 * x2);
                    s1 += (b3 * x0) + (b4 * x1) + (b5 * x2);
                    s2 += (c3 * x0) + (c4 * x1) + (c5 * x2);
                    s3 += (d3 * x0) + (d4 * x1) + (d5 * x2);
                }

                if ((window & 4) != 0)
                {
                    long x0 = x[at + right], x1 = x[at + right1], x2 = x[at + right2];
                    s0 += (a6 * x0) + (a7 * x1) + (a8 * x2);
                    s1 += (b6 * x0) + (b7 * x1) + (b8 * x2);
                    s2 += (c6 * x0) + (c7 * x1) + (c8 * x2);
                    s3 += (d6 * x0) + (d7 * x1) + (d8 * x2);
                }
            }

            at += next;
            if ((window & 56) != 0)
            {
                if ((window & 8) != 0)
                {
                    long x0 = x[at], x1 = x[at + 1], x2 = x[at + 2];
                    s0 += (a9 * x0) + (a10 * x1) + (a11 * x2);
                    s1 += (b9 * x0) + (b10 * x1) + (b11 * x2);
                    s2 += (c9 * x0) + (c10 * x1) + (c11 * x2);
                    s3 += (d9 * x0) + (d10 * x1) + (d11 * x2);
                }

                if ((window & 16) != 0)
                {
                    long x0 = x[at + middle], x1 = x[at + middle1], x2 = x[at + middle2];
                    s0 += (a12 * x0) + (a13 * x1) + (a14 * x2);
                    s1 += (b12 * x0) + (b13 * x1) + (b14 * x2);
                    s2 += (c12 * x0) + (c13 * x1) + (c14 * x2);
                    s3 += (d12 * x0) + (d13 * x1) + (d14 * x2);
                }

                if ((window & 32) != 0)
                {
                    long x0 = x[at + right], x1 = x[at + right1], x2 = x[at + right2];
                    s0 += (a15 * x0) + (a16 * x1) + (a17 * x2);
                    s1 += (b15 * x0) + (b16 * x1) + (b17 * x2);
                    s2 += (c15 * x0) + (c16 * x1) + (c17 * x2);
                    s3 += (d15 * x0) + (d16 * x1) + (d17 * x2);
                }
            }

            at += next;
            if ((window & 448) != 0)
            {
                if ((window & 64) != 0)
                {
                    long x0 = x[at], x1 = x[at + 1], x2 = x[at + 2];
                    s0 += (a18 * x0) + (a19 * x1) + (a20 * x2);
                    s1 += (b18 * x0) + (b19 * x1) + (b20 * x2);
                    s2 += (c18 * x0) + (c19 * x1) + (c20 * x2);
                    s3 += (d18 * x0) + (d19 * x1) + (d20 * x2);
                }

                if ((window & 128) != 0)
                {
                    long x0 = x[at + middle], x1 = x[at + middle1], x2 = x[at + middle2];
                    s0 += (a21 * x0) + (a22 * x1) + (a23 * x2);
                    s1 += (b21 * x0) + (b22 * x1) + (b23 * x2);
                    s2 += (c21 * x0) + (c22 * x1) + (c23 * x2);
                    s3 += (d21 * x0) + (d22 * x1) + (d23 * x2);
                }

                if ((window & 256) != 0)
                {
                    long x0 = x[at + right], x1 = x[at + right1], x2 = x[at + right2];
                    s0 += (a24 * x0) + (a25 * x1) + (a26 * x2);
                    s1 += (b24 * x0) + (b25 * x1) + (b26 * x2);
                    s2 += (c24 * x0) + (c25 * x1) + (c26 * x2);
                    s3 += (d24 * x0) + (d25 * x1) + (d26 * x2);
                }
            }

            if (isLast)
            {
                int high = (table[(int)((((s3 >> top) * m3) + n3) >> shift)] << bits) | table[(int)((((s2 >> top) * m2) + n2) >> shift)];
                int low = (table[(int)((((s1 >> top) * m1) + n1) >> shift)] << bits) | table[(int)((((s0 >> top) * m0) + n0) >> shift)];
                values[targets[i] + block] = ((long)high << two) + low - zero;
            }
            else
            {
                int to = HeldOutputs * i;
                sums[to] = s0;
                sums[to + 1] = s1;
                sums[to + 2] = s2;
                sums[to + 3] = s3;
            }
        }
    }
}
