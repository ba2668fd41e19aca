using EdgeNet.Core;

namespace EdgeNet.Trainer.Layers;

/// <summary>How a sum is brought to the scale of an output. The numbers are those of the model file.</summary>
public enum Rounding
{
    /// <summary>Multiply, add half, shift: what the trainer makes.</summary>
    Once = ModelFormat.RoundOnce,

    /// <summary>First to 31 bits, then to the rest, as LiteRT's reference kernels do.</summary>
    Twice = ModelFormat.RoundTwice,
}

/// <summary>The arithmetic of both.</summary>
internal static class RoundingArithmetic
{
    /// <summary>round(sum * multiplier / 2^shift).</summary>
    public static long Apply(this Rounding rounding, int sum, int multiplier, int shift) =>
        rounding == Rounding.Twice ? Requantizer.RequantizeTwice(sum, multiplier, shift) : Requantizer.Requantize(sum, multiplier, shift);
}
