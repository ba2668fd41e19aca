using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>goertzel 50Hz 120Hz: the logarithm of each channel's power at a few frequencies.</summary>
/// <param name="Frequencies">In hertz.</param>
public sealed record GoertzelSpec(IReadOnlyList<double> Frequencies) : FeatureSpec
{
    /// <summary>Its word.</summary>
    public const string Word = "goertzel";

    /// <summary>Reads the words after the first one.</summary>
    /// <param name="words">The words.</param>
    /// <returns>The feature.</returns>
    public static GoertzelSpec Read(FeatureWords words)
    {
        List<double> frequencies = [words.Frequency()];
        while (words.HasMore && frequencies.Count < GoertzelStage.MaxFrequencies)
        {
            frequencies.Add(words.Frequency());
        }

        return new(frequencies);
    }

    /// <inheritdoc/>
    internal override void Build(FeaturePlan plan)
    {
        ByteBuffer record = new ByteBuffer().UInt16(Frequencies.Count).UInt16(0);
        foreach (double frequency in Frequencies)
        {
            double angle = 2 * Math.PI * frequency / plan.Rate, one = 1 << Cosines.Bits;
            double cosine = Math.Round(one * Math.Cos(angle)), real = Math.Acos(cosine / one) * plan.Rate / (2 * Math.PI);
            if (frequency >= plan.Rate / 2 || Math.Abs(real - frequency) > plan.Rate / plan.Window / 4)
            {
                throw new UserException(frequency >= plan.Rate / 2
                    ? $"{Word} {Text(frequency)}: {plan.Rate:0.###} readings per second hold frequencies below {Text(plan.Rate / 2)}"
                    : $"{Word} {Text(frequency)}: too low beside {plan.Rate:0.###} readings per second; decimate the stream first, or use bands");
            }

            record.UInt16((ushort)(short)cosine).UInt16((ushort)(short)Math.Round(one * Math.Sin(angle)));
        }

        plan.Add(SignalFormat.Goertzel, record);
        plan.Columns.AddRange(plan.Channels.SelectMany(c => Frequencies.Select(f => $"{c} {Text(f)}")));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Word} {string.Join(' ', Frequencies.Select(Text))}";

    private static string Text(double frequency) => frequency.ToString("0.###", CultureInfo.InvariantCulture) + "Hz";
}
