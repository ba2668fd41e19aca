using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>ei-mfcc: a picture with a row of 13 cepstral coefficients for every 20 ms, as Edge Impulse's MFCC block (version 4) computes it.</summary>
public sealed record EiMfccSpec : FeatureSpec
{
    /// <summary>Its word.</summary>
    public const string Word = "ei-mfcc";

    private const int Coefficients = 13, Filters = 32, Window = 101;
    private const double Hop = 0.02;
    private const double Silence = 1e-10;
    private const int FactorOne = 1 << 12;

    /// <inheritdoc/>
    public override int HopAt(double rate) => EiFrames.Readings(rate, Hop);

    /// <inheritdoc/>
    internal override void Build(FeaturePlan plan)
    {
        ByteBuffer record = EiFrames.Record(Word, plan, Hop, Filters).UInt16(Coefficients).UInt16(Window)
            .UInt16((ushort)(short)Math.Round((1 << Logarithm.Bits) * (Math.Log2(Silence) + EiFrames.LogOfScale))).UInt16(0);
        for (int k = 1; k < Coefficients; k++)
        {
            for (int b = 0; b < Filters; b++)
            {
                record.UInt16((ushort)(short)Math.Round(FactorOne * Math.Sqrt(2.0 / Filters) * Math.Cos(Math.PI * k * (b + 0.5) / Filters)));
            }
        }

        plan.Add(SignalFormat.EiMfcc, record);
        plan.Picture = Shape.Grey(EiFrames.Frames(plan, Hop), Coefficients);
    }

    /// <inheritdoc/>
    public override string ToString() => Word;
}
