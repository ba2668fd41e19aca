namespace EdgeNet.Core;

/// <summary>
/// A convolution of 3x3 windows by dot products, with weights in locals: those of four outputs for two longs of each pixel, while it moves over all windows that see
/// anything. Pixels that are as in a blank picture are passed over one by one. Where pixels have more than two longs, it moves over the windows once for every two.
/// </summary>
internal sealed class HeldStage : PictureStage
{
    private const int FieldCount = 17;

    // Outputs and longs of a pixel whose weights are held.
    private const int HeldOutputs = 4;
    private const int HeldLongs = 2;
    private const int WindowLongs = 9 * HeldLongs;

    // Marks of a window's pixels, below the index of its first long.
    private const int MarkBits = 9;
    private const int AllMarks = (1 << MarkBits) - 1;

    private readonly PackedPicture _input;
    private readonly PackedPicture _output;

    // For each block of outputs and each two longs of a pixel the weights, output by output.
    private readonly long[][] _weights;

    // For each block of outputs their multipliers and what is added then, in turns; then what their sums start with.
    private readonly long[][] _scales;

    // For each window that is to be computed, the index of its first long and its marks; and the index of its first output.
    private readonly int[] _windows;
    private readonly int[] _targets;

    // The sums of these windows, where one pass over them is not enough; else null.
    private readonly long[] _sums;
    private readonly byte[] _table;
    private readonly int _topShift;
    private readonly int _shift;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _strideDown;
    private readonly int _strideAcross;
    private readonly int _blocks;
    private readonly int _passes;
    private int _count;

    /// <summary>Creates the step.</summary>
    /// <param name="plan">The layer and how it is laid out.</param>
    /// <param name="file">The model file.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="output">Receives the outputs.</param>
    public HeldStage(StagePlan plan, byte[] file, PackedPicture input, PackedPicture output)
    {
        _input = input;
        _output = output;
        _topShift = plan.TopShift;
        _shift = plan.Scaled.Shift;
        _table = plan.Scaled.Table;
        _rows = plan.Output.Height;
        _columns = plan.Output.Width;
        _strideDown = plan.Window.StrideDown;
        _strideAcross = plan.Window.StrideAcross;
        _blocks = output.Groups;
        _passes = Passes(plan);
        _windows = new int[_rows * _columns];
        _targets = new int[_rows * _columns];
        _sums = _passes == 1 ? null : new long[_windows.Length * HeldOutputs];
        _weights = new long[_blocks * _passes][];
        _scales = new long[_blocks][];
        for (int i = 0; i < _weights.Length; i++)
        {
            _weights[i] = new long[HeldOutputs * WindowLongs];
        }

        byte[] row = new byte[plan.Matrix.Outputs];
        for (int i = 0; i < plan.Matrix.Terms; i++)
        {
            WeightRows.Read(file, plan.Matrix, i, row);
            int group = plan.LongOf(i) % plan.Groups;
            int pass = group / HeldLongs;
            int at = (plan.LongOf(i) / plan.Groups * HeldLongs) + group - FirstGroup(pass);
            for (int o = 0; o < row.Length; o++)
            {
                _weights[(o / output.Lanes * _passes) + pass][(o % output.Lanes * WindowLongs) + at] += (long)(sbyte)row[o] << plan.ShiftOf(i);
            }
        }

        for (int block = 0; block < _blocks; block++)
        {
            _scales[block] = new long[3 * HeldOutputs];
        }

        for (int o = 0; o < row.Length; o++)
        {
            long[] scales = _scales[o / output.Lanes];
            int i = o % output.Lanes;
            scales[2 * i] = plan.Scaled.Multipliers[o];
            scales[(2 * i) + 1] = plan.Scaled.Starts[o];
            scales[(2 * HeldOutputs) + i] = plan.Starts[o];
        }
    }

    /// <summary>Whether it can compute a layer.</summary>
    public static bool Fits(StagePlan plan)
    {
        return plan.Window != null && plan.Window.Height == 3 && plan.Window.Width == 3 && plan.Groups >= HeldLongs;
    }

    /// <summary>Heap bytes of it.</summary>
    /// <param name="plan">The layer.</param>
    /// <param name="outputLanes">Channels in a long of its output.</param>
    public static int RequiredRam(StagePlan plan, int outputLanes)
    {
        int windows = plan.Output.Height * plan.Output.Width;
        int blocks = (plan.Matrix.Outputs + outputLanes - 1) / outputLanes;
        int passes = Passes(plan);
        return Ram.ObjectBytes(FieldCount) + (2 * Ram.ArrayBytes(4, windows)) + (passes == 1 ? 0 : Ram.ArrayBytes(8, windows * HeldOutputs))
            + DotWeights.RequiredRam(blocks * passes, HeldOutputs * WindowLongs) + DotWeights.RequiredRam(blocks, 3 * HeldOutputs)
            + Ram.ArrayBytes(1, plan.Scaled.Table.Length);
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors, bool isBlank)
    {
        if (isBlank)
        {
            AddZero();
        }
        else
        {
            _output.Clear();
        }

        Find(isBlank);
        for (int block = 0; block < _blocks; block++)
        {
            for (int pass = 0; pass < _passes; pass++)
            {
                AddFour(block, pass);
            }
        }
    }

    /// <inheritdoc/>
    public override void KeepAsBlank()
    {
        _output.KeepAsBlank();
    }

    private static int Passes(StagePlan plan)
    {
        return (plan.Groups + HeldLongs - 1) / HeldLongs;
    }

