using System;

namespace EdgeNet.Core;

/// <summary>
/// The first convolution of a chain, of a picture with one channel. It moves from column to column through the rows that a window covers; the sums
/// of the windows that see a column are in locals, several outputs in the lanes of a long as <see cref="UnsignedLanes"/> has proved to be exact,
/// and so are the weights. A pixel is read once and passed over if it is zero. Derived classes have that code for their shape of window; this one has code for
/// any, with the sums in an array.
/// </summary>
internal class SweepStage : PictureStage
{
    /// <summary>Fields of this class, for the memory that a derived object takes.</summary>
    protected const int FieldCount = 21;

    private const int FourLanes = 4;

    /// <summary>The rows of the picture that windows see, with their padding.</summary>
    protected readonly byte[][] Rows;

    /// <summary>The sums of a row of windows, all longs of one beside one another, after those of as many windows as begin before the picture.</summary>
    protected readonly long[] Sums;

    /// <summary>For each long its weights, the window's places row by row; there are at least two, of which the second may be zeros.</summary>
    protected readonly long[][] Weights;

    /// <summary>Longs of a window.</summary>
    protected readonly int Longs;

    /// <summary>Windows in a row, and those that begin before the picture: the last columns are swept without new windows that count.</summary>
    protected readonly int Steps;

    private readonly int _slot;
    private readonly int _height;
    private readonly int _width;
    private readonly int _top;
    private readonly int _left;
    private readonly int _strideDown;
    private readonly int _strideAcross;
    private readonly int _columns;
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
    public SweepStage(StagePlan plan, byte[] file, int slot, PackedPicture output)
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
        _columns = plan.Output.Width;
        _strideAcross = window.StrideAcross;
        Steps = StepsOf(plan);
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

