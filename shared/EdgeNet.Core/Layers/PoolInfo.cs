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

    /// <summary>Whether its limits are narrower than what it reads.</summary>
    internal bool IsLimited { get; private set; }

    /// <summary>Checks what the record of a pool says beside its window.</summary>
    /// <param name="record">The record.</param>
    /// <param name="maxInput">The largest value of what it reads.</param>
    /// <param name="mayRoundTwice">Whether its arithmetic has the two roundings of LiteRT.</param>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal void Check(LayerRecord record, int maxInput, bool mayRoundTwice)
    {
        record.End();
        record.CheckWithoutWeights(Name, maxInput, false, mayRoundTwice);
        IsLimited = Activation.Low > 0 || Activation.High < maxInput;
        record.CheckChannels(Name, Input);
    }

    // As one says it.
    private string Name
    {
        get { return Kind == ModelFormat.AveragePool ? "an average pool" : "a max pool"; }
    }
}
