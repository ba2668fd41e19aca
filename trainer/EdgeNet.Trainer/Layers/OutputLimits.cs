namespace EdgeNet.Trainer.Layers;

/// <summary>The limits of a layer's outputs, both inclusive.</summary>
/// <param name="Low">Outputs below become this, 0 to 255.</param>
/// <param name="High">Outputs above become this, Low to 255.</param>
public sealed record OutputLimits(int Low, int High)
{
    /// <summary>All values of a number of bits.</summary>
    /// <param name="bits">1 to 8.</param>
    /// <returns>0 and 2^bits - 1.</returns>
    public static OutputLimits Of(int bits) => new(0, (1 << bits) - 1);

    internal int Clamp(long value) => (int)Math.Clamp(value, Low, High);
}
