using System;

namespace EdgeNet.Core;

/// <summary>
/// The compact form: one byte per weight, eight outputs in a long. A weight is stored as w + 128, so that no lane is negative; of each sum
/// 128 times the sum of the inputs is subtracted at the end. Masking every fourth byte leaves two weights with 24 zero bits above
/// each, which are multiplied with an input and summed up without touching one another. For every second of these pairs a shift is
/// saved: it stays eight bits higher, which leaves 24 bits for its upper lane, enough for 256 inputs: 255 * 255 * 256 is below 2^24.
/// Where inputs are narrow, masking every second byte leaves four weights for one multiplication; 16 bits hold the sums of as many
/// inputs as 65,535 / (255 * the largest input), and then they are emptied into lanes of 32 bits.
/// </summary>
internal sealed class ByteWeights : PackedWeights
{
    private const int OutputsPerColumn = 8;
    private const int WideColumns = 4;
    private const long EveryFourth = 0x000000FF000000FF;
    private const long EveryFourthShifted = EveryFourth << 8;
    private const int ShiftedTerms = 256;
    private const int ShiftedBits = 8;
    private const long EverySecond = 0x00FF00FF00FF00FF;
    private const long EverySecondPair = 0x0000FFFF0000FFFF;
    private const long EveryHighestBit = -0x7F7F7F7F7F7F7F80;
    private const int Offset = 128;

    // Inputs up to this one are narrow: eight of them fit before 16 bits must be emptied.
    private const int MaxNarrowInput = 31;

    private const int WideColumnCost = 1390;
    private const int NarrowColumnCost = 800;
    private const int NarrowEmptyCost = 1200;
    private const int BlockCost = 600;
    private const int EmptyCost = 700;

    private readonly int _outputs;
    private readonly int _columns;
    private readonly long[][] _pieces;
    private readonly long[] _lanes = new long[4 * WideColumns];
    private readonly int _narrowTerms;
    private int _inputSum;

    public ByteWeights(MatrixInfo matrix, byte[] file, int maxInput, bool skipsZeros)
        : base(matrix, skipsZeros)
    {
        _narrowTerms = maxInput <= MaxNarrowInput ? 65535 / (255 * maxInput) & ~1 : 0;
        _outputs = matrix.Outputs;
        _columns = Columns(matrix);
        _pieces = new long[Chunks(matrix) * _columns][];
        byte[] row = new byte[_columns * OutputsPerColumn];
        for (int first = 0; first < Terms; first += ActiveInputs.MaxCount)
        {
            int count = Terms - first < ActiveInputs.MaxCount ? Terms - first : ActiveInputs.MaxCount;
            int piece = first / ActiveInputs.MaxCount * _columns;
            for (int c = 0; c < _columns; c++)
            {
                _pieces[piece + c] = new long[count + 1];
            }

            for (int i = 0; i < count; i++)
            {
                WeightRows.Read(file, matrix, first + i, row);
                Pack(row, piece, i);
            }
        }
    }

    public static int RequiredRam(MatrixInfo matrix)
    {
        int columns = Columns(matrix);
        int chunks = Chunks(matrix);
        int last = matrix.Terms - ((chunks - 1) * ActiveInputs.MaxCount);
        return Ram.ObjectBytes(FieldCount + 6)
            + Ram.ArrayBytes(8, 4 * WideColumns)
            + Ram.ArrayBytes(Ram.ReferenceBytes, columns * chunks)
            + (columns * (chunks - 1) * Ram.ArrayBytes(8, ActiveInputs.MaxCount + 1))
            + (columns * Ram.ArrayBytes(8, last + 1));
    }

    /// <summary>About how many native instructions a board's interpreter executes for the sums.</summary>
    public static int Cost(MatrixInfo matrix, int maxInput, int usedInputs)
    {
        int columns = Columns(matrix);
        int column = maxInput > MaxNarrowInput ? WideColumnCost : NarrowColumnCost + (NarrowEmptyCost * 255 * maxInput / 65535);
        return (usedInputs * ((columns * column) + ((columns + WideColumns - 1) / WideColumns * BlockCost))) + (matrix.Outputs * EmptyCost);
    }

