namespace EdgeNet.Core;

/// <summary>Average pooling: the mean of each window, channel by channel, rounded to the nearest, within limits. Places outside of the picture do not count.</summary>
public sealed class AveragePoolInfo : PoolInfo
{
    private AveragePoolInfo(LayerRecord record, LayerWindow window, TensorShape input)
        : base(record, window, input)
    {
    }

    /// <inheritdoc/>
    public override string KindName
    {
        get { return "average pool"; }
    }

    /// <summary>Checks what a record says.</summary>
    /// <param name="record">A record of kind average pool.</param>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="maxInput">The largest value of that.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal static AveragePoolInfo Check(LayerRecord record, TensorShape input, int maxInput)
    {
        AveragePoolInfo info = new AveragePoolInfo(record, record.ReadWindow(), input);
        info.Check(record, maxInput, true);
        return info;
    }

    /// <summary>The value from which it rounds away: LiteRT's int8 value 0, or the byte 0.</summary>
    internal int Centre
    {
        get { return Activation.Rounding == ModelFormat.RoundTwice ? 128 : 0; }
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return AveragePoolRunner.OwnRam;
    }

    internal override LayerRunner Load(LayerContext context)
    {
#if NET10_0_OR_GREATER
        return new SimdAveragePoolRunner(this, context);
#else
        return new AveragePoolRunner(this, context);
#endif
    }
}

/// <summary>Runs average pooling.</summary>
internal sealed class AveragePoolRunner : WindowRunner
{
    private readonly int _centre;
    private readonly int _low;
    private readonly int _high;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">Where its tensors are.</param>
    public AveragePoolRunner(AveragePoolInfo info, LayerContext context)
        : base(info, context)
    {
        _centre = info.Centre;
        _low = info.Activation.Low;
        _high = info.Activation.High;
    }

    /// <summary>Heap bytes of the object.</summary>
    public static int OwnRam
    {
        get { return Ram.ObjectBytes(WindowFieldCount + 3); }
    }

    /// <inheritdoc/>
    protected override void See(Tensors tensors, byte[] x, int at, int rows, int columns, int above, int before, byte[] y, int to)
    {
        int channels = Channels;
        int nextRow = (Width - columns) * channels;
        int places = rows * columns;
        int half = places / 2;
        int centre = _centre;
        int start = -places * centre;
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

            // A division cuts off towards 0.
            int mean = ((sum < 0 ? sum - half : sum + half) / places) + centre;
            y[to + c] = (byte)(mean < _low ? _low : mean > _high ? _high : mean);
        }
    }
}
