using EdgeNet.Core;

namespace EdgeNet.Trainer.Signals;

/// <summary>spectrogram N [mel]: a picture with a row per frame and a column per band.</summary>
/// <param name="Points">Readings of a frame.</param>
/// <param name="Hop">Readings from frame to frame; 0 until the stride decides.</param>
/// <param name="Bank">The bands.</param>
public sealed record SpectrogramSpec(int Points, int Hop, BandsSpec Bank) : SpectralSpec(Points, Hop, Bank)
{
    /// <summary>Its word.</summary>
    public const string Word = "spectrogram";

    internal const int DefaultPoints = 256;

    private const string Mel = "mel";

    /// <summary>Reads the words after the first one.</summary>
    /// <param name="words">The words.</param>
    /// <returns>The picture.</returns>
    public static SpectrogramSpec Read(FeatureWords words)
    {
        int count = words.Number("bands", 1, FilterBank.MaxBands);
        bool isMel = words.TakeOnce(Mel);
        (int points, int hop) = ReadFrames(words, DefaultPoints);
        return new(points, hop, new BandsSpec(count, isMel));
    }

    /// <inheritdoc/>
    internal override void Build(FeaturePlan plan)
    {
        plan.Add(SignalFormat.Spectrogram, Record(plan));
        plan.Picture = Picture(plan, Bank.Count);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Word} {Bank.Count} {(Bank.IsMel ? Mel + " " : "")}{FrameText()}";
}
