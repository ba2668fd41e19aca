namespace EdgeNet.Core;

/// <summary>Turns a 32-bit sum into the scale of the next layer: multiply and shift, rounding to the nearest.</summary>
public static class Requantizer
{
    /// <summary>The largest shift.</summary>
    public const int MaxShift = 62;

    /// <summary>round(sum * multiplier / 2^shift), halves rounded up: one rounding, as LiteRT's single-rounding kernels do.</summary>
    /// <param name="sum">A layer's sum of products.</param>
    /// <param name="multiplier">0 to 2^31 - 1.</param>
    /// <param name="shift">1 to 62.</param>
    /// <returns>The rounded quotient. It fits in 64 bits for all arguments in range: |sum * multiplier| is below 2^62.</returns>
    public static long Requantize(int sum, int multiplier, int shift)
    {
        return (((long)sum * multiplier) + (1L << (shift - 1))) >> shift;
    }

    /// <summary>
    /// The same with two roundings, as LiteRT's default kernels do: first to 31 bits, halves up, then to the rest, halves away from zero.
    /// Equal to <see cref="Requantize"/> for shifts up to 31.
    /// </summary>
    /// <param name="sum">A layer's sum of products.</param>
    /// <param name="multiplier">0 to 2^31 - 1.</param>
    /// <param name="shift">1 to 62.</param>
    /// <returns>The rounded quotient.</returns>
    public static long RequantizeTwice(int sum, int multiplier, int shift)
    {
        if (shift <= 31)
        {
            return Requantize(sum, multiplier, shift);
        }

        int rest = shift - 31;
        long rounded = (((long)sum * multiplier) + (1L << 30)) >> 31;
        return (rounded + (1L << (rest - 1)) - (rounded < 0 ? 1 : 0)) >> rest;
    }
}
