using System;

namespace EdgeNet.Core;

/// <summary>
/// Runs a small dense layer whose inputs are not worth looking for zeros: all inputs in locals, so that a product costs an interpreter six
/// instructions for the weights of three outputs or more, and one multiplication, addition and shift from a sum to an output.
/// Its <see cref="SmallPlan"/> has proved that this is exact.
/// </summary>
internal sealed class SmallDenseRunner : LayerRunner
{
    // Of three lanes.
    private const int WidestBits = 21;

    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _bits;
    private readonly int _shift;
    private readonly int _low;
    private readonly int _high;

    // A column: at 0 what its sums start with, then a long for each term.
    private readonly long[][] _columns;
    private readonly long[] _sums;
    private readonly long[] _multipliers;
    private readonly long[] _starts;
    private readonly bool _isHalf;

    // The inputs and the zeros that fill up; null if there is nothing to fill.
    private readonly byte[] _x;
    private readonly byte[] _table;

    /// <summary>Creates a layer.</summary>
    /// <param name="context">The model file, and where its tensors are.</param>
    /// <param name="matrix">Its matrix, of at most 64 terms.</param>
    /// <param name="plan">How its weights are laid out; it has a common shift.</param>
    public SmallDenseRunner(LayerContext context, MatrixInfo matrix, SmallPlan plan)
        : base(context)
    {
        byte[] file = context.File;
        ActivationInfo activation = matrix.Activation;
        UnsignedLanes lanes = plan.Lanes;
        int columns = lanes.Columns;
        _inputs = matrix.Terms;
        _outputs = matrix.Outputs;
        _bits = lanes.Bits;
        _shift = plan.Shift;
        _low = activation.Low;
        _high = activation.High;
        _columns = new long[columns][];
        _sums = new long[columns];
        _multipliers = new long[_outputs];
        _starts = new long[_outputs];
        _isHalf = plan.Terms == SmallPlan.HalfTerms;
        _x = plan.Terms == _inputs ? null : new byte[plan.Terms];
        _table = new byte[activation.HasTable ? ModelFormat.TableLength : 0];
        if (activation.HasTable)
        {
            Array.Copy(file, matrix.TableAt, _table, 0, ModelFormat.TableLength);
        }

        for (int c = 0; c < columns; c++)
        {
            _columns[c] = new long[plan.Terms + 1];
        }

        int[] offsets = lanes.Offsets;
        byte[] row = new byte[columns * lanes.Lanes];
        for (int i = 0; i < _inputs; i++)
        {
            // What is beyond the outputs stays zero.
            WeightRows.Read(file, matrix, i, row);
            Pack(row, i + 1);
        }

        for (int o = 0; o < _outputs; o++)
        {
            long multiplier = CommonShift.Multiplier(matrix, file, o, _shift);
            long bias = LittleEndian.Int32At(file, matrix.BiasAt + (4 * o));
            _multipliers[o] = multiplier;
            _starts[o] = ((bias - offsets[o]) * multiplier) + ((long)activation.ZeroPoint << _shift) + CommonShift.Rounding(matrix, file, o, _shift);
            _columns[o % columns][0] += (long)offsets[o] << (o / columns * _bits);
        }
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(MatrixInfo matrix, SmallPlan plan)
    {
        int columns = plan.Lanes.Columns;
        return Ram.ObjectBytes(FieldCount + 13)
            + Ram.ArrayBytes(Ram.ReferenceBytes, columns)
            + (columns * Ram.ArrayBytes(8, plan.Terms + 1))
            + Ram.ArrayBytes(8, columns)
            + (2 * Ram.ArrayBytes(8, matrix.Outputs))
            + (plan.Terms == matrix.Terms ? 0 : Ram.ArrayBytes(1, plan.Terms))
            + Ram.ArrayBytes(1, matrix.Activation.HasTable ? ModelFormat.TableLength : 0);
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        byte[] x = tensors.Slots[InputSlot];
        if (_x != null)
        {
            Array.Copy(x, 0, _x, 0, _inputs);
            x = _x;
        }

        if (_isHalf)
        {
            AddThirtyTwo(x, _columns, _sums);
        }
        else
        {
            AddSixtyFour(x, _columns, _sums);
        }

        if (OutputSlot == Tensors.NoSlot)
        {
            Finish(tensors.Sums);
        }
        else
        {
            Activate(tensors.Slots[OutputSlot]);
        }
    }

    // From the last output of a long to the first, each becoming the lowest lane. They may borrow from one another: only what they hold in the end must fit.
    private void Pack(byte[] row, int at)
    {
        long[][] columns = _columns;
        int count = columns.Length;
        int bits = _bits;
        for (int c = 0; c < count; c++)
        {
            long packed = 0;
            for (int o = row.Length - count + c; o >= 0; o -= count)
            {
                packed = (packed << bits) + (sbyte)row[o];
            }

            columns[c][at] = packed;
        }
    }

    private void Activate(byte[] y)
    {
        long[] sums = _sums;
        long[] multipliers = _multipliers;
        long[] starts = _starts;
        int outputs = _outputs;
        int columns = sums.Length;
        int bits = _bits;
        int shift = _shift;
        long mask = (1L << bits) - 1;
        long low = _low;
        long high = _high;
        byte lowest = (byte)low;
        byte highest = (byte)high;
        int done = 0;
        if (bits == WidestBits && outputs > 2 * columns)
        {
            // The columns with three outputs: the same as below with the loop over the lanes undone.
            done = outputs - (2 * columns);
            for (int o = done; o != 0;)
            {
                o--;
                long packed = sums[o];
                long scaled = (((packed & mask) * multipliers[o]) + starts[o]) >> shift;
                y[o] = scaled <= low ? lowest : scaled >= high ? highest : (byte)scaled;
                int second = o + columns;
                scaled = ((((packed >> WidestBits) & mask) * multipliers[second]) + starts[second]) >> shift;
                y[second] = scaled <= low ? lowest : scaled >= high ? highest : (byte)scaled;
                int third = second + columns;
                scaled = (((packed >> (2 * WidestBits)) * multipliers[third]) + starts[third]) >> shift;
                y[third] = scaled <= low ? lowest : scaled >= high ? highest : (byte)scaled;
            }
        }

        for (int column = done; column < columns; column++)
        {
            long packed = sums[column];
            for (int o = column; o < outputs; o += columns)
            {
                long scaled = (((packed & mask) * multipliers[o]) + starts[o]) >> shift;
                y[o] = scaled <= low ? lowest : scaled >= high ? highest : (byte)scaled;
                packed >>= bits;
            }
        }

        byte[] table = _table;
        if (table.Length != 0)
        {
            for (int o = 0; o < outputs; o++)
            {
                y[o] = table[y[o]];
            }
        }
    }

    private void Finish(int[] logits)
    {
        long[] sums = _sums;
        long[] multipliers = _multipliers;
        long[] starts = _starts;
        int outputs = _outputs;
        int columns = sums.Length;
        int bits = _bits;
        int shift = _shift;
        long mask = (1L << bits) - 1;
        for (int column = 0; column < columns; column++)
        {
            long packed = sums[column];
            for (int o = column; o < outputs; o += columns)
            {
                logits[o] = (int)((((packed & mask) * multipliers[o]) + starts[o]) >> shift);
                packed >>= bits;
            }
        }
    }

    private static void AddThirtyTwo(byte[] x, long[][] columns, long[] sums)
    {
        long x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3], x4 = x[4], x5 = x[5], x6 = x[6], x7 = x[7];
        long x8 = x[8], x9 = x[9], x10 = x[10], x11 = x[11], x12 = x[12], x13 = x[13], x14 = x[14], x15 = x[15];
        long x16 = x[16], x17 = x[17], x18 = x[18], x19 = x[19], x20 = x[20], x21 = x[21], x22 = x[22], x23 = x[23];
        long x24 = x[24], x25 = x[25], x26 = x[26], x27 = x[27], x28 = x[28], x29 = x[29], x30 = x[30], x31 = x[31];
        for (int c = columns.Length; c != 0;)
        {
            c--;
            long[] w = columns[c];
            sums[c] = w[0]
                + (w[1] * x0) + (w[2] * x1) + (w[3] * x2) + (w[4] * x3) + (w[5] * x4) + (w[6] * x5) + (w[7] * x6) + (w[8] * x7)
                + (w[9] * x8) + (w[10] * x9) + (w[11] * x10) + (w[12] * x11) + (w[13] * x12) + (w[14] * x13) + (w[15] * x14) + (w[16] * x15)
                + (w[17] * x16) + (w[18] * x17) + (w[19] * x18) + (w[20] * x19) + (w[21] * x20) + (w[22] * x21) + (w[23] * x22) + (w[24] * x23)
                + (w[25] * x24) + (w[26] * x25) + (w[27] * x26) + (w[28] * x27) + (w[29] * x28) + (w[30] * x29) + (w[31] * x30) + (w[32] * x31);
        }
    }

