namespace EdgeNet.Core;

/// <summary>
/// A convolution of 3x3 windows by dot products, with weights in locals: those of four outputs for two or three longs of each pixel, while it moves over all windows
/// that see anything. Pixels that are as in a blank picture are passed over one by one. Where pixels have more longs, it moves over the windows several times.
/// </summary>
internal sealed partial class HeldStage : PictureStage
{
    private const int FieldCount = 18;

    // Outputs whose weights are held, and pixels of a window.
    private const int HeldOutputs = 4;
    private const int Pixels = 9;

    // Longs of a pixel whose weights are held: two or three.
    private const int LeastLongs = 2;

    // Marks of a window's pixels, below the index of its first long.
    private const int MarkBits = Pixels;
    private const int AllMarks = (1 << MarkBits) - 1;

    private readonly PackedPicture _input;
    private readonly PackedPicture _output;

    // For each block of outputs and each pass over the windows the weights, output by output.
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

    // Whether every pass has two longs: then the weights of eight outputs are held.
    private readonly bool _hasEights;
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
        _passes = PassesOf(plan.Groups);
        _hasEights = plan.Groups == LeastLongs * _passes;
        _windows = new int[_rows * _columns];
        _targets = new int[_rows * _columns];
        _sums = _passes == 1 ? null : new long[_windows.Length * 2 * HeldOutputs];
        _weights = new long[_blocks * _passes][];
        _scales = new long[_blocks][];
        for (int i = 0; i < _weights.Length; i++)
        {
            _weights[i] = new long[HeldOutputs * Pixels * LongsOf(i % _passes, plan.Groups)];
        }

        int lanes = output.Lanes;
        int groups = plan.Groups;
        byte[] row = new byte[plan.Matrix.Outputs];
        for (int i = 0; i < plan.Matrix.Terms; i++)
        {
            WeightRows.Read(file, plan.Matrix, i, row);
            int at = plan.LongOf(i);
            int shift = plan.ShiftOf(i);
            int group = at % groups;
            int pass = 0;
            while (group >= FirstGroup(pass + 1))
            {
                pass++;
            }

            int longs = LongsOf(pass, groups);
            at = (at / groups * longs) + group - FirstGroup(pass);
            int o = 0;
            for (int piece = pass; piece < _weights.Length; piece += _passes)
            {
                long[] weights = _weights[piece];
                int to = at;
                for (int lane = 0; lane < lanes && o < row.Length; lane++)
                {
                    weights[to] += (long)(sbyte)row[o] << shift;
                    to += Pixels * longs;
                    o++;
                }
            }
        }

        for (int block = 0; block < _blocks; block++)
        {
            _scales[block] = new long[3 * HeldOutputs];
        }

        for (int o = 0; o < row.Length; o++)
        {
            long[] scales = _scales[o / lanes];
            int i = o % lanes;
            scales[2 * i] = plan.Scaled.Multipliers[o];
            scales[(2 * i) + 1] = plan.Scaled.Starts[o];
            scales[(2 * HeldOutputs) + i] = plan.Starts[o];
        }
    }

    /// <summary>Whether it can compute a layer.</summary>
    public static bool Fits(StagePlan plan)
    {
        return plan.Window != null && plan.Window.Height == 3 && plan.Window.Width == 3 && plan.Groups >= LeastLongs;
    }

    /// <summary>Heap bytes of it.</summary>
    /// <param name="plan">The layer.</param>
    /// <param name="outputLanes">Channels in a long of its output.</param>
    public static int RequiredRam(StagePlan plan, int outputLanes)
    {
        int windows = plan.Output.Height * plan.Output.Width;
        int blocks = (plan.Matrix.Outputs + outputLanes - 1) / outputLanes;
        int passes = PassesOf(plan.Groups);
        int weights = 0;
        for (int pass = 0; pass < passes; pass++)
        {
            weights += blocks * Ram.ArrayBytes(8, HeldOutputs * Pixels * LongsOf(pass, plan.Groups));
        }

        return Ram.ObjectBytes(FieldCount) + (2 * Ram.ArrayBytes(4, windows)) + (passes == 1 ? 0 : Ram.ArrayBytes(8, windows * 2 * HeldOutputs))
            + Ram.ArrayBytes(Ram.ReferenceBytes, blocks * passes) + weights + DotWeights.RequiredRam(blocks, 3 * HeldOutputs)
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
        int step;
        for (int block = 0; block < _blocks; block += step)
        {
            step = _hasEights && block + 1 < _blocks ? 2 : 1;
            for (int pass = 0; pass < _passes; pass++)
            {
                if (step == 2)
                {
                    AddEight(block, pass);
                }
                else if (LongsOf(pass, _input.Groups) == LeastLongs)
                {
                    AddTwo(block, pass);
                }
                else
                {
                    AddThree(block, pass);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void KeepAsBlank()
    {
        _output.KeepAsBlank();
    }

    // As few as there can be of two or three longs each.
    private static int PassesOf(int groups)
    {
        return (groups + 2) / 3;
    }

    // The first passes have three longs.
    private static int LongsOf(int pass, int groups)
    {
        return pass < groups - (LeastLongs * PassesOf(groups)) ? 3 : LeastLongs;
    }

    private int FirstGroup(int pass)
    {
        int threes = _input.Groups - (LeastLongs * _passes);
        return (LeastLongs * pass) + (pass < threes ? pass : threes);
    }

    // Adds what was subtracted from every pixel, times the weights.
    private void AddZero()
    {
        for (int i = 0; i < _weights.Length; i++)
        {
            long[] w = _weights[i];
            long[] scales = _scales[i / _passes];
            int first = FirstGroup(i % _passes);
            int longs = LongsOf(i % _passes, _input.Groups);
            for (int k = 0; k < w.Length; k++)
            {
                scales[(2 * HeldOutputs) + (k / (Pixels * longs))] += w[k] * _input.Zero[first + (k % longs)];
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
}
