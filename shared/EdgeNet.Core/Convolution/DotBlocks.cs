using System;

namespace EdgeNet.Core;

/// <summary>Dot products of any length, sixteen longs at a time, or four in the end.</summary>
internal sealed class DotBlocks
{
    private const int Size = 16;

    private readonly long[] _seen;
    private readonly long[] _sums;
    private readonly long[] _starts;
    private readonly long[][] _weights;
    private readonly ScaledOutputs _scaled;
    private readonly int _longs;
    private readonly int _outputs;
    private readonly int _topShift;

    /// <summary>Lays out a layer.</summary>
    public DotBlocks(StagePlan plan, byte[] file)
    {
        _longs = plan.Longs;
        _outputs = plan.Matrix.Outputs;
        _topShift = plan.TopShift;
        _starts = plan.Starts;
        _scaled = plan.Scaled;
        _seen = new long[SeenLongs(plan)];
        _sums = new long[_outputs];
        _weights = DotWeights.InBlocks(plan, file, Size);
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(StagePlan plan)
    {
        int outputs = plan.Matrix.Outputs;
        return Ram.ObjectBytes(8) + Ram.ArrayBytes(8, SeenLongs(plan)) + (2 * Ram.ArrayBytes(8, outputs))
            + DotWeights.RequiredRam((plan.Longs + Size - 1) / Size * outputs, Size) + plan.Scaled.RequiredRam();
    }

    /// <summary>Adds what was subtracted from every pixel, times the weights, to what the sums start with.</summary>
    public void AddZero(PackedPicture input)
    {
        for (int i = 0; i < _longs; i++)
        {
            for (int o = 0; o < _outputs; o++)
            {
                _starts[o] += _weights[(i / Size * _outputs) + o][i % Size] * input.Zero[i % input.Groups];
            }
        }
    }

    /// <summary>Copies what a window sees.</summary>
    /// <param name="x">The pixels.</param>
    /// <param name="at">Index of the first long inside of the window.</param>
    /// <param name="rows">Rows of the window.</param>
    /// <param name="run">Longs of a row of it.</param>
    /// <param name="rowLongs">From a row to the next.</param>
    public void Gather(long[] x, int at, int rows, int run, int rowLongs)
    {
        int to = 0;
        for (int row = rows; row != 0; row--)
        {
            Array.Copy(x, at, _seen, to, run);
            at += rowLongs;
            to += run;
        }
    }

    /// <summary>Multiplies what was copied and writes the outputs.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="to">Index of the first long.</param>
    public void Emit(PackedPicture output, int to)
    {
        Multiply();
        long[] sums = _sums;
        long[] multipliers = _scaled.Multipliers;
        long[] starts = _scaled.Starts;
        byte[] table = _scaled.Table;
        int shift = _scaled.Shift;
        int top = _topShift;
        int bits = output.Bits;
        int count = output.LastLanes;
        int lanes = output.Lanes;
        long[] values = output.Values;
        int o = _outputs;
        long[] zero = output.Zero;
        int group = output.Groups;
        while (o != 0)
        {
            long packed = 0;
            for (; count != 0; count--)
            {
                o--;
                packed = (packed << bits) + table[(int)((((sums[o] >> top) * multipliers[o]) + starts[o]) >> shift)];
            }

            group--;
            values[to + group] = packed - zero[group];
            count = lanes;
        }
    }

    /// <summary>Multiplies what was copied; the sums become logits.</summary>
    /// <param name="logits">Receives them.</param>
    public void Finish(int[] logits)
    {
        Multiply();
        long[] sums = _sums;
        long[] multipliers = _scaled.Multipliers;
        long[] starts = _scaled.Starts;
        int shift = _scaled.Shift;
        int top = _topShift;
        for (int o = _outputs; o != 0;)
        {
            o--;
            logits[o] = (int)((((sums[o] >> top) * multipliers[o]) + starts[o]) >> shift);
        }
    }

    private static int SeenLongs(StagePlan plan)
    {
        return (plan.Longs + Size - 1) / Size * Size;
    }

    private void Multiply()
    {
        Array.Copy(_starts, 0, _sums, 0, _outputs);
        int block = 0;
        int i = 0;
        for (; i + 4 < _longs; i += Size)
        {
            AddSixteen(i, block);
            block += _outputs;
        }

        if (i < _longs)
        {
            AddFour(i, block);
        }
    }

    private void AddSixteen(int i, int block)
    {
        long[] x = _seen;
        long x0 = x[i], x1 = x[i + 1], x2 = x[i + 2], x3 = x[i + 3];
        long x4 = x[i + 4], x5 = x[i + 5], x6 = x[i + 6], x7 = x[i + 7];
        long x8 = x[i + 8], x9 = x[i + 9], x10 = x[i + 10], x11 = x[i + 11];
        long x12 = x[i + 12], x13 = x[i + 13], x14 = x[i + 14], x15 = x[i + 15];
        long[][] weights = _weights;
        long[] sums = _sums;
        for (int o = _outputs; o != 0;)
        {
            o--;
            long[] w = weights[block + o];
            sums[o] = sums[o] + (w[0] * x0) + (w[1] * x1) + (w[2] * x2) + (w[3] * x3)
                + (w[4] * x4) + (w[5] * x5) + (w[6] * x6) + (w[7] * x7)
                + (w[8] * x8) + (w[9] * x9) + (w[10] * x10) + (w[11] * x11)
                + (w[12] * x12) + (w[13] * x13) + (w[14] * x14) + (w[15] * x15);
        }
    }

    private void AddFour(int i, int block)
    {
        long[] x = _seen;
        long x0 = x[i], x1 = x[i + 1], x2 = x[i + 2], x3 = x[i + 3];
        long[][] weights = _weights;
        long[] sums = _sums;
        for (int o = _outputs; o != 0;)
        {
            o--;
            long[] w = weights[block + o];
            sums[o] = sums[o] + (w[0] * x0) + (w[1] * x1) + (w[2] * x2) + (w[3] * x3);
        }
    }
}
