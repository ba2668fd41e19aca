using System;

namespace EdgeNet.Core;

/// <summary>
/// The first convolution of a chain, of a picture with one channel. It moves from column to column through the rows that a window covers; the sums
/// of the windows that see a column are in locals, several outputs in the lanes of a long as <see cref="UnsignedLanes"/> has proved to be exact,
/// and so are the weights. A pixel is read once and passed over if it is zero. Derived classes have the code for their shape of window.
/// </summary>
internal abstract class SweepStage : PictureStage
{
    /// <summary>Fields of this class, for the memory that a derived object takes.</summary>
    protected const int FieldCount = 19;

    /// <summary>Outputs in a long, at most: as many as lanes have dot products.</summary>
    public const int MaxLanes = 4;

    private const int FourLanes = 4;

    /// <summary>The rows of the picture that windows see, with their padding.</summary>
    protected readonly byte[][] Rows;

    /// <summary>The sums of a row of windows, all longs of one beside one another; those of the first window are no window's.</summary>
    protected readonly long[] Sums;

    /// <summary>For each long its weights, the window's places row by row.</summary>
    protected readonly long[][] Weights;

    /// <summary>Longs of a window.</summary>
    protected readonly int Longs;

    /// <summary>Windows in a row.</summary>
    protected readonly int Columns;

    private readonly int _slot;
    private readonly int _height;
    private readonly int _width;
    private readonly int _top;
    private readonly int _left;
    private readonly int _strideDown;
    private readonly int _outputRows;
    private readonly int _outputs;
    private readonly int _lanes;
    private readonly int _bits;
    private readonly ScaledOutputs _scaled;

    // What is added to the sums of each long, so that no lane is negative.
    private readonly long[] _starts;

    // Where longs have four outputs: for each long the multipliers of its lanes and what is added then; else null.
    private readonly long[][] _fours;
    private readonly PackedPicture _output;

    /// <summary>Creates the step.</summary>
    /// <param name="plan">The layer and how it is laid out.</param>
    /// <param name="file">The model file.</param>
    /// <param name="slot">Slot of the picture.</param>
    /// <param name="output">Receives the outputs.</param>
    protected SweepStage(StagePlan plan, byte[] file, int slot, PackedPicture output)
    {
        MatrixInfo matrix = plan.Matrix;
        LayerWindow window = plan.Window;
        UnsignedLanes lanes = plan.Lanes;
        _slot = slot;
        _height = plan.Input.Height;
        _width = plan.Input.Width;
        _top = window.Top;
        _left = window.Left;
        _strideDown = window.StrideDown;
        _outputRows = plan.Output.Height;
        Columns = plan.Output.Width;
        _outputs = matrix.Outputs;
        _lanes = lanes.Lanes;
        _bits = lanes.Bits;
        _scaled = plan.Scaled;
        _output = output;
        Longs = lanes.Columns;
        Rows = new byte[window.Height][];
        for (int i = 0; i < Rows.Length; i++)
        {
            Rows[i] = new byte[RowBytes(plan)];
        }

        Sums = new long[(Columns + 1) * Longs];
        _starts = new long[Longs];
        Weights = new long[Longs][];
        for (int q = 0; q < Longs; q++)
        {
            Weights[q] = new long[matrix.Terms];
        }

        // Outputs are packed from the last to the first, so the last one is in the lowest lane.
        int added = IsInFours(plan, output.Lanes) ? (Longs * FourLanes) - _outputs : 0;
        byte[] row = new byte[_outputs];
        for (int i = 0; i < matrix.Terms; i++)
        {
            WeightRows.Read(file, matrix, i, row);
            for (int o = 0; o < _outputs; o++)
            {
                int place = _outputs + added - 1 - o;
                Weights[Longs - 1 - (place / _lanes)][i] += (long)(sbyte)row[o] << (place % _lanes * _bits);
            }
        }

        for (int o = 0; o < _outputs; o++)
        {
            int place = _outputs + added - 1 - o;
            _starts[Longs - 1 - (place / _lanes)] += (long)lanes.Offsets[o] << (place % _lanes * _bits);
        }

        if (IsInFours(plan, output.Lanes))
        {
            _fours = new long[Longs][];
            for (int q = 0; q < Longs; q++)
            {
                _fours[q] = new long[2 * FourLanes];
                for (int lane = 0; lane < FourLanes; lane++)
                {
                    int o = (q * FourLanes) + FourLanes - 1 - lane;
                    _fours[q][2 * lane] = o < _outputs ? _scaled.Multipliers[o] : 0;
                    _fours[q][(2 * lane) + 1] = o < _outputs ? _scaled.Starts[o] : 0;
                }
            }
        }
    }

    // With outputs that do not exist, up to a multiple of four: no weight reads them.
    private static bool IsInFours(StagePlan plan, int outputLanes)
    {
        return plan.Lanes.Lanes == FourLanes && outputLanes == FourLanes;
    }

