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
    protected const int FieldCount = 20;

    /// <summary>The rows of the picture that windows see, with their padding.</summary>
    protected readonly byte[][] Rows;

    /// <summary>For each long its weights, the window's places row by row; there are at least two, of which the second may be zeros.</summary>
    protected readonly long[][] Weights;

    /// <summary>Of each window that was found, the sums of the first of two longs.</summary>
    protected readonly long[] ASums;

    /// <summary>The sums of the second.</summary>
    protected readonly long[] BSums;

    /// <summary>The windows whose sums are not zero, counted row by row.</summary>
    protected readonly int[] Found;

    /// <summary>Windows in a row, and those that begin before the picture: the last columns are swept without new windows that count.</summary>
    protected readonly int Steps;

    /// <summary>Rows from a window to the next.</summary>
    protected readonly int StrideDown;

    private const int FourLanes = 4;
    private const int ScaleLongs = 1 + (2 * FourLanes);

    private readonly int _slot;
    private readonly int _height;
    private readonly int _width;
    private readonly int _top;
    private readonly int _left;
    private readonly int _windowHeight;
    private readonly int _strideAcross;
    private readonly int _columns;
    private readonly int _longs;

    // What is added to the sums of each long, so that no lane is negative; then for each lane the multiplier, and what is added then.
    private readonly long[][] _scales;
    private readonly byte[] _table;
    private readonly int _shift;
    private readonly PackedPicture _output;

    /// <summary>Creates the step.</summary>
    /// <param name="plan">The layer and how it is laid out.</param>
    /// <param name="file">The model file.</param>
    /// <param name="slot">Slot of the picture.</param>
    /// <param name="output">Receives the outputs; it has as many lanes as the sums.</param>
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
        _windowHeight = window.Height;
        StrideDown = window.StrideDown;
        _strideAcross = window.StrideAcross;
        _columns = plan.Output.Width;
        Steps = StepsOf(plan);
        _table = plan.Scaled.Table;
        _shift = plan.Scaled.Shift;
        _output = output;
        _longs = lanes.Columns;
        Rows = new byte[RowsOf(plan)][];
        for (int i = 0; i < Rows.Length; i++)
        {
            Rows[i] = new byte[RowBytes(plan)];
        }

        Found = new int[plan.Output.Height * Steps];
        ASums = new long[Found.Length];
        BSums = new long[Found.Length];
        Weights = new long[WeightLongs(plan)][];
        _scales = new long[Weights.Length][];
        for (int q = 0; q < Weights.Length; q++)
        {
            Weights[q] = new long[matrix.Terms];
            _scales[q] = new long[ScaleLongs];
        }

        byte[] row = new byte[matrix.Outputs];
        for (int i = 0; i < matrix.Terms; i++)
        {
            WeightRows.Read(file, matrix, i, row);
            for (int o = 0; o < row.Length; o++)
            {
                Weights[o / lanes.Lanes][i] += (long)(sbyte)row[o] << (o % lanes.Lanes * lanes.Bits);
            }
        }

        for (int o = 0; o < row.Length; o++)
        {
            long[] scales = _scales[o / lanes.Lanes];
            int lane = o % lanes.Lanes;
            scales[0] += (long)lanes.Offsets[o] << (lane * lanes.Bits);
            scales[1 + (2 * lane)] = plan.Scaled.Multipliers[o];
            scales[2 + (2 * lane)] = plan.Scaled.Starts[o];
        }
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(StagePlan plan)
    {
        int rows = RowsOf(plan);
        int windows = plan.Output.Height * StepsOf(plan);
        int longs = WeightLongs(plan);
        return Ram.ObjectBytes(FieldCount) + Ram.ArrayBytes(Ram.ReferenceBytes, rows) + (rows * Ram.ArrayBytes(1, RowBytes(plan)))
            + (2 * Ram.ArrayBytes(8, windows)) + Ram.ArrayBytes(4, windows)
            + DotWeights.RequiredRam(longs, plan.Matrix.Terms) + DotWeights.RequiredRam(longs, ScaleLongs) + Ram.ArrayBytes(1, plan.Scaled.Table.Length);
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors, bool isBlank)
    {
        byte[] x = tensors.Slots[_slot];
        byte[][] rows = Rows;
        int left = _left;
        int width = _width;
        int from = 0;
        int end = _top + _height < rows.Length ? _top + _height : rows.Length;
        for (int row = _top; row < end; row++)
        {
            Array.Copy(x, from, rows[row], left, width);
            from += width;
        }

        if (!isBlank)
        {
            _output.Clear();
        }

        for (int q = 0; q < _longs; q += 2)
        {
            // The last of an odd number is computed beside the one before once more.
            int first = q == 0 || q + 1 < _longs ? q : q - 1;
            int count = isBlank ? FindAll() : AddTwo(first);
            if (_output.Lanes == FourLanes)
            {
                FinishFours(first, count);
            }
            else
            {
                FinishThrees(first, count);
            }
        }
    }

    /// <inheritdoc/>
    public override void KeepAsBlank()
    {
        _output.KeepAsBlank();
    }

    /// <summary>Computes two longs of all windows, and lists those whose sums are not zero.</summary>
    /// <param name="q">Index of the first.</param>
    /// <returns>How many it has found.</returns>
    protected virtual int AddTwo(int q)
    {
        long[] a = Weights[q];
        long[] b = Weights[q + 1];
        int columns = _columns;
        int width = a.Length / _windowHeight;
        int before = Steps - columns;
        Array.Clear(ASums, 0, ASums.Length);
        Array.Clear(BSums, 0, BSums.Length);
        int first = before;
        for (int top = 0; first < Found.Length; top += StrideDown)
        {
            for (int i = 0; i < _windowHeight; i++)
            {
                byte[] row = Rows[top + i];
                for (int x = 0; x < row.Length; x++)
                {
                    if (row[x] != 0)
                    {
                        // From the last window that sees it to the first.
                        long value = row[x];
                        int column = x / _strideAcross;
                        column = column < columns ? column : columns - 1;
                        int seen = x - (column * _strideAcross);
                        for (int at = first + column; seen < width && at >= first; at--)
                        {
                            int place = (i * width) + seen;
                            ASums[at] += a[place] * value;
                            BSums[at] += b[place] * value;
                            seen += _strideAcross;
                        }
                    }
                }
            }

            first += Steps;
        }

        int count = 0;
        for (int window = 0; window < Found.Length; window++)
        {
            if ((ASums[window] | BSums[window]) != 0)
            {
                ASums[count] = ASums[window];
                BSums[count] = BSums[window];
                Found[count] = window;
                count++;
            }
        }

        return count;
    }

    private static int StepsOf(StagePlan plan)
    {
        return plan.Output.Width + ((plan.Window.Width - 1) / plan.Window.StrideAcross);
    }

    private static int RowsOf(StagePlan plan)
    {
        return ((plan.Output.Height - 1) * plan.Window.StrideDown) + plan.Window.Height;
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

    // All windows, as they are in a blank picture.
    private int FindAll()
    {
        Array.Clear(ASums, 0, ASums.Length);
        Array.Clear(BSums, 0, BSums.Length);
        for (int window = 0; window < Found.Length; window++)
        {
            Found[window] = window;
        }

        return Found.Length;
    }

    // Turns the sums of two longs of four outputs into outputs.
    private void FinishFours(int q, int count)
    {
        long[] f = _scales[q];
        long[] g = _scales[q + 1];
        long fStart = f[0], f0 = f[1], f1 = f[2], f2 = f[3], f3 = f[4], f4 = f[5], f5 = f[6], f6 = f[7], f7 = f[8];
        long gStart = g[0], g0 = g[1], g1 = g[2], g2 = g[3], g3 = g[4], g4 = g[5], g5 = g[6], g6 = g[7], g7 = g[8];
        PackedPicture output = _output;
        bool isPair = _longs != 1;
        long fZero = output.Zero[q];
        long gZero = isPair ? output.Zero[q + 1] : 0;
        long[] aSums = ASums, bSums = BSums;
        int[] found = Found;
        long[] values = output.Values;
        long[] marks = output.Marks;
        byte[] table = _table;
        int shift = _shift;
        long mask = 0xFFFF;
        int steps = Steps;
        int before = steps - _columns;
        int rowLongs = output.RowLongs;
        int groups = output.Groups;
        int first = output.First + q;
        int top = output.Top;
        long firstMark = output.FirstMark;
        while (count != 0)
        {
            count--;
            int row = found[count] / steps;
            int column = found[count] - (row * steps) - before;
            if (column >= 0)
            {
                int to = first + (row * rowLongs) + (column * groups);
                long sum = aSums[count] + fStart;
                int high = (table[(int)((((long)((ulong)sum >> 48) * f6) + f7) >> shift)] << 16) | table[(int)(((((sum >> 32) & mask) * f4) + f5) >> shift)];
                int low = (table[(int)(((((sum >> 16) & mask) * f2) + f3) >> shift)] << 16) | table[(int)((((sum & mask) * f0) + f1) >> shift)];
                long differs = ((long)high << 32) + low - fZero;
                values[to] = differs;
                if (isPair)
                {
                    sum = bSums[count] + gStart;
                    high = (table[(int)((((long)((ulong)sum >> 48) * g6) + g7) >> shift)] << 16) | table[(int)(((((sum >> 32) & mask) * g4) + g5) >> shift)];
                    low = (table[(int)(((((sum >> 16) & mask) * g2) + g3) >> shift)] << 16) | table[(int)((((sum & mask) * g0) + g1) >> shift)];
                    long second = ((long)high << 32) + low - gZero;
                    values[to + 1] = second;
                    differs |= second;
                }

                if (differs != 0)
                {
                    marks[top + row] |= firstMark << column;
                }
            }
        }
    }

    // The same for three outputs in a long.
    private void FinishThrees(int q, int count)
    {
        long[] f = _scales[q];
        long[] g = _scales[q + 1];
        long fStart = f[0], f0 = f[1], f1 = f[2], f2 = f[3], f3 = f[4], f4 = f[5], f5 = f[6];
        long gStart = g[0], g0 = g[1], g1 = g[2], g2 = g[3], g3 = g[4], g4 = g[5], g5 = g[6];
        PackedPicture output = _output;
        bool isPair = _longs != 1;
        long fZero = output.Zero[q];
        long gZero = isPair ? output.Zero[q + 1] : 0;
        long[] aSums = ASums, bSums = BSums;
        int[] found = Found;
        long[] values = output.Values;
        long[] marks = output.Marks;
        byte[] table = _table;
        int shift = _shift;
        long mask = 0x1FFFFF;
        int steps = Steps;
        int before = steps - _columns;
        int rowLongs = output.RowLongs;
        int groups = output.Groups;
        int first = output.First + q;
        int top = output.Top;
        long firstMark = output.FirstMark;
        while (count != 0)
        {
            count--;
            int row = found[count] / steps;
            int column = found[count] - (row * steps) - before;
            if (column >= 0)
            {
                int to = first + (row * rowLongs) + (column * groups);
                long sum = aSums[count] + fStart;
                long high = table[(int)(((((sum >> 42) & mask) * f4) + f5) >> shift)];
                int low = (table[(int)(((((sum >> 21) & mask) * f2) + f3) >> shift)] << 22) | table[(int)((((sum & mask) * f0) + f1) >> shift)];
                long differs = (high << 44) + low - fZero;
                values[to] = differs;
                if (isPair)
                {
                    sum = bSums[count] + gStart;
                    high = table[(int)(((((sum >> 42) & mask) * g4) + g5) >> shift)];
                    low = (table[(int)(((((sum >> 21) & mask) * g2) + g3) >> shift)] << 22) | table[(int)((((sum & mask) * g0) + g1) >> shift)];
                    long second = (high << 44) + low - gZero;
                    values[to + 1] = second;
                    differs |= second;
                }

                if (differs != 0)
                {
                    marks[top + row] |= firstMark << column;
                }
            }
        }
    }
}
