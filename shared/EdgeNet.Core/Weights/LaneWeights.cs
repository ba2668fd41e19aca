namespace EdgeNet.Core;

/// <summary>
/// The fast form: three or four weights in the lanes of a long, as its <see cref="LanePlan"/> has proved to be exact. Costs 2.7 or 2
/// bytes per weight.
/// </summary>
internal sealed class LaneWeights : PackedWeights
{
    private const int MostColumns = 12;

    private readonly int _outputs;
    private readonly int _columns;
    private readonly bool _onesOnly;
    private readonly long[][] _pieces;
    private readonly long[] _lanes = new long[MostColumns];

    public LaneWeights(MatrixInfo matrix, byte[] file, LanePlan plan, int maxInput, bool skipsZeros)
        : base(matrix, skipsZeros || maxInput == 1)
    {
        // Additions alone need inputs that are one, each of them.
        _outputs = matrix.Outputs;
        Plan = plan;
        _onesOnly = maxInput == 1;
        _columns = PaddedColumns(matrix, plan, _onesOnly);
        int columns = plan.Columns(matrix);
        _pieces = new long[(plan.Starts.Length - 1) * _columns][];
        byte[] row = new byte[columns * plan.Lanes];
        for (int s = 0; s < plan.Starts.Length - 1; s++)
        {
            int first = plan.Starts[s];
            int count = plan.Starts[s + 1] - first;
            for (int c = 0; c < _columns; c++)
            {
                // A column beyond the last refers to the last again: it needs no memory, and its sums are not read.
                int at = (s * _columns) + c;
                _pieces[at] = c < columns ? new long[count + 1] : _pieces[at - 1];
            }

            for (int i = 0; i < count; i++)
            {
                WeightRows.Read(file, matrix, first + i, row);
                Pack(row, s * _columns, columns, i);
            }
        }
    }

    /// <summary>How the weights are laid out.</summary>
    public readonly LanePlan Plan;

    public static int RequiredRam(MatrixInfo matrix, LanePlan plan, int maxInput)
    {
        int columns = plan.Columns(matrix);
        int segments = plan.Starts.Length - 1;
        int bytes = Ram.ObjectBytes(FieldCount + 6) + Ram.ObjectBytes(3) + Ram.ArrayBytes(2, segments + 1)
            + Ram.ArrayBytes(8, MostColumns) + Ram.ArrayBytes(Ram.ReferenceBytes, PaddedColumns(matrix, plan, maxInput == 1) * segments);
        for (int s = 0; s < segments; s++)
        {
            bytes += columns * Ram.ArrayBytes(8, plan.Starts[s + 1] - plan.Starts[s] + 1);
        }

        return bytes;
    }

    // Whole blocks of four, and of eight where only those are.
    private static int PaddedColumns(MatrixInfo matrix, LanePlan plan, bool onesOnly)
    {
        int block = onesOnly ? 8 : 4;
        return (plan.Columns(matrix) + block - 1) / block * block;
    }

    public override void Accumulate(byte[] x, bool found, ActiveInputs active, int[] sums)
    {
        short[] starts = Plan.Starts;
        for (int s = 0; s < starts.Length - 1; s++)
        {
            Find(x, found, starts[s], starts[s + 1] - starts[s], active);
            int first = s * _columns;
            int end = first + _columns;
            for (int column = first; column < end;)
            {
                int count = BlockColumns(end - column);
                switch (count)
                {
                    case 4:
                        AddFour(column, active);
                        break;
                    case 8:
                        if (_onesOnly)
                        {
                            AddEightOnes(column, active);
                        }
                        else
                        {
                            AddEight(column, active);
                        }

                        break;
                    default:
                        AddTwelve(column, active);
                        break;
                }

                Unpack(sums, column - first, count);
                column += count;
            }
        }
    }

    // Twelve are the 32 outputs that most layers have, in lanes of 21 bits.
    private int BlockColumns(int left)
    {
        return _onesOnly || left == 8 || left >= 16 ? 8 : left == 12 ? 12 : 4;
    }

