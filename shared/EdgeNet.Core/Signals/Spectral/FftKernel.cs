using System;

namespace EdgeNet.Core;

/// <summary>
/// The transforms that <see cref="RealFft"/> is put together from. There are two kernels that give the same integers: <see cref="LoopFft"/>, which is small,
/// and straight-line code in an assembly of its own, which is fast. docs/signals.md defines the arithmetic.
/// </summary>
public abstract class FftKernel
{
    /// <summary>The largest transform of a kernel; <see cref="RealFft"/> merges several for more points.</summary>
    public const int MostPoints = 128;

    /// <summary>The kernel that transforms use which are made from now on, if it has their size; null for loops. Straight-line code puts itself here where it is deployed.</summary>
    public static FftKernel Installed { get; set; }

    /// <summary>The kernel that a transform uses which is made now.</summary>
    /// <param name="points">Points of the transform, 16 to 512.</param>
    /// <returns>The installed one; null for loops.</returns>
    public static FftKernel For(int points) => Installed != null && Installed.Has(points) ? Installed : null;

    /// <summary>Whether the kernel has all that a transform needs.</summary>
    /// <param name="points">Points of the transform, 16 to 512.</param>
    /// <returns>True if it has.</returns>
    public abstract bool Has(int points);

    /// <summary>
    /// Added to pairs of products before they are shifted: half a unit of the result in both lanes, and 2^31 in the low one, so that it is positive.
    /// </summary>
    /// <param name="points">Points of the transform at whose last stage the products are, 8 to 128.</param>
    /// <returns>The number to add.</returns>
    public static long PairRound(int points) => (1L << 31) + (((1L << 32) + 1) << (PairBits(points) - 1));

    /// <summary>Removes what a shift has carried from the high lane into the low one.</summary>
    /// <param name="points">Points of the transform.</param>
    /// <returns>Bits to keep.</returns>
    public static long PairMask(int points) => (-1L << 32) | ((1L << (32 - PairBits(points))) - 1);

    /// <summary>What the 2^31 in the low lane has become after the shift.</summary>
    /// <param name="points">Points of the transform.</param>
    /// <returns>The number to subtract.</returns>
    public static long PairRest(int points) => 1L << (31 - PairBits(points));

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

    /// <summary>Multiplies samples by a Hann window: (sample * weight) >> 15.</summary>
    /// <param name="points">16, 32, 64 or 128.</param>
    /// <param name="samples">Samples.</param>
    /// <param name="from">Where the first is.</param>
    /// <param name="x">Gets what <see cref="Transform"/> reads.</param>
    public abstract void Weigh(int points, short[] samples, int from, long[] x);

    /// <summary>The power of 256 samples that are multiplied by a Hann window, all in one. Only called of straight-line code.</summary>
    /// <param name="samples">Samples, from 0 on.</param>
    /// <param name="power">Gets the sums of the squares of real and imaginary parts, 129.</param>
    public virtual void HannPower256(short[] samples, long[] power) => throw new InvalidOperationException();
}
