namespace EdgeNet.Core;

/// <summary>Max pooling: the largest value of each window, channel by channel. Places outside of the picture do not count.</summary>
public sealed class MaxPoolInfo : PoolInfo
{
    private MaxPoolInfo(LayerRecord record, LayerWindow window, TensorShape input)
        : base(record, window, input)
    {
    }

    /// <inheritdoc/>
    public override string KindName
    {
        get { return "max pool"; }
    }

    /// <summary>Checks what a record says.</summary>
    /// <param name="record">A record of kind max pool.</param>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="maxInput">The largest value of that.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal static MaxPoolInfo Check(LayerRecord record, TensorShape input, int maxInput)
    {
        MaxPoolInfo info = new MaxPoolInfo(record, record.ReadWindow(), input);
        info.Check(record, maxInput, false);
        return info;
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return IsSquare ? SquareMaxPoolRunner.OwnRam : MaxPoolRunner.OwnRam;
    }

    internal override LayerRunner Load(LayerContext context)
    {
        return IsSquare ? new SquareMaxPoolRunner(this, context) : new MaxPoolRunner(this, context);
    }

    private bool IsSquare
    {
        get { return Window.IsTiling(2) && !IsLimited; }
    }
}

/// <summary>Runs max pooling with any window.</summary>
internal sealed class MaxPoolRunner : WindowRunner
{
    private readonly int _low;
    private readonly int _high;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">Where its tensors are.</param>
    public MaxPoolRunner(MaxPoolInfo info, LayerContext context)
        : base(info, context)
    {
        _low = info.Activation.Low;
        _high = info.Activation.High;
    }

    /// <summary>Heap bytes of the object.</summary>
    public static int OwnRam
    {
        get { return Ram.ObjectBytes(WindowFieldCount + 2); }
    }

    /// <inheritdoc/>
    protected override void See(Tensors tensors, byte[] x, int at, int rows, int columns, int above, int before, byte[] y, int to)
    {
        int channels = Channels;
        int nextRow = (Width - columns) * channels;
        for (int c = 0; c < channels; c++)
        {
            int most = _low;
            int from = at + c;
            for (int row = rows; row > 0; row--)
            {
                for (int column = columns; column > 0; column--)
                {
                    int value = x[from];
                    if (value > most)
                    {
                        most = value;
                    }

                    from += channels;
                }

                from += nextRow;
            }

            y[to + c] = (byte)(most > _high ? _high : most);
        }
    }
}

/// <summary>Runs max pooling of squares of 2x2. A last odd row or column is left out.</summary>
internal sealed class SquareMaxPoolRunner : LayerRunner
{
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _channels;
    private readonly int _rowBytes;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">Where its tensors are.</param>
    public SquareMaxPoolRunner(MaxPoolInfo info, LayerContext context)
        : base(context)
    {
        _rows = info.Output.Height;
        _columns = info.Output.Width;
        _channels = info.Output.Channels;
        _rowBytes = info.Input.Width * info.Input.Channels;
    }

    /// <summary>Heap bytes of the object alone.</summary>
    public static int OwnRam
    {
        get { return Ram.ObjectBytes(FieldCount + 4); }
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        byte[] x = tensors.Slots[InputSlot];
        byte[] y = tensors.Slots[OutputSlot];
        int channels = _channels;
        int to = 0;
        for (int row = 0; row < _rows; row++)
        {
            int above = 2 * row * _rowBytes;
            int below = above + _rowBytes;
            for (int column = _columns; column > 0; column--)
            {
                for (int c = channels; c > 0; c--)
                {
                    int most = x[above];
                    int other = x[above + channels];
                    most = other > most ? other : most;
                    other = x[below];
                    most = other > most ? other : most;
                    other = x[below + channels];
                    y[to++] = (byte)(other > most ? other : most);
                    above++;
                    below++;
                }

                above += channels;
                below += channels;
            }
        }
    }
}
