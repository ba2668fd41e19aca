namespace EdgeNet.Core;

/// <summary>The kinds of stages there are: a new kind adds a line.</summary>
internal static class SignalStages
{
    /// <summary>Reads and checks the record of a stage.</summary>
    /// <param name="kind">One of the kinds of <see cref="SignalFormat"/>.</param>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream that the stage reads; becomes the one that it makes.</param>
    /// <returns>The stage.</returns>
    /// <exception cref="ModelException">The kind is unknown, or the record is wrong.</exception>
    public static SignalStage Read(int kind, ByteReader record, SignalStream stream)
    {
        switch (kind)
        {
            case SignalFormat.Decimate: return new DecimateStage(record, stream);
            case SignalFormat.Biquad: return new BiquadStage(record, stream);
            case SignalFormat.Magnitude: return new MagnitudeStage(record, stream);
            case SignalFormat.Raw: return new RawStage(record, stream);
            case SignalFormat.Statistics: return new StatisticsStage(record, stream);
            case SignalFormat.Bands: return new BandsStage(record, stream);
            case SignalFormat.Spectrogram: return new SpectrogramStage(record, stream);
            case SignalFormat.Mfcc: return new MfccStage(record, stream);
            case SignalFormat.Goertzel: return new GoertzelStage(record, stream);
            case SignalFormat.MicroSpeech: return new MicroSpeechStage(record, stream);
            case SignalFormat.EiMfe: return new EiMfeStage(record, stream);
            case SignalFormat.EiMfcc: return new EiMfccStage(record, stream);
            default: throw record.Error("kind " + kind + ", which this reader does not know");
        }
    }
}
