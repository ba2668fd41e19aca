using EdgeNet.Core;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>Statistics of each channel of a window. Neighbours in the text become one stage, which reads the window once.</summary>
/// <param name="Statistics">Their words.</param>
public sealed record StatisticsSpec(IReadOnlyList<string> Statistics) : FeatureSpec
{
    /// <summary>The word of each statistic, in the order of their numbers in <see cref="StatisticsStage"/>.</summary>
    public static IReadOnlyList<string> Words { get; } = ["mean", "rms", "std", "min", "max", "range", "crossings", "peaks", "skewness", "kurtosis"];

    /// <inheritdoc/>
    internal override void Build(FeaturePlan plan)
    {
        ByteBuffer record = new ByteBuffer().Byte(Statistics.Count);
        foreach (string statistic in Statistics)
        {
            record.Byte(Words.ToList().IndexOf(statistic));
        }

        plan.Add(SignalFormat.Statistics, record);
        plan.Columns.AddRange(plan.Channels.SelectMany(c => Statistics.Select(s => $"{c} {s}")));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Statistics);
}
