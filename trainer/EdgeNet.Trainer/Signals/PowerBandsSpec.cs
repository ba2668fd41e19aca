using EdgeNet.Core;

namespace EdgeNet.Trainer.Signals;

/// <summary>bands N: the logarithm of the power in N equal bands of each channel, averaged over the window's frames.</summary>
/// <param name="Points">Readings of a frame.</param>
/// <param name="Hop">Readings from frame to frame.</param>
/// <param name="Bank">The bands.</param>
public sealed record PowerBandsSpec(int Points, int Hop, BandsSpec Bank) : SpectralSpec(Points, Hop, Bank)
{
    /// <summary>Its word.</summary>
    public const string Word = "bands";

    private const int DefaultPoints = 64;

    /// <summary>Reads the words after the first one.</summary>
    /// <param name="words">The words.</param>
    /// <returns>The feature.</returns>
    public static PowerBandsSpec Read(FeatureWords words)
    {
        int count = words.Number("bands", 1, FilterBank.MaxBands);
        (int points, int hop) = ReadFrames(words, DefaultPoints);
        return new(points, hop, new BandsSpec(count, IsMel: false));
    }

    /// <inheritdoc/>
    internal override void Build(FeaturePlan plan)
    {
        plan.Add(SignalFormat.Bands, Record(plan));
        plan.Columns.AddRange(plan.Channels.SelectMany(c => Enumerable.Range(1, Bank.Count).Select(b => $"{c} {Word} {b}")));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Word} {Bank.Count} {FrameText()}";
}
