namespace EdgeNet.Trainer.Layers;

/// <summary>What a layer's record in section LAYR says, tensors and lengths apart; docs/model-format.md explains the fields.</summary>
/// <param name="Kind">One of the kinds of Core's ModelFormat.</param>
/// <param name="Activation">Function of a hidden layer, else Linear.</param>
/// <param name="WeightBits">Bits of a stored weight; 0 for none.</param>
/// <param name="Bits">Bits of an output.</param>
/// <param name="ZeroPoint">Added after requantisation.</param>
/// <param name="Low">Lowest output.</param>
/// <param name="High">Highest output.</param>
/// <param name="Channels">Channels of the output.</param>
/// <param name="Own">Bytes that only this kind has.</param>
public sealed record LayerFields(int Kind, Activation Activation, int WeightBits, int Bits, int ZeroPoint, int Low, int High, int Channels, byte[] Own)
{
    /// <summary>How sums are rounded.</summary>
    public Rounding Rounding { get; init; }
}