    /// <summary>Heap bytes of it.</summary>
    /// <param name="plan">The layer and how it is laid out.</param>
    /// <param name="outputLanes">Channels in a long of the output.</param>
    public static int RequiredRam(StagePlan plan, int outputLanes)
    {
        int rows = plan.Window.Height;
        int longs = plan.Lanes.Columns;
        return Ram.ObjectBytes(FieldCount) + Ram.ArrayBytes(Ram.ReferenceBytes, rows) + (rows * Ram.ArrayBytes(1, RowBytes(plan)))
            + Ram.ArrayBytes(8, (plan.Output.Width + 1) * longs) + Ram.ArrayBytes(8, longs)
            + Ram.ArrayBytes(Ram.ReferenceBytes, longs) + (longs * Ram.ArrayBytes(8, plan.Matrix.Terms)) + plan.Scaled.RequiredRam()
            + (IsInFours(plan, outputLanes) ? Ram.ArrayBytes(Ram.ReferenceBytes, longs) + (longs * Ram.ArrayBytes(8, 2 * FourLanes)) : 0);
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors, bool all)
    {
        byte[] x = tensors.Slots[_slot];
        PackedPicture output = _output;
        byte[][] rows = Rows;
        int row = -_top;
        if (!all)
        {
            output.Clear();
        }

        int to = output.First;
        for (int band = 0; band < _outputRows; band++)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                int seen = row + i;
                if (seen >= 0 && seen < _height)
                {
                    Array.Copy(x, seen * _width, rows[i], _left, _width);
                }
                else
                {
                    Array.Clear(rows[i], _left, _width);
                }
            }

            row += _strideDown;
            int q = 0;
            for (; q + 1 < Longs; q += 2)
            {
                AddTwo(q);
            }

            if (q < Longs)
            {
                AddOne(q);
            }

            output.Marks[output.Top + band] = Finish(output, to, all);
            to += output.RowLongs;
        }
    }

    /// <inheritdoc/>
    public override void KeepAsBlank()
    {
        _output.KeepAsBlank();
    }

    /// <summary>Bytes of a row with its padding.</summary>
    private static int RowBytes(StagePlan plan)
    {
        return plan.Window.Left + plan.Input.Width + plan.Window.Right;
    }

    /// <summary>Computes one long of all windows of a row.</summary>
    /// <param name="q">Index of the long.</param>
    protected abstract void AddOne(int q);

    /// <summary>Computes two longs of all windows of a row.</summary>
    /// <param name="q">Index of the first.</param>
    protected abstract void AddTwo(int q);

    // Turns the sums of the windows that saw anything into outputs; returns their marks.
    private long Finish(PackedPicture output, int to, bool all)
    {
        long[] sums = Sums;
        int longs = Longs;
        bool isInFours = _fours != null;
        long marks = 0;
        int at = longs;
        int end = Columns;
        for (int column = 0; column < end; column++)
        {
            long any = sums[at];
            for (int q = longs - 1; q != 0; q--)
            {
                any |= sums[at + q];
            }

            if (any != 0 || all)
            {
                marks |= output.FirstMark << column;
                int first = to + (column * output.Groups);
                if (isInFours)
                {
                    EmitFours(at, output.Values, first);
                }
                else
                {
                    Emit(at + longs, output, first + output.Groups);
                }
            }

            at += longs;
        }

        return output.IsWide ? -1 : marks;
    }

    // Four outputs in a long, here and there.
    private void EmitFours(int at, long[] values, int to)
    {
        long[] sums = Sums;
        long[] starts = _starts;
        byte[] table = _scaled.Table;
        int shift = _scaled.Shift;
        long mask = 0xFFFF;
        for (int q = Longs; q != 0;)
        {
            q--;
            long[] f = _fours[q];
            long sum = sums[at + q] + starts[q];
            int high = (table[(int)((((sum & mask) * f[0]) + f[1]) >> shift)] << 16)
                | table[(int)(((((sum >> 16) & mask) * f[2]) + f[3]) >> shift)];
            int low = (table[(int)(((((sum >> 32) & mask) * f[4]) + f[5]) >> shift)] << 16)
                | table[(int)(((((sum >> 48) & mask) * f[6]) + f[7]) >> shift)];
            values[to + q] = ((long)high << 32) + low;
        }
    }

    // Any number of outputs in a long, from the last output to the first.
    private void Emit(int end, PackedPicture output, int to)
    {
        long[] multipliers = _scaled.Multipliers;
        long[] scaledStarts = _scaled.Starts;
        byte[] table = _scaled.Table;
        int shift = _scaled.Shift;
        int bits = _bits;
        long mask = (1L << bits) - 1;
        int outputBits = output.Bits;
        int left = 0;
        int q = Longs;
        int count = output.LastLanes;
        long sum = 0;
        for (int o = _outputs; o != 0;)
        {
            long packed = 0;
            for (; count != 0; count--)
            {
                if (left == 0)
                {
                    q--;
                    end--;
                    sum = Sums[end] + _starts[q];
                    left = _lanes;
                }

                left--;
                o--;
                packed = (packed << outputBits) + table[(int)((((sum & mask) * multipliers[o]) + scaledStarts[o]) >> shift)];
                sum >>= bits;
            }

            to--;
            output.Values[to] = packed;
            count = output.Lanes;
        }
    }
}
