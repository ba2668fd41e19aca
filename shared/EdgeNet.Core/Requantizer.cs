namespace EdgeNet.Core;

/// <summary>Turns a 32-bit sum into the scale of the next layer: multiply, add half, shift. One rounding, as LiteRT's single-rounding kernels do.</summary>
public static class Requantizer
{
    /// <summary>round(sum * multiplier / 2^shift), halves rounded up.</summary>
    /// <param name="sum">A layer's sum of products.</param>
    /// <param name="multiplier">0 to 2^31 - 1.</param>
    /// <param name="shift">1 to 62.</param>
    /// <returns>The rounded quotient. It fits in 64 bits for all arguments in range: |sum * multiplier| is below 2^62.</returns>
    public static long Requantize(int sum, int multiplier, int shift)
    {
        return (((long)sum * multiplier) + (1L << (shift - 1))) >> shift;
    }
}