    // The weights of one input, from the last output of a long to the first, each becoming the lowest lane.
    private void Pack(byte[] row, int piece, int columns, int at)
    {
        long[][] pieces = _pieces;
        int bits = Plan.Bits;
        int output = 0;
        int end = piece + columns;
        if (Plan.Lanes == 3)
        {
            for (; piece < end; piece++)
            {
                pieces[piece][at] = ((((long)(sbyte)row[output + 2] << bits) + (sbyte)row[output + 1]) << bits) + (sbyte)row[output];
                output += 3;
            }
        }
        else
        {
            for (; piece < end; piece++)
            {
                long high = ((long)(sbyte)row[output + 3] << bits) + (sbyte)row[output + 2];
                pieces[piece][at] = (((high << bits) + (sbyte)row[output + 1]) << bits) + (sbyte)row[output];
                output += 4;
            }
        }
    }

    private void AddTwelve(int column, ActiveInputs active)
    {
        long[][] pieces = _pieces;
        long[] w0 = pieces[column], w1 = pieces[column + 1], w2 = pieces[column + 2], w3 = pieces[column + 3];
        long[] w4 = pieces[column + 4], w5 = pieces[column + 5], w6 = pieces[column + 6], w7 = pieces[column + 7];
        long[] w8 = pieces[column + 8], w9 = pieces[column + 9], w10 = pieces[column + 10], w11 = pieces[column + 11];
        long a0 = 0, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0, a7 = 0;
        long a8 = 0, a9 = 0, a10 = 0, a11 = 0;
        short[] positions = active.Positions;
        byte[] values = active.Values;
        for (int n = active.PairedCount - 1; n > 0; n -= 2)
        {
            int i = positions[n];
            long x = values[i];
            int j = positions[n - 1];
            long y = values[j];
            a0 += (w0[i] * x) + (w0[j] * y);
            a1 += (w1[i] * x) + (w1[j] * y);
            a2 += (w2[i] * x) + (w2[j] * y);
            a3 += (w3[i] * x) + (w3[j] * y);
            a4 += (w4[i] * x) + (w4[j] * y);
            a5 += (w5[i] * x) + (w5[j] * y);
            a6 += (w6[i] * x) + (w6[j] * y);
            a7 += (w7[i] * x) + (w7[j] * y);
            a8 += (w8[i] * x) + (w8[j] * y);
            a9 += (w9[i] * x) + (w9[j] * y);
            a10 += (w10[i] * x) + (w10[j] * y);
            a11 += (w11[i] * x) + (w11[j] * y);
        }

        long[] lanes = _lanes;
        lanes[0] = a0;
        lanes[1] = a1;
        lanes[2] = a2;
        lanes[3] = a3;
        lanes[4] = a4;
        lanes[5] = a5;
        lanes[6] = a6;
        lanes[7] = a7;
        lanes[8] = a8;
        lanes[9] = a9;
        lanes[10] = a10;
        lanes[11] = a11;
    }

    private void AddEight(int column, ActiveInputs active)
    {
        long[][] pieces = _pieces;
        long[] w0 = pieces[column], w1 = pieces[column + 1], w2 = pieces[column + 2], w3 = pieces[column + 3];
        long[] w4 = pieces[column + 4], w5 = pieces[column + 5], w6 = pieces[column + 6], w7 = pieces[column + 7];
        long a0 = 0, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0, a7 = 0;
        short[] positions = active.Positions;
        byte[] values = active.Values;
        for (int n = active.PairedCount - 1; n > 0; n -= 2)
        {
            int i = positions[n];
            long x = values[i];
            int j = positions[n - 1];
            long y = values[j];
            a0 += (w0[i] * x) + (w0[j] * y);
            a1 += (w1[i] * x) + (w1[j] * y);
            a2 += (w2[i] * x) + (w2[j] * y);
            a3 += (w3[i] * x) + (w3[j] * y);
            a4 += (w4[i] * x) + (w4[j] * y);
            a5 += (w5[i] * x) + (w5[j] * y);
            a6 += (w6[i] * x) + (w6[j] * y);
            a7 += (w7[i] * x) + (w7[j] * y);
        }

        long[] lanes = _lanes;
        lanes[0] = a0;
        lanes[1] = a1;
        lanes[2] = a2;
        lanes[3] = a3;
        lanes[4] = a4;
        lanes[5] = a5;
        lanes[6] = a6;
        lanes[7] = a7;
    }