    public override void Accumulate(byte[] x, bool found, ActiveInputs active, int[] sums)
    {
        for (int first = 0; first < Terms; first += ActiveInputs.MaxCount)
        {
            Find(x, found, first, Terms - first < ActiveInputs.MaxCount ? Terms - first : ActiveInputs.MaxCount, active);
            int column = first / ActiveInputs.MaxCount * _columns;
            int end = column + _columns;
            int output = 0;
            for (; column + WideColumns <= end; column += WideColumns)
            {
                if (_narrowTerms > 0)
                {
                    AddFourNarrow(_pieces[column], _pieces[column + 1], _pieces[column + 2], _pieces[column + 3], active);
                    Unpack(sums, output, WideColumns, 0);
                }
                else
                {
                    for (int n = active.PairedCount - 1; n > 0; n -= ShiftedTerms)
                    {
                        AddFour(_pieces[column], _pieces[column + 1], _pieces[column + 2], _pieces[column + 3], active, n);
                        Unpack(sums, output, WideColumns, ShiftedBits);
                    }
                }

                output += WideColumns * OutputsPerColumn;
            }

            for (; column < end; column++)
            {
                for (int n = active.PairedCount - 1; n > 0; n -= ShiftedTerms)
                {
                    AddOne(_pieces[column], active, n);
                    Unpack(sums, output, 1, ShiftedBits);
                }

                output += OutputsPerColumn;
            }
        }
    }

    private static int Columns(MatrixInfo matrix)
    {
        return (matrix.Outputs + OutputsPerColumn - 1) / OutputsPerColumn;
    }

    private static int Chunks(MatrixInfo matrix)
    {
        return (matrix.Terms + ActiveInputs.MaxCount - 1) / ActiveInputs.MaxCount;
    }

    // The bytes of a row as they are, the first output lowest. w + 128 as a byte is w with its highest bit turned over.
    private void Pack(byte[] row, int piece, int at)
    {
        long[][] pieces = _pieces;
        int end = piece + _columns;
        for (int output = 0; piece < end; output += OutputsPerColumn)
        {
            pieces[piece++][at] = BitConverter.ToInt64(row, output) ^ EveryHighestBit;
        }
    }

    // Four columns, two inputs per turn: every sum is loaded and stored half as often.
    private void AddFour(long[] w0, long[] w1, long[] w2, long[] w3, ActiveInputs active, int n)
    {
        long a0 = 0, a1 = 0, a2 = 0, a3 = 0, b0 = 0, b1 = 0, b2 = 0, b3 = 0;
        long c0 = 0, c1 = 0, c2 = 0, c3 = 0, d0 = 0, d1 = 0, d2 = 0, d3 = 0;
        long sum = 0;
        long mask = EveryFourth;
        long shifted = EveryFourthShifted;
        short[] positions = active.Positions;
        byte[] values = active.Values;
        int stop = n < ShiftedTerms ? 0 : n - ShiftedTerms;
        for (; n > stop; n -= 2)
        {
            int i = positions[n];
            long x = values[i];
            int j = positions[n - 1];
            long y = values[j];
            sum += x + y;
            long v = w0[i];
            long u = w0[j];
            a0 += ((v & mask) * x) + ((u & mask) * y);
            a1 += ((v & shifted) * x) + ((u & shifted) * y);
            a2 += (((v >> 16) & mask) * x) + (((u >> 16) & mask) * y);
            a3 += (((v >> 16) & shifted) * x) + (((u >> 16) & shifted) * y);
            v = w1[i];
            u = w1[j];
            b0 += ((v & mask) * x) + ((u & mask) * y);
            b1 += ((v & shifted) * x) + ((u & shifted) * y);
            b2 += (((v >> 16) & mask) * x) + (((u >> 16) & mask) * y);
            b3 += (((v >> 16) & shifted) * x) + (((u >> 16) & shifted) * y);
            v = w2[i];
            u = w2[j];
            c0 += ((v & mask) * x) + ((u & mask) * y);
            c1 += ((v & shifted) * x) + ((u & shifted) * y);
            c2 += (((v >> 16) & mask) * x) + (((u >> 16) & mask) * y);
            c3 += (((v >> 16) & shifted) * x) + (((u >> 16) & shifted) * y);
            v = w3[i];
            u = w3[j];
            d0 += ((v & mask) * x) + ((u & mask) * y);
            d1 += ((v & shifted) * x) + ((u & shifted) * y);
            d2 += (((v >> 16) & mask) * x) + (((u >> 16) & mask) * y);
            d3 += (((v >> 16) & shifted) * x) + (((u >> 16) & shifted) * y);
        }

        _inputSum = (int)sum;
        long[] lanes = _lanes;
        lanes[0] = a0;
        lanes[1] = a1;
        lanes[2] = a2;
        lanes[3] = a3;
        lanes[4] = b0;
        lanes[5] = b1;
        lanes[6] = b2;
        lanes[7] = b3;
        lanes[8] = c0;
        lanes[9] = c1;
        lanes[10] = c2;
        lanes[11] = c3;
        lanes[12] = d0;
        lanes[13] = d1;
        lanes[14] = d2;
        lanes[15] = d3;
    }

