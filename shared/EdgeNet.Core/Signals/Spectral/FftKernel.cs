namespace EdgeNet.Core;

/// <summary>
/// The transforms that <see cref="RealFft"/> is put together from. There are two kernels that give the same integers: <see cref="LoopFft"/>, which is small,
/// and straight-line code in an assembly of its own, which is fast. docs/signals.md defines the arithmetic.
/// </summary>
public abstract class FftKernel
{
    /// <summary>The largest transform of a kernel; <see cref="RealFft"/> merges several for more points.</summary>
    public const int MostPoints = 128;

    /// <summary>Added to packed products before they are shifted: both lanes are rounded, and the low one becomes positive.</summary>
    /// <param name="points">Points of the transform at whose last stage the products are, 8 to 128.</param>
    /// <returns>The number to add.</returns>
    public static long PairBias(int points)
    {
        int bits = PairBits(points);
        return (1L << (31 + bits)) + (1L << 31) + (1L << (bits - 1));
    }

    /// <summary>Fractional bits of the factors that two packed transforms are multiplied by: with 16-bit samples, both products have 32 bits.</summary>
    /// <param name="points">Points of the transform at whose last stage the products are, 8 to 128.</param>
    /// <returns>14 for 8 points, one fewer for each doubling.</returns>
    public static int PairBits(int points)
    {
        int bits = Cosines.Bits;
        for (int n = 8; n < points; n += n)
        {
            bits--;
        }

        return bits;
    }

    /// <summary>Transforms real numbers.</summary>
    /// <param name="points">16, 32, 64 or 128.</param>
    /// <param name="x">So many numbers of at most 16 bits with their sign.</param>
    /// <param name="re">Gets the real parts, points / 2 + 1.</param>
    /// <param name="im">Gets the imaginary parts from 1 to points / 2 - 1; others stay as they are.</param>
    public abstract void Transform(int points, long[] x, long[] re, long[] im);

    /// <summary>Transforms two sequences of 128 real numbers at once, of which each long holds two, low + high * 2^32, in the input and in the output.</summary>
    /// <param name="x">128 pairs of numbers of at most 16 bits with their sign.</param>
    /// <param name="re">Gets 65 pairs of real parts.</param>
    /// <param name="im">Gets the pairs of imaginary parts from 1 to 63; others stay as they are.</param>
    public abstract void TransformPairs(long[] x, long[] re, long[] im);
}
