using System.Numerics;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Quantization;

/// <summary>What is normal, in integers: all that the section ANOM says. Distances are to centres, or to what the network reconstructs.</summary>
public sealed record QuantizedAnomaly
{
    /// <summary>A deviation from the centre of one standard deviation counts this much.</summary>
    internal const int UnitsPerDeviation = 256;

    private const int MaxNumber = ushort.MaxValue;
    private const int MaxShift = 31;

    /// <summary>Bits after the point of a centre's values.</summary>
    public required int FractionBits { get; init; }

    /// <summary>Centres, each with one value per input in units of the quantised input with <see cref="FractionBits"/>; empty for a reconstruction.</summary>
    public required ushort[][] Centres { get; init; }

    /// <summary>One list per centre, or one for the reconstruction.</summary>
    public required ushort[][] Weights { get; init; }

    /// <summary>Products of distance and weight are shifted right by this, 0 to 31.</summary>
    public required int Shift { get; init; }

    /// <summary>A logit times this,</summary>
    public int Multiplier { get; init; }

    /// <summary>shifted right by this, with rounding,</summary>
    public int LogitShift { get; init; }

    /// <summary>plus this is a value of the reconstruction.</summary>
    public int Offset { get; init; }

    /// <summary>The largest score of a normal input.</summary>
    public int Threshold { get; init; } = 1;

    /// <summary>Whether the network reconstructs its input.</summary>
    public bool Reconstructs => Centres.Length == 0;

    /// <summary>Bits after the point that fill 16 bits.</summary>
    internal static int FractionBitsFor(int inputBits) => 16 - inputBits;

    /// <summary>Brings deviations to weights with one shift.</summary>
    /// <param name="deviations">Standard deviations in units of the quantised input with its fraction bits, above 0; lists as of centres.</param>
    /// <returns>The weights, and the shift.</returns>
    internal static (ushort[][] Weights, int Shift) WeightsOf(double[][] deviations)
    {
        double most = UnitsPerDeviation / deviations.Min(d => d.Min());
        int shift = Math.Clamp((int)Math.Floor(Math.Log2(MaxNumber / most)), 0, MaxShift);
        return ([.. deviations.Select(list => Array.ConvertAll(list, d => (ushort)Math.Min(MaxNumber, Math.Round(Math.ScaleB(UnitsPerDeviation / d, shift)))))], shift);
    }

    /// <summary>How logits become values of the reconstruction.</summary>
    /// <param name="factor">Units of the reconstruction per logit.</param>
    /// <param name="offset">Added to them.</param>
    /// <returns>The same with the three numbers set.</returns>
    internal QuantizedAnomaly WithLogits(double factor, double offset)
    {
        (int multiplier, byte shift) = FixedPoint.Of(factor);
        return this with { Multiplier = multiplier, LogitShift = shift, Offset = (int)Math.Round(offset) };
    }

    /// <summary>The score of a quantised input, computed the plain way.</summary>
    internal int Score(int[] x, int[] logits)
    {
        BigInteger least = -1;
        for (int c = 0; c < Weights.Length; c++)
        {
            BigInteger sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                int centre = Reconstructs ? Reconstructed(logits[i]) : Centres[c][i];
                BigInteger part = ((BigInteger)((x[i] << FractionBits) - centre) * Weights[c][i]) >> Shift;
                sum += part * part;
            }

            least = least < 0 || sum < least ? sum : least;
        }

        return (int)RootOf(least);
    }

    /// <summary>The value of the reconstruction that a logit stands for.</summary>
    internal int Reconstructed(int logit) =>
        (int)BigInteger.Max(0, BigInteger.Min(MaxNumber, ((((BigInteger)logit * Multiplier) + (BigInteger.One << (LogitShift - 1))) >> LogitShift) + Offset));

    // Newton's method, from above.
    private static BigInteger RootOf(BigInteger square)
    {
        BigInteger root = BigInteger.One << 31;
        for (BigInteger next = (root + (square / root)) / 2; root > 0 && next < root; next = root > 0 ? (root + (square / root)) / 2 : 0)
        {
            root = next;
        }

        return root;
    }
}