    // Sums in 16 bits: even bytes in e, odd bytes in o, emptied into lanes of 32 bits before they could overflow.
    private void AddFourNarrow(long[] w0, long[] w1, long[] w2, long[] w3, ActiveInputs active)
    {
        long[] lanes = _lanes;
        Array.Clear(lanes, 0, lanes.Length);
        long sum = 0;
        long mask = EverySecond;
        short[] positions = active.Positions;
        byte[] values = active.Values;
        for (int n = active.PairedCount - 1; n > 0;)
        {
            long e0 = 0, o0 = 0, e1 = 0, o1 = 0, e2 = 0, o2 = 0, e3 = 0, o3 = 0;
            int stop = n - _narrowTerms;
            stop = stop < 0 ? 0 : stop;
            for (; n > stop; n -= 2)
            {
                int i = positions[n];
                long x = values[i];
                int j = positions[n - 1];
                long y = values[j];
                sum += x + y;
                long v = w0[i];
                long u = w0[j];
                e0 += ((v & mask) * x) + ((u & mask) * y);
                o0 += (((v >> 8) & mask) * x) + (((u >> 8) & mask) * y);
                v = w1[i];
                u = w1[j];
                e1 += ((v & mask) * x) + ((u & mask) * y);
                o1 += (((v >> 8) & mask) * x) + (((u >> 8) & mask) * y);
                v = w2[i];
                u = w2[j];
                e2 += ((v & mask) * x) + ((u & mask) * y);
                o2 += (((v >> 8) & mask) * x) + (((u >> 8) & mask) * y);
                v = w3[i];
                u = w3[j];
                e3 += ((v & mask) * x) + ((u & mask) * y);
                o3 += (((v >> 8) & mask) * x) + (((u >> 8) & mask) * y);
            }

            long pair = EverySecondPair;
            lanes[0] += e0 & pair;
            lanes[1] += o0 & pair;
            lanes[2] += (e0 >> 16) & pair;
            lanes[3] += (o0 >> 16) & pair;
            lanes[4] += e1 & pair;
            lanes[5] += o1 & pair;
            lanes[6] += (e1 >> 16) & pair;
            lanes[7] += (o1 >> 16) & pair;
            lanes[8] += e2 & pair;
            lanes[9] += o2 & pair;
            lanes[10] += (e2 >> 16) & pair;
            lanes[11] += (o2 >> 16) & pair;
            lanes[12] += e3 & pair;
            lanes[13] += o3 & pair;
            lanes[14] += (e3 >> 16) & pair;
            lanes[15] += (o3 >> 16) & pair;
        }

        _inputSum = (int)sum;
    }

    private void AddOne(long[] w, ActiveInputs active, int n)
    {
        long a0 = 0, a1 = 0, a2 = 0, a3 = 0;
        long sum = 0;
        long mask = EveryFourth;
        long shifted = EveryFourthShifted;
        short[] positions = active.Positions;
        byte[] values = active.Values;
        int stop = n < ShiftedTerms ? 0 : n - ShiftedTerms;
        for (; n > stop; n -= 2)
        {
            int i = positions[n];
            long x = values[i];
            int j = positions[n - 1];
            long y = values[j];
            sum += x + y;
            long v = w[i];
            long u = w[j];
            a0 += ((v & mask) * x) + ((u & mask) * y);
            a1 += ((v & shifted) * x) + ((u & shifted) * y);
            a2 += (((v >> 16) & mask) * x) + (((u >> 16) & mask) * y);
            a3 += (((v >> 16) & shifted) * x) + (((u >> 16) & shifted) * y);
        }

        _inputSum = (int)sum;
        long[] lanes = _lanes;
        lanes[0] = a0;
        lanes[1] = a1;
        lanes[2] = a2;
        lanes[3] = a3;
    }

    // Every second pair of lanes is some bits higher.
    private void Unpack(int[] sums, int output, int columns, int shifted)
    {
        int correction = Offset * _inputSum;
        long[] lanes = _lanes;
        int left = _outputs - output;
        int lane = 0;
        for (int c = 0; c < columns; c++)
        {
            for (int k = 0; k < 4; k++)
            {
                // Unsigned: the top lane may use the highest bit.
                long both = (k & 1) == 0 ? lanes[lane] : (long)((ulong)lanes[lane] >> shifted);
                lane++;
                if (k < left)
                {
                    sums[output + k] += (int)both - correction;
                }

                if (k + 4 < left)
                {
                    sums[output + k + 4] += (int)(both >> 32) - correction;
                }
            }

            output += OutputsPerColumn;
            left -= OutputsPerColumn;
        }
    }
}