    // The last of an odd number of longs is computed beside the one before, whose weights are zeros then.
    private int FirstGroup(int pass)
    {
        int first = pass * HeldLongs;
        return first + HeldLongs > _input.Groups ? _input.Groups - HeldLongs : first;
    }

    // Adds what was subtracted from every pixel, times the weights.
    private void AddZero()
    {
        for (int i = 0; i < _weights.Length; i++)
        {
            long[] w = _weights[i];
            long[] scales = _scales[i / _passes];
            int first = FirstGroup(i % _passes);
            for (int k = 0; k < w.Length; k++)
            {
                scales[(2 * HeldOutputs) + (k / WindowLongs)] += w[k] * _input.Zero[first + (k % HeldLongs)];
            }
        }
    }

    // Lists the windows to be computed.
    private void Find(bool isBlank)
    {
        PackedPicture input = _input;
        PackedPicture output = _output;
        long[] marks = input.Marks;
        long[] always = input.Always;
        int[] windows = _windows;
        int[] targets = _targets;
        int across = _strideAcross;
        int step = across * input.Groups << MarkBits;
        int groups = output.Groups;
        long seen = AllMarks >> 6;
        int count = 0;
        for (int row = 0; row < _rows; row++)
        {
            int at = row * _strideDown;
            long first = marks[at], middle = marks[at + 1], last = marks[at + 2];
            long any = isBlank ? -1 : first | middle | last;
            long written = 0;
            if (any != 0)
            {
                first |= always[at];
                middle |= always[at + 1];
                last |= always[at + 2];
                at = at * input.RowLongs << MarkBits;
                int to = output.First + (row * output.RowLongs);
                long mark = output.FirstMark;
                for (int column = _columns; column != 0; column--)
                {
                    if ((any & seen) != 0)
                    {
                        windows[count] = at | (isBlank ? AllMarks : (int)((first & seen) | ((middle & seen) << 3) | ((last & seen) << 6)));
                        targets[count] = to;
                        count++;
                        written |= mark;
                    }

                    any >>= across;
                    first >>= across;
                    middle >>= across;
                    last >>= across;
                    mark <<= 1;
                    at += step;
                    to += groups;
                }
            }

            output.Marks[output.Top + row] = output.IsWide ? -1 : written;
        }

        _count = count;
    }

    // A block of outputs of all these windows, as far as two longs of each pixel go.
    private void AddFour(int block, int pass)
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
        long[] f = _scales[block];
        long f0 = f[0], f1 = f[1], f2 = f[2], f3 = f[3], f4 = f[4], f5 = f[5], f6 = f[6], f7 = f[7];
        long start0 = f[8], start1 = f[9], start2 = f[10], start3 = f[11];
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
        int middle = _input.Groups, middle1 = middle + 1, right = 2 * middle, right1 = right + 1;
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
                    long x0 = x[at], x1 = x[at + 1];
                    s0 += (a0 * x0) + (a1 * x1);
                    s1 += (b0 * x0) + (b1 * x1);
                    s2 += (c0 * x0) + (c1 * x1);
                    s3 += (d0 * x0) + (d1 * x1);
                }

                if ((window & 2) != 0)
                {
                    long x0 = x[at + middle], x1 = x[at + middle1];
                    s0 += (a2 * x0) + (a3 * x1);
                    s1 += (b2 * x0) + (b3 * x1);
                    s2 += (c2 * x0) + (c3 * x1);
                    s3 += (d2 * x0) + (d3 * x1);
                }

                if ((window & 4) != 0)
                {
                    long x0 = x[at + right], x1 = x[at + right1];
                    s0 += (a4 * x0) + (a5 * x1);
                    s1 += (b4 * x0) + (b5 * x1);
                    s2 += (c4 * x0) + (c5 * x1);
                    s3 += (d4 * x0) + (d5 * x1);
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
                }

                if ((window & 16) != 0)
                {
                    long x0 = x[at + middle], x1 = x[at + middle1];
                    s0 += (a8 * x0) + (a9 * x1);
                    s1 += (b8 * x0) + (b9 * x1);
                    s2 += (c8 * x0) + (c9 * x1);
                    s3 += (d8 * x0) + (d9 * x1);
                }

                if ((window & 32) != 0)
                {
                    long x0 = x[at + right], x1 = x[at + right1];
                    s0 += (a10 * x0) + (a11 * x1);
                    s1 += (b10 * x0) + (b11 * x1);
                    s2 += (c10 * x0) + (c11 * x1);
                    s3 += (d10 * x0) + (d11 * x1);
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
                }

                if ((window & 128) != 0)
                {
                    long x0 = x[at + middle], x1 = x[at + middle1];
                    s0 += (a14 * x0) + (a15 * x1);
                    s1 += (b14 * x0) + (b15 * x1);
                    s2 += (c14 * x0) + (c15 * x1);
                    s3 += (d14 * x0) + (d15 * x1);
                }

                if ((window & 256) != 0)
                {
                    long x0 = x[at + right], x1 = x[at + right1];
                    s0 += (a16 * x0) + (a17 * x1);
                    s1 += (b16 * x0) + (b17 * x1);
                    s2 += (c16 * x0) + (c17 * x1);
                    s3 += (d16 * x0) + (d17 * x1);
                }
            }

            if (isLast)
            {
                int high = (table[(int)((((s3 >> top) * f6) + f7) >> shift)] << bits) | table[(int)((((s2 >> top) * f4) + f5) >> shift)];
                int low = (table[(int)((((s1 >> top) * f2) + f3) >> shift)] << bits) | table[(int)((((s0 >> top) * f0) + f1) >> shift)];
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
