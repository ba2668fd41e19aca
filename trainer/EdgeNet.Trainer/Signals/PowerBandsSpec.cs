using EdgeNet.Core;

namespace EdgeNet.Trainer.Signals;

/// <summary>bands N: the logarithm of the power in N equal bands of each channel: its mean over the window's frames, or its largest value.</summary>
/// <param name="Points">Readings of a frame.</param>
/// <param name="Hop">Readings from frame to frame; 0 until the stride decides.</param>
/// <param name="Bank">The bands.</param>
/// <param name="IsPlain">Whether frames are transformed without a Hann window.</param>
/// <param name="IsLargest">Whether the largest value counts, else the mean.</param>
public sealed record PowerBandsSpec(int Points, int Hop, BandsSpec Bank, bool IsPlain, bool IsLargest) : SpectralSpec(Points, Hop, Bank)
{
    /// <summary>Its word.</summary>
    public const string Word = "bands";

    private const int DefaultPoints = 64;
    private const string Plain = "plain", Hold = "hold";

    /// <summary>Reads the words after the first one.</summary>
    /// <param name="words">The words.</param>
    /// <returns>The feature.</returns>
    public static PowerBandsSpec Read(FeatureWords words)
    {
        int count = words.Number("bands", 1, FilterBank.MaxBands);
        (int points, int hop) = ReadFrames(words, DefaultPoints);
        bool isPlain = words.TakeOnce(Plain), isLargest = words.TakeOnce(Hold);
        return new(points, hop, new BandsSpec(count, IsMel: false), isPlain, isLargest);
    }

    /// <inheritdoc/>
    internal override bool HasWindow => !IsPlain;

    /// <inheritdoc/>
    internal override void Build(FeaturePlan plan)
    {
        plan.Add(SignalFormat.Bands, Record(plan).UInt16(IsLargest ? 1 : 0).UInt16(0));
        plan.Columns.AddRange(plan.Channels.SelectMany(c => Enumerable.Range(1, Bank.Count).Select(b => $"{c} {Word} {b}")));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Word} {Bank.Count} {FrameText()}{(IsPlain ? " " + Plain : "")}{(IsLargest ? " " + Hold : "")}";
}