        Sums = new long[(Steps * Longs) + 1];
        _starts = new long[Longs];
        Weights = new long[WeightLongs(plan)][];
        for (int q = 0; q < Weights.Length; q++)
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
            + Ram.ArrayBytes(8, (StepsOf(plan) * longs) + 1) + Ram.ArrayBytes(8, longs)
            + Ram.ArrayBytes(Ram.ReferenceBytes, WeightLongs(plan)) + (WeightLongs(plan) * Ram.ArrayBytes(8, plan.Matrix.Terms)) + plan.Scaled.RequiredRam()
            + (IsInFours(plan, outputLanes) ? Ram.ArrayBytes(Ram.ReferenceBytes, longs) + (longs * Ram.ArrayBytes(8, 2 * FourLanes)) : 0);
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors, bool isBlank)
    {
        byte[] x = tensors.Slots[_slot];
        PackedPicture output = _output;
        byte[][] rows = Rows;
        int row = -_top;
        if (!isBlank)
        {
            output.Clear();
        }

        int to = output.First;
        int longs = Longs;
        int bands = _outputRows;
        int stride = _strideDown;
        for (int band = 0; band < bands; band++)
        {
            Fill(x, row, band == 0 ? 0 : rows.Length - stride);
            row += stride;
            for (int q = 0; q < longs; q += 2)
            {
                // The last of an odd number is computed beside the one before once more.
                AddTwo(q == 0 || q + 1 < longs ? q : q - 1);
            }

            output.Marks[output.Top + band] = _fours != null ? FinishFours(output, to, isBlank) : Finish(output, to, isBlank);
            to += output.RowLongs;
        }
    }

    /// <inheritdoc/>
    public override void KeepAsBlank()
    {
        _output.KeepAsBlank();
    }

    /// <summary>Computes two longs of all windows of a row.</summary>
    /// <param name="q">Index of the first.</param>
    protected virtual void AddTwo(int q)
    {
        long[] a = Weights[q];
        long[] b = Weights[q + 1];
        long[] sums = Sums;
        int longs = Longs;
        int stride = _strideAcross;
        int columns = _columns;
        int count = Rows.Length;
        int width = a.Length / count;
        int first = ((Steps - columns) * longs) + q;
        for (int at = first; at + 1 < sums.Length; at += longs)
        {
            sums[at] = 0;
            sums[at + 1] = 0;
        }

        for (int i = 0; i < count; i++)
        {
            byte[] row = Rows[i];
            for (int x = 0; x < row.Length; x++)
            {
                if (row[x] != 0)
                {
                    // From the last window that sees it to the first.
                    long value = row[x];
                    int column = x / stride;
                    column = column < columns ? column : columns - 1;
                    int seen = x - (column * stride);
                    for (int at = first + (column * longs); seen < width && at >= first; at -= longs)
                    {
                        int place = (i * width) + seen;
                        sums[at] += a[place] * value;
                        sums[at + 1] += b[place] * value;
                        seen += stride;
                    }
                }
            }
        }
    }

    private static int StepsOf(StagePlan plan)
    {
        return plan.Output.Width + ((plan.Window.Width - 1) / plan.Window.StrideAcross);
    }

    private static int WeightLongs(StagePlan plan)
    {
        return plan.Lanes.Columns < 2 ? 2 : plan.Lanes.Columns;
    }

    // With its padding, and what is swept beyond.
    private static int RowBytes(StagePlan plan)
    {
        int swept = StepsOf(plan) * plan.Window.StrideAcross;
        int padded = plan.Window.Left + plan.Input.Width + plan.Window.Right;
        return swept > padded ? swept : padded;
    }

    // Copies the rows that the next row of windows sees; the last ones of the row before are there already.
    private void Fill(byte[] x, int first, int known)
    {
        byte[][] rows = Rows;
        int left = _left;
        int width = _width;
        int height = _height;
        int count = rows.Length;
        known = known < 0 ? 0 : known;
        for (int i = 0; i < known; i++)
        {
            byte[] row = rows[i];
            rows[i] = rows[i + count - known];
            rows[i + count - known] = row;
        }

        first += known;
        for (int i = known; i < count; i++)
        {
            if (first >= 0 && first < height)
            {
                Array.Copy(x, first * width, rows[i], left, width);
            }
            else
            {
                Array.Clear(rows[i], left, width);
            }

            first++;
        }
    }

    // Turns the sums of the windows that saw anything into outputs, four of them in a long here and there; returns their marks.
    private long FinishFours(PackedPicture output, int to, bool isBlank)
    {
        long[] sums = Sums;
        long[] starts = _starts;
        long[] values = output.Values;
        byte[] table = _scaled.Table;
        int shift = _scaled.Shift;
        int longs = Longs;
        long[] zero = output.Zero;
        long mask = 0xFFFF;
        long marks = 0;
        int before = (Steps - _columns) * longs;
        int end = before + (_columns * longs);
        for (int at = before; at < end; at += longs)
        {
            long any = sums[at];
            for (int q = at + longs - 1; q != at; q--)
            {
                any |= sums[q];
            }

            if (any == 0)
            {
                if (!isBlank)
                {
                    continue;
                }
            }

            marks |= output.FirstMark << ((at - before) / longs);
            int first = to + at - before;
            for (int q = longs; q != 0;)
            {
                q--;
                long[] f = _fours[q];
                long sum = sums[at + q] + starts[q];
                int high = (table[(int)((((sum & mask) * f[0]) + f[1]) >> shift)] << 16)
                    | table[(int)(((((sum >> 16) & mask) * f[2]) + f[3]) >> shift)];
                int low = (table[(int)(((((sum >> 32) & mask) * f[4]) + f[5]) >> shift)] << 16)
                    | table[(int)(((((sum >> 48) & mask) * f[6]) + f[7]) >> shift)];
                values[first + q] = ((long)high << 32) + low - zero[q];
            }
        }

        return output.IsWide ? -1 : marks;
    }

    // The same for any number of outputs in a long.
    private long Finish(PackedPicture output, int to, bool isBlank)
    {
        long[] sums = Sums;
        int longs = Longs;
        long marks = 0;
        int at = (Steps - _columns) * longs;
        int end = _columns;
        for (int column = 0; column < end; column++)
        {
            long any = 0;
            for (int q = 0; q < longs; q++)
            {
                any |= sums[at + q];
            }

            at += longs;
            to += output.Groups;
            if (any != 0 || isBlank)
            {
                marks |= output.FirstMark << column;
                Emit(at, output, to);
            }
        }

        return output.IsWide ? -1 : marks;
    }

    // From the last output to the first.
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
        int group = output.Groups;
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
            group--;
            output.Values[to] = packed - output.Zero[group];
            count = output.Lanes;
        }
    }
}
