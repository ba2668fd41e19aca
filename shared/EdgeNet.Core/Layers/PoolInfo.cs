namespace EdgeNet.Core;

/// <summary>A layer that makes one value of each window, channel by channel, without weights.</summary>
public abstract class PoolInfo : WindowLayerInfo
{
    internal PoolInfo(LayerRecord record, LayerWindow window, TensorShape input)
        : base(record, window, input, record.Through(window, input))
    {
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

    /// <summary>Checks what the record of a pool says beside its window.</summary>
    /// <param name="record">The record.</param>
    /// <param name="maxInput">The largest value of what it reads.</param>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal void Check(LayerRecord record, int maxInput)
    {
        record.End();
        if (record.IsLast)
        {
            throw record.Error("is " + Name + ", which cannot be the last layer");
        }

        ActivationInfo activation = Activation;
        bool plain = Second == ModelFormat.NoTensor && record.WeightBits == 0
            && activation.Function == ModelFormat.Linear && activation.Rounding == ModelFormat.RoundOnce
            && activation.ZeroPoint == 0 && activation.Low == 0 && activation.High == (1 << activation.Bits) - 1;
        if (!plain)
        {
            throw record.Error("is " + Name + " with fields that it does not use");
        }

        // The layers that follow rely on this when they prove that no sum overflows.
        if (activation.High < maxInput)
        {
            throw record.Error("is " + Name + " of " + activation.Bits + " bits over values up to " + maxInput);
        }

        if (record.Outputs != Input.Channels)
        {
            throw record.Error("cannot pool " + Input.Height + "x" + Input.Width + "x" + Input.Channels + " into " + record.Outputs + " channels");
        }
    }

    // As one says it.
    private string Name
    {
        get { return Kind == ModelFormat.AveragePool ? "an average pool" : "a max pool"; }
    }
}
