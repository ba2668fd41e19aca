namespace EdgeNet.Core;

/// <summary>The mean of each window, channel by channel, requantised: it has a step of its own. Windows do not overlap and leave nothing out between them.</summary>
public sealed class MeanInfo : WindowLayerInfo
{
    private MeanInfo(LayerRecord record, LayerWindow window, TensorShape input)
        : base(record, window, input, record.Through(window, input))
    {
        Multiplier = record.Multiplier("multiplier");
        Shift = record.Shift("shift");
        Zero = record.Byte("zero point of the input");
        record.Zero(2);
        record.End();
    }

    /// <inheritdoc/>
    public override string KindName
    {
        get { return "mean"; }
    }

    /// <inheritdoc/>
    public override int Macs
    {
        get { return 0; }
    }

    /// <inheritdoc/>
    public override MatrixInfo Matrix
    {
        get { return null; }
    }

    /// <summary>Factor of a sum, with the number of places in it: 0 to 2^31 - 1.</summary>
    public int Multiplier { get; }

    /// <summary>The product is divided by 2 to this power, 1 to 62.</summary>
    public int Shift { get; }

    /// <summary>The byte that means 0 in what it reads.</summary>
    public int Zero { get; }

    /// <summary>Checks what a record says.</summary>
    /// <param name="record">A record of kind mean.</param>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="maxInput">The largest value of that.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal static MeanInfo Check(LayerRecord record, TensorShape input, int maxInput)
    {
        LayerWindow window = record.ReadWindow();
        MeanInfo info = new MeanInfo(record, window, input);
        record.CheckWithoutWeights("a mean", maxInput, false, true);
        if (window.IsPadded || (window.StrideDown != window.Height && info.Output.Height > 1) || (window.StrideAcross != window.Width && info.Output.Width > 1))
        {
            throw record.Error("is a mean whose windows have padding or do not lie side by side");
        }

        record.CheckChannels("a mean", input);
        return info;
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return MeanRunner.OwnRam;
    }

    internal override LayerRunner Load(LayerContext context)
    {
        return new MeanRunner(this, context);
    }
}

/// <summary>Runs a mean.</summary>
internal sealed class MeanRunner : WindowRunner
{
    private readonly int _multiplier;
    private readonly int _shift;
    private readonly bool _twice;
    private readonly int _zero;
    private readonly int _zeroPoint;
    private readonly int _low;
    private readonly int _high;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">Where its tensors are.</param>
    public MeanRunner(MeanInfo info, LayerContext context)
        : base(info, context)
    {
        _multiplier = info.Multiplier;
        _shift = info.Shift;
        _twice = info.Activation.Rounding == ModelFormat.RoundTwice;
        _zero = info.Zero;
        _zeroPoint = info.Activation.ZeroPoint;
        _low = info.Activation.Low;
        _high = info.Activation.High;
    }

    /// <summary>Heap bytes of the object.</summary>
    public static int OwnRam
    {
        get { return Ram.ObjectBytes(WindowFieldCount + 7); }
    }

    /// <inheritdoc/>
    protected override void See(Tensors tensors, byte[] x, int at, int rows, int columns, int above, int before, byte[] y, int to)
    {
        int channels = Channels;
        int nextRow = (Width - columns) * channels;
        int start = -rows * columns * _zero;
        for (int c = 0; c < channels; c++)
        {
            int sum = start;
            int from = at + c;
            for (int row = rows; row > 0; row--)
            {
                for (int column = columns; column > 0; column--)
                {
                    sum += x[from];
                    from += channels;
                }

                from += nextRow;
            }

            long scaled = (_twice ? Requantizer.RequantizeTwice(sum, _multiplier, _shift) : Requantizer.Requantize(sum, _multiplier, _shift)) + _zeroPoint;
            y[to + c] = (byte)(scaled < _low ? _low : scaled > _high ? _high : scaled);
        }
    }
}
