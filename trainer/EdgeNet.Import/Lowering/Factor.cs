using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Import.Lowering;

/// <summary>A real factor as integers: multiplier / 2^shift.</summary>
/// <param name="Multiplier">0 to 2^31 - 1.</param>
/// <param name="Shift">1 to 62.</param>
internal readonly record struct Factor(int Multiplier, byte Shift)
{
    private const int Bits = 31;
    private const int MostExponent = 29;

    /// <summary>The factor as LiteRT has it: a fraction of [1/2, 1) with 31 bits, halves away from 0, and a power of two; 0 if it is below 2^-32.</summary>
    /// <param name="factor">0 or more, below 2^29.</param>
    /// <exception cref="UserException">It is larger.</exception>
    public static Factor Of(double factor)
    {
        int exponent = factor > 0 ? Math.ILogB(factor) + 1 : 0;
        if (!(factor >= 0) || exponent > MostExponent)
        {
            throw new UserException("its scales are too far apart for integers");
        }

        long multiplier = (long)Math.Round(Math.ScaleB(factor, Bits - exponent), MidpointRounding.AwayFromZero);
        if (multiplier == 1L << Bits)
        {
            multiplier >>= 1;
            exponent++;
        }

        return exponent < -Bits ? new Factor(0, Bits) : new Factor((int)multiplier, (byte)(Bits - exponent));
    }

    /// <summary>Of a sum of some values, the factor that gives their mean, as LiteRT makes it of the factor of a single value.</summary>
    /// <param name="count">How many values, at least 1.</param>
    public Factor Over(int count)
    {
        // What the division takes from the multiplier's 31 bits, the shift gives back, as far as shifts go.
        int shift = Math.Min(int.Log2(count), (2 * Bits) - Shift);
        return new Factor((int)(((long)Multiplier << shift) / count), (byte)(Shift + shift));
    }

    /// <summary>round(value * factor), rounded twice.</summary>
    public int Apply(int value) => (int)Requantizer.RequantizeTwice(value, Multiplier, Shift);
}
