using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Signals;

/// <summary>ei-mfe: a picture with a row of 40 mel filters for every 10 ms, as Edge Impulse's MFE block (version 4) computes it.</summary>
public sealed record EiMfeSpec : FeatureSpec
{
    /// <summary>Its word.</summary>
    public const string Word = "ei-mfe";

    private const int Filters = 40;
    private const double Hop = 0.01;

    // 256 steps from the noise floor to 12 dB; a sine of full scale is louder.
    private const double NoiseFloor = -52, Ceiling = 12;
    private const double StepsPerDecibel = 256 / (Ceiling - NoiseFloor);
    private const int FactorBits = 20;

    /// <inheritdoc/>
    public override int HopAt(double rate) => EiFrames.Readings(rate, Hop);

    /// <inheritdoc/>
    internal override void Build(FeaturePlan plan)
    {
        // Edge Impulse's readings go from -1 to 1.
        double stepsPerOctave = StepsPerDecibel * 10 * Math.Log10(2), scale = (EiFrames.LogOfScale + (2 * 15)) * stepsPerOctave;
        plan.Add(SignalFormat.EiMfe, EiFrames.Record(Word, plan, Hop, Filters)
            .Int32((int)Math.Round(stepsPerOctave / (1 << Logarithm.Bits) * (1 << FactorBits)))
            .Int32((int)Math.Round(((-NoiseFloor * StepsPerDecibel) - scale + 0.5) * (1 << FactorBits))));
        plan.Picture = Shape.Grey(EiFrames.Frames(plan, Hop), Filters);
    }

    /// <inheritdoc/>
    public override string ToString() => Word;
}
