using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>Every Nth reading, after a low pass that leaves nothing that would be taken for a lower frequency.</summary>
/// <param name="Factor">N, 2 to <see cref="DecimateStage.MaxFactor"/>.</param>
public sealed record DecimateSpec(int Factor) : FeatureSpec
{
    // Coefficients for every reading that becomes one; the middle of the slope in half the new rate; the shape of a Kaiser window for 50 dB.
    private const int TapsPerReading = 8;
    private const double Cutoff = 0.85;
    private const double Beta = 4.55;

    /// <inheritdoc/>
    public override bool IsStep => true;

    /// <inheritdoc/>
    public override int Decimation => Factor;

    /// <summary>Reads the words after the first.</summary>
    /// <param name="words">The words.</param>
    /// <returns>The step.</returns>
    /// <exception cref="UserException">A word is not understood.</exception>
    public static DecimateSpec Read(FeatureWords words) => new(words.Number("readings that become one", 2, DecimateStage.MaxFactor));

    /// <summary>The first half of the coefficients of the low pass, the other half being its reflection.</summary>
    /// <param name="factor">Readings that become one.</param>
    /// <returns>Coefficients whose sum is exactly half of 1, which is 2^15.</returns>
    internal static short[] Design(int factor)
    {
        int taps = TapsPerReading * factor;
        double[] wanted = new double[taps / 2];
        for (int i = 0; i < wanted.Length; i++)
        {
            double at = i - ((taps - 1) / 2.0), angle = Math.PI * Cutoff * at / factor, edge = 2.0 * at / taps;
            wanted[i] = Math.Sin(angle) / angle * Bessel(Beta * Math.Sqrt(1 - (edge * edge)));
        }

        double half = (1 << (DecimateStage.CoefficientBits - 1)) / wanted.Sum();
        int[] rounded = [.. wanted.Select(w => (int)Math.Round(w * half))];
        rounded[^1] += (1 << (DecimateStage.CoefficientBits - 1)) - rounded.Sum();
        return Array.ConvertAll(rounded, r => checked((short)r));
    }

    /// <inheritdoc/>
    internal override void Build(FeaturePlan plan)
    {
        short[] half = Design(Factor);
        ByteBuffer record = new ByteBuffer().Byte(Factor).Byte(0).UInt16(half.Length);
        foreach (short coefficient in half)
        {
            record.UInt16((ushort)coefficient);
        }

        plan.Add(SignalFormat.Decimate, record);
        plan.Rate /= Factor;
        plan.Window /= Factor;
        plan.Stride /= Factor;
    }

    /// <inheritdoc/>
    public override string ToString() => $"decimate {Factor}";

    // The modified Bessel function of the first kind, by its series.
    private static double Bessel(double x)
    {
        double term = 1, sum = 1;
        for (int k = 1; term > 1e-12 * sum; k++)
        {
            term *= x / (2.0 * k) * (x / (2.0 * k));
            sum += term;
        }

        return sum;
    }
}
