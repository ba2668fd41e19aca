namespace EdgeNet.Core;

/// <summary>
/// A convolution by dot products, of packed pixels: the inputs of a window are in locals and serve all outputs. Windows that see nothing but what is as in a blank
/// picture are passed over.
/// </summary>
internal sealed class DotStage : PictureStage
{
    private const int FieldCount = 12;

    private readonly PackedPicture _input;
    private readonly PackedPicture _output;
    private readonly DotBlocks _blocks;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _windowHeight;
    private readonly int _runLongs;
    private readonly int _rowLongs;
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
        _output = output;
        _rows = plan.Output.Height;
        _columns = plan.Output.Width;
        _windowHeight = window.Height;
        _runLongs = window.Width * plan.Groups;
        _strideDown = window.StrideDown;
        _strideAcross = window.StrideAcross;
        _stepLongs = window.StrideAcross * plan.Groups;
        _windowMarks = window.Width > 62 ? -1 : (1L << window.Width) - 1;
        _rowLongs = input.RowLongs;
        _blocks = new DotBlocks(plan, file);
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(StagePlan plan)
    {
        return Ram.ObjectBytes(FieldCount) + DotBlocks.RequiredRam(plan);
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors, bool isBlank)
    {
        PackedPicture output = _output;
        long[] x = _input.Values;
        long[] marks = _input.Marks;
        long windowMarks = _windowMarks;
        int strideAcross = _strideAcross;
        int step = _stepLongs;
        int groups = output.Groups;
        int rowTo = output.First;
        int rowAt = 0;
        int markRow = 0;
        if (isBlank)
        {
            _blocks.AddZero(_input);
        }
        else
        {
            output.Clear();
        }

        for (int row = 0; row < _rows; row++)
        {
            long seen = isBlank ? -1 : 0;
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
                    _blocks.Gather(x, at, _windowHeight, _runLongs, _rowLongs);
                    _blocks.Emit(output, to);
                    written |= mark;
                }

                seen >>= strideAcross;
                mark <<= 1;
                at += step;
                to += groups;
            }

            output.Marks[output.Top + row] = output.IsWide ? -1 : written;
            markRow += _strideDown;
            rowAt += _strideDown * _rowLongs;
            rowTo += output.RowLongs;
        }
    }

    /// <inheritdoc/>
    public override void KeepAsBlank()
    {
        _output.KeepAsBlank();
    }
}
