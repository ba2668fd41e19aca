namespace EdgeNet.Core;

/// <summary>
/// A convolution by dot products, of packed pixels: the inputs of a window are in locals and serve all outputs. Windows that see nothing but what is as in a blank
/// picture are passed over. Derived classes have the code for a number of longs; this one has the code for any.
/// </summary>
internal class DotStage : PictureStage
{
    /// <summary>Fields of this class, for the memory that an object takes.</summary>
    protected const int FieldCount = 16;

    /// <summary>For each output its start, its weights, its multiplier and what is added then; of derived classes only.</summary>
    protected readonly long[][] Weights;

    /// <summary>From scaled sums to outputs.</summary>
    protected readonly byte[] Table;

    /// <summary>Bits below the highest lane.</summary>
    protected readonly int TopShift;

    /// <summary>The shift from sums to outputs.</summary>
    protected readonly int Shift;

    /// <summary>Longs of a row of the input.</summary>
    protected readonly int RowLongs;

    /// <summary>The picture that it writes.</summary>
    protected readonly PackedPicture Output;

    private readonly PackedPicture _input;
    private readonly DotBlocks _blocks;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _windowHeight;
    private readonly int _runLongs;
    private readonly int _strideDown;
    private readonly int _strideAcross;
    private readonly int _stepLongs;
    private readonly long _windowMarks;

    /// <summary>Creates the step.</summary>
    /// <param name="plan">The layer and how it is laid out.</param>
    /// <param name="file">The model file.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="output">Receives the outputs.</param>
    public DotStage(StagePlan plan, byte[] file, PackedPicture input, PackedPicture output)
    {
        LayerWindow window = plan.Window;
        _input = input;
        Output = output;
        _rows = plan.Output.Height;
        _columns = plan.Output.Width;
        _windowHeight = window.Height;
        _runLongs = window.Width * plan.Groups;
        _strideDown = window.StrideDown;
        _strideAcross = window.StrideAcross;
        _stepLongs = window.StrideAcross * plan.Groups;
        _windowMarks = window.Width > 62 ? -1 : (1L << window.Width) - 1;
        RowLongs = input.RowLongs;
        TopShift = plan.TopShift;
        Shift = plan.Scaled.Shift;
        Table = plan.Scaled.Table;
        if (IsUnrolled(plan))
        {
            Weights = DotWeights.InRows(plan, file);
        }
        else
        {
            _blocks = new DotBlocks(plan, file);
        }
    }

    /// <summary>Whether there is a derived class for it: windows of 3x3 over pixels of two or four longs.</summary>
    public static bool IsUnrolled(StagePlan plan)
    {
        return plan.Window != null && plan.Window.Height == 3 && plan.Window.Width == 3 && (plan.Groups == 2 || plan.Groups == 4);
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(StagePlan plan)
    {
        return Ram.ObjectBytes(FieldCount)
            + (IsUnrolled(plan) ? Ram.ArrayBytes(1, plan.Scaled.Table.Length) + DotWeights.RequiredRam(plan.Matrix.Outputs, plan.Longs + 3) : DotBlocks.RequiredRam(plan));
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors, bool all)
    {
        PackedPicture output = Output;
        long[] x = _input.Values;
        long[] marks = _input.Marks;
        long windowMarks = _windowMarks;
        int strideAcross = _strideAcross;
        int step = _stepLongs;
        int groups = output.Groups;
        int rowTo = output.First;
        int rowAt = 0;
        int markRow = 0;
        if (!all)
        {
            output.Clear();
        }

        for (int row = 0; row < _rows; row++)
        {
            long seen = all ? -1 : 0;
            for (int i = 0; i < _windowHeight; i++)
            {
                seen |= marks[markRow + i];
            }

            int at = rowAt;
            int to = rowTo;
            long written = 0;
            long mark = output.FirstMark;
            for (int column = _columns; column != 0; column--)
            {
                if ((seen & windowMarks) != 0)
                {
                    See(x, at, to);
                    written |= mark;
                }

                seen >>= strideAcross;
                mark <<= 1;
                at += step;
                to += groups;
            }

            output.Marks[output.Top + row] = output.IsWide ? -1 : written;
            markRow += _strideDown;
            rowAt += _strideDown * RowLongs;
            rowTo += output.RowLongs;
        }
    }

    /// <inheritdoc/>
    public override void KeepAsBlank()
    {
        Output.KeepAsBlank();
    }

    /// <summary>Computes a window.</summary>
    /// <param name="x">The pixels.</param>
    /// <param name="at">Index of the first long inside of it.</param>
    /// <param name="to">Index of the first long of its outputs.</param>
    protected virtual void See(long[] x, int at, int to)
    {
        _blocks.Gather(x, at, _windowHeight, _runLongs, RowLongs);
        _blocks.Emit(Output, to);
    }
}