    private void AddFour(int column, ActiveInputs active)
    {
        long[][] pieces = _pieces;
        long[] w0 = pieces[column], w1 = pieces[column + 1], w2 = pieces[column + 2], w3 = pieces[column + 3];
        long a0 = 0, a1 = 0, a2 = 0, a3 = 0;
        short[] positions = active.Positions;
        byte[] values = active.Values;
        for (int n = active.PairedCount - 1; n > 0; n -= 2)
        {
            int i = positions[n];
            long x = values[i];
            int j = positions[n - 1];
            long y = values[j];
            a0 += (w0[i] * x) + (w0[j] * y);
            a1 += (w1[i] * x) + (w1[j] * y);
            a2 += (w2[i] * x) + (w2[j] * y);
            a3 += (w3[i] * x) + (w3[j] * y);
        }

        long[] lanes = _lanes;
        lanes[0] = a0;
        lanes[1] = a1;
        lanes[2] = a2;
        lanes[3] = a3;
    }

    // Inputs of one bit need no multiplication.
    private void AddEightOnes(int column, ActiveInputs active)
    {
        long[][] pieces = _pieces;
        long[] w0 = pieces[column], w1 = pieces[column + 1], w2 = pieces[column + 2], w3 = pieces[column + 3];
        long[] w4 = pieces[column + 4], w5 = pieces[column + 5], w6 = pieces[column + 6], w7 = pieces[column + 7];
        long a0 = 0, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0, a7 = 0;
        short[] positions = active.Positions;
        for (int n = active.PairedCount - 1; n > 0; n -= 2)
        {
            int i = positions[n];
            int j = positions[n - 1];
            a0 += w0[i] + w0[j];
            a1 += w1[i] + w1[j];
            a2 += w2[i] + w2[j];
            a3 += w3[i] + w3[j];
            a4 += w4[i] + w4[j];
            a5 += w5[i] + w5[j];
            a6 += w6[i] + w6[j];
            a7 += w7[i] + w7[j];
        }

        long[] lanes = _lanes;
        lanes[0] = a0;
        lanes[1] = a1;
        lanes[2] = a2;
        lanes[3] = a3;
        lanes[4] = a4;
        lanes[5] = a5;
        lanes[6] = a6;
        lanes[7] = a7;
    }

    private void Unpack(int[] sums, int column, int count)
    {
        long[] all = _lanes;
        int lanes = Plan.Lanes;
        int bits = Plan.Bits;
        int unused = 64 - bits;
        int output = column * lanes;
        int c = 0;
        if (lanes == 3)
        {
            // The same as below with the loop over the lanes undone; x[i] = x[i] + y costs an interpreter less than x[i] += y.
            for (; c < count && output + 3 <= _outputs; c++)
            {
                long packed = all[c];
                long lane = (packed << 43) >> 43;
                sums[output] = sums[output] + (int)lane;
                packed = (packed - lane) >> 21;
                lane = (packed << 43) >> 43;
                sums[output + 1] = sums[output + 1] + (int)lane;
                sums[output + 2] = sums[output + 2] + (int)((packed - lane) >> 21);
                output += 3;
            }
        }

        for (; c < count; c++)
        {
            long packed = all[c];
            int end = output + lanes < _outputs ? output + lanes : _outputs;
            for (; output < end; output++)
            {
                // The lowest lane with its sign; what it borrowed from the others goes back to them.
                long lane = (packed << unused) >> unused;
                sums[output] += (int)lane;
                packed = (packed - lane) >> bits;
            }
        }
    }
}
