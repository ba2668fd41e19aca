using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>A Butterworth filter of each channel.</summary>
/// <param name="Word">lowpass, highpass or bandpass.</param>
/// <param name="From">The cut-off, or the lower one, in hertz.</param>
/// <param name="To">The upper cut-off of a bandpass; null for the others.</param>
/// <param name="Order">1 to <see cref="MaxOrder"/>.</param>
public sealed record FilterSpec(string Word, double From, double? To, int Order) : FeatureSpec
{
    /// <summary>The highest order.</summary>
    public const int MaxOrder = 8;

    private const int UsualOrder = 2;
    private const string LowPass = "lowpass", HighPass = "highpass", BandPass = "bandpass";

    // Below, what is rounded away would show; above, the bilinear transform bends too much.
    private const double LowestShare = 0.002, HighestShare = 0.45;

    private const double PoleOne = 1L << BiquadStage.PoleBits, ZeroOne = 1L << BiquadStage.ZeroBits;

    /// <summary>Their words.</summary>
    public static IReadOnlyList<string> Words { get; } = [LowPass, HighPass, BandPass];

    /// <inheritdoc/>
    public override bool IsStep => true;

    /// <summary>Reads the words after the first.</summary>
    /// <param name="word">The first.</param>
    /// <param name="words">The others.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="UserException">A word is not understood.</exception>
    public static FilterSpec Read(string word, FeatureWords words)
    {
        double from = words.Frequency();
        double? to = word == BandPass ? words.Frequency() : null;
        if (to <= from)
        {
            throw words.Error("is not above the lower frequency");
        }

        return new FilterSpec(word, from, to, words.Take("order") ? words.Number("the filter's order", 1, MaxOrder) : UsualOrder);
    }

    /// <inheritdoc/>
    internal override void Build(FeaturePlan plan)
    {
        if (From < LowestShare * plan.Rate || (To ?? From) > HighestShare * plan.Rate)
        {
            throw new UserException($"{this}: at {plan.Rate:0.###} readings a second a filter can be set from {LowestShare * plan.Rate:0.####} to {HighestShare * plan.Rate:0.##} Hz");
        }

        foreach (Butterworth.Section section in To is { } to ? Butterworth.BandPass(From / plan.Rate, to / plan.Rate, Order)
            : Word == LowPass ? Butterworth.LowPass(From / plan.Rate, Order) : Butterworth.HighPass(From / plan.Rate, Order))
        {
            plan.Add(SignalFormat.Biquad, Record(section));
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Word} {From}Hz{(To is null ? "" : $" {To}Hz")}{(Order == UsualOrder ? "" : $" order {Order}")}");

    // The zeros follow from the rounded poles, so that a low pass passes a constant exactly, and the others stop it exactly.
    private ByteBuffer Record(Butterworth.Section section)
    {
        long a1 = (long)Math.Round(section.A1 * PoleOne), a2 = (long)Math.Round(section.A2 * PoleOne), one = 1L << BiquadStage.PoleBits;
        bool isSecond = section.A2 != 0;
        (long b0, long b1, long b2) = Word switch
        {
            LowPass => Shares((one + a1 + a2) << BiquadStage.OutputBits, 1, isSecond),
            HighPass => Shares((one - a1 + a2) << BiquadStage.OutputBits, -1, isSecond),
            _ => OfBand(section, (long)Math.Round(section.B0 * ZeroOne)),
        };
        return new ByteBuffer().Int64(b0).Int64(b1).Int64(b2).Int32((int)a1).Int32((int)a2);
    }

    // Multiples of one number: 1 and twice or not at all.
    private static (long B0, long B1, long B2) OfBand(Butterworth.Section section, long unit) =>
        (unit, Math.Sign(section.B1) * 2 * unit, section.B2 < 0 ? -unit : unit);

    private static (long B0, long B1, long B2) Shares(long sum, int sign, bool isSecond) =>
        isSecond ? (sum / 4, sign * sum / 2, sum / 4) : (sum / 2, sign * sum / 2, 0);
}
