namespace EdgeNet.Core;

/// <summary>Max pooling: the largest value of each 2x2 square, channel by channel. A last odd row or column is left out.</summary>
public sealed class MaxPoolInfo : LayerInfo
{
    private MaxPoolInfo(LayerRecord record, TensorShape input)
        : base(record, input, new TensorShape(input.Height / 2, input.Width / 2, input.Channels))
    {
    }

    /// <inheritdoc/>
    public override string KindName
    {
        get { return "max pool"; }
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

    /// <summary>Checks what a record says.</summary>
    /// <param name="record">A record of kind max pool.</param>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="maxInput">The largest value of that.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal static MaxPoolInfo Check(LayerRecord record, TensorShape input, int maxInput)
    {
        LayerWindow window = new LayerWindow(record);
        record.End();
        if (record.IsLast)
        {
            throw record.Error("is a max pool, which cannot be the last layer");
        }

        ActivationInfo activation = record.Activation;
        bool plain = record.Second == ModelFormat.NoTensor && record.WeightBits == 0
            && activation.Function == ModelFormat.Linear && activation.Rounding == ModelFormat.RoundOnce
            && activation.ZeroPoint == 0 && activation.Low == 0 && activation.High == (1 << activation.Bits) - 1;
        if (!plain)
        {
            throw record.Error("is a max pool with fields that a max pool does not use");
        }

        // The layers that follow rely on this when they prove that no sum overflows.
        if (activation.High < maxInput)
        {
            throw record.Error("is a max pool of " + activation.Bits + " bits over values up to " + maxInput);
        }

        if (!window.IsTiling(2))
        {
            throw record.Error("is a max pool whose windows are not 2x2, which this reader does not know");
        }

        if (input.Height < 2 || input.Width < 2 || record.Outputs != input.Channels)
        {
            throw record.Error("cannot pool " + input.Height + "x" + input.Width + "x" + input.Channels + " into " + record.Outputs + " channels");
        }

        return new MaxPoolInfo(record, input);
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return MaxPoolRunner.OwnRam;
    }

    internal override LayerRunner Load(LayerContext context)
    {
        return new MaxPoolRunner(this, context);
    }
}

/// <summary>Runs max pooling.</summary>
internal sealed class MaxPoolRunner : LayerRunner
{
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _channels;
    private readonly int _rowBytes;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">Where its tensors are.</param>
    public MaxPoolRunner(MaxPoolInfo info, LayerContext context)
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
