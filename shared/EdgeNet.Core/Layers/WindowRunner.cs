namespace EdgeNet.Core;

/// <summary>Moves a window over a picture and hands on what is inside of both. Each kind derives from this what it makes of that.</summary>
internal abstract class WindowRunner : LayerRunner
{
    /// <summary>Fields of this class and the one it derives from, for the memory that a derived object takes.</summary>
    protected const int WindowFieldCount = FieldCount + 12;

    /// <summary>Channels of the picture.</summary>
    protected readonly int Channels;

    /// <summary>Columns of the picture.</summary>
    protected readonly int Width;

    private readonly int _height;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _outputChannels;
    private readonly int _windowHeight;
    private readonly int _windowWidth;
    private readonly int _strideDown;
    private readonly int _strideAcross;
    private readonly int _top;
    private readonly int _left;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">Where its tensors are.</param>
    protected WindowRunner(WindowLayerInfo info, LayerContext context)
        : base(context)
    {
        Channels = info.Input.Channels;
        Width = info.Input.Width;
        _height = info.Input.Height;
        _rows = info.Output.Height;
        _columns = info.Output.Width;
        _outputChannels = info.Output.Channels;
        LayerWindow window = info.Window;
        _windowHeight = window.Height;
        _windowWidth = window.Width;
        _strideDown = window.StrideDown;
        _strideAcross = window.StrideAcross;
        _top = window.Top;
        _left = window.Left;
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        byte[] x = tensors.Slots[InputSlot];
        byte[] y = tensors.Slots[OutputSlot];
        int to = 0;
        int firstRow = -_top;
        for (int row = _rows; row > 0; row--)
        {
            int above = firstRow < 0 ? -firstRow : 0;
            int end = firstRow + _windowHeight;
            int rows = (end < _height ? end : _height) - firstRow - above;
            int rowAt = (firstRow + above) * Width;
            int first = -_left;
            for (int column = _columns; column > 0; column--)
            {
                int before = first < 0 ? -first : 0;
                end = first + _windowWidth;
                int columns = (end < Width ? end : Width) - first - before;
                See(tensors, x, (rowAt + first + before) * Channels, rows, columns, above, before, y, to);
                to += _outputChannels;
                first += _strideAcross;
            }

            firstRow += _strideDown;
        }
    }

    /// <summary>Computes the output of a position.</summary>
    /// <param name="tensors">What all layers share.</param>
    /// <param name="x">The picture.</param>
    /// <param name="at">Index of the first value inside of the window.</param>
    /// <param name="rows">Rows of the picture inside of the window, at least one.</param>
    /// <param name="columns">Columns of it, at least one.</param>
    /// <param name="above">Rows of the window above the picture.</param>
    /// <param name="before">Columns of the window before the picture.</param>
    /// <param name="y">Receives the output.</param>
    /// <param name="to">Index of its first value.</param>
    protected abstract void See(Tensors tensors, byte[] x, int at, int rows, int columns, int above, int before, byte[] y, int to);
}