    private static void AddSixtyFour(byte[] x, long[][] columns, long[] sums)
    {
        long x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3], x4 = x[4], x5 = x[5], x6 = x[6], x7 = x[7];
        long x8 = x[8], x9 = x[9], x10 = x[10], x11 = x[11], x12 = x[12], x13 = x[13], x14 = x[14], x15 = x[15];
        long x16 = x[16], x17 = x[17], x18 = x[18], x19 = x[19], x20 = x[20], x21 = x[21], x22 = x[22], x23 = x[23];
        long x24 = x[24], x25 = x[25], x26 = x[26], x27 = x[27], x28 = x[28], x29 = x[29], x30 = x[30], x31 = x[31];
        long x32 = x[32], x33 = x[33], x34 = x[34], x35 = x[35], x36 = x[36], x37 = x[37], x38 = x[38], x39 = x[39];
        long x40 = x[40], x41 = x[41], x42 = x[42], x43 = x[43], x44 = x[44], x45 = x[45], x46 = x[46], x47 = x[47];
        long x48 = x[48], x49 = x[49], x50 = x[50], x51 = x[51], x52 = x[52], x53 = x[53], x54 = x[54], x55 = x[55];
        long x56 = x[56], x57 = x[57], x58 = x[58], x59 = x[59], x60 = x[60], x61 = x[61], x62 = x[62], x63 = x[63];
        for (int c = columns.Length; c != 0;)
        {
            c--;
            long[] w = columns[c];
            sums[c] = w[0]
                + (w[1] * x0) + (w[2] * x1) + (w[3] * x2) + (w[4] * x3) + (w[5] * x4) + (w[6] * x5) + (w[7] * x6) + (w[8] * x7)
                + (w[9] * x8) + (w[10] * x9) + (w[11] * x10) + (w[12] * x11) + (w[13] * x12) + (w[14] * x13) + (w[15] * x14) + (w[16] * x15)
                + (w[17] * x16) + (w[18] * x17) + (w[19] * x18) + (w[20] * x19) + (w[21] * x20) + (w[22] * x21) + (w[23] * x22) + (w[24] * x23)
                + (w[25] * x24) + (w[26] * x25) + (w[27] * x26) + (w[28] * x27) + (w[29] * x28) + (w[30] * x29) + (w[31] * x30) + (w[32] * x31)
                + (w[33] * x32) + (w[34] * x33) + (w[35] * x34) + (w[36] * x35) + (w[37] * x36) + (w[38] * x37) + (w[39] * x38) + (w[40] * x39)
                + (w[41] * x40) + (w[42] * x41) + (w[43] * x42) + (w[44] * x43) + (w[45] * x44) + (w[46] * x45) + (w[47] * x46) + (w[48] * x47)
                + (w[49] * x48) + (w[50] * x49) + (w[51] * x50) + (w[52] * x51) + (w[53] * x52) + (w[54] * x53) + (w[55] * x54) + (w[56] * x55)
                + (w[57] * x56) + (w[58] * x57) + (w[59] * x58) + (w[60] * x59) + (w[61] * x60) + (w[62] * x61) + (w[63] * x62) + (w[64] * x63);
        }
    }
}
