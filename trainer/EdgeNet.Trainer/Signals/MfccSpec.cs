using EdgeNet.Core;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>mfcc N [of M]: a picture with a row per frame of the first N mel-frequency cepstral coefficients of M mel bands.</summary>
/// <param name="Coefficients">How many coefficients.</param>
/// <param name="Points">Readings of a frame.</param>
/// <param name="Hop">Readings from frame to frame; 0 until the stride decides.</param>
/// <param name="Bank">The bands.</param>
public sealed record MfccSpec(int Coefficients, int Points, int Hop, BandsSpec Bank) : SpectralSpec(Points, Hop, Bank)
{
    /// <summary>Its word.</summary>
    public const string Word = "mfcc";

    private const int DefaultBands = 40;

    // A step of the first coefficient is 1, of the others a quarter; factors have 12 fractional bits.
    private const int FactorOne = 1 << 12, StepsOfOthers = 4;

    /// <summary>Reads the words after the first one.</summary>
    /// <param name="words">The words.</param>
    /// <returns>The picture.</returns>
    public static MfccSpec Read(FeatureWords words)
    {
        int count = words.Number("coefficients", 1, FilterBank.MaxBands);
        int bands = words.TakeOnce("of") ? words.Number("mel bands", count, FilterBank.MaxBands) : Math.Max(count, DefaultBands);
        (int points, int hop) = ReadFrames(words, SpectrogramSpec.DefaultPoints);
        return new(count, points, hop, new BandsSpec(bands, IsMel: true));
    }

    /// <inheritdoc/>
    internal override void Build(FeaturePlan plan)
    {
        ByteBuffer record = Record(plan).UInt16(Coefficients).UInt16(0);
        for (int k = 0; k < Coefficients; k++)
        {
            double scale = k == 0 ? FactorOne * Math.Sqrt(1.0 / Bank.Count) : FactorOne * StepsOfOthers * Math.Sqrt(2.0 / Bank.Count);
            for (int b = 0; b < Bank.Count; b++)
            {
                record.UInt16((ushort)(short)Math.Round(scale * Math.Cos(Math.PI * k * (b + 0.5) / Bank.Count)));
            }
        }

        plan.Add(SignalFormat.Mfcc, record);
        plan.Picture = Picture(plan, Coefficients);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Word} {Coefficients} of {Bank.Count} {FrameText()}";
}
