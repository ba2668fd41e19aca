namespace EdgeNet.Trainer.Quantization.Arithmetic;

/// <summary>Writes a real factor as a 31-bit multiplier and a shift.</summary>
public static class FixedPoint
{
    /// <summary>Factors are below this.</summary>
    public const double FactorLimit = 1 << (MultiplierBits - 1);

    private const int MultiplierBits = 31;
    private const int MaxShift = 62;

    /// <summary>Finds multipliers for two factors with one shift.</summary>
    /// <param name="first">0 or more, below 2^30.</param>
    /// <param name="second">0 or more, below 2^30.</param>
    /// <returns>Multipliers from 0 to 2^31 - 1 and a shift from 1 to 62.</returns>
    public static (int[] Multipliers, byte Shift) Common(double first, double second)
    {
        byte shift = Of(Math.Max(first, second)).Shift;
        return ([(int)Math.Round(Math.ScaleB(first, shift)), (int)Math.Round(Math.ScaleB(second, shift))], shift);
    }

    /// <summary>Finds multiplier and shift with factor = multiplier / 2^shift as nearly as 31 bits allow.</summary>
    /// <param name="factor">0 or more, below 2^30.</param>
    /// <returns>A multiplier from 0 to 2^31 - 1 and a shift from 1 to 62.</returns>
    public static (int Multiplier, byte Shift) Of(double factor)
    {
        if (!(factor >= 0 && factor < FactorLimit))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "a requantisation factor is between 0 and 2^30");
        }

        if (factor == 0)
        {
            return (0, 1);
        }

        int exponent = Math.ILogB(factor) + 1;
        int shift = Math.Min(MultiplierBits - exponent, MaxShift);
        long multiplier = (long)Math.Round(Math.ScaleB(factor, shift));
        if (multiplier == 1L << MultiplierBits)
        {
            multiplier >>= 1;
            shift--;
        }

        return ((int)multiplier, (byte)shift);
    }
}
