using EdgeNet.Core;

namespace EdgeNet.Trainer.Signals;

/// <summary>What stages of a pipeline are called in reports: as in the text from which they were made, as far as a stage tells.</summary>
public static class StageNames
{
    /// <summary>The name of a stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <returns>Its name.</returns>
    public static string Of(SignalStage stage) => stage.Kind switch
    {
        SignalFormat.Decimate => "decimate",
        SignalFormat.Biquad => "filter",
        SignalFormat.Magnitude => "magnitude",
        SignalFormat.Statistics => "statistics",
        SignalFormat.Bands => "bands",
        SignalFormat.Goertzel => "goertzel",
        SignalFormat.Spectrogram => "spectrogram",
        SignalFormat.Mfcc => "mfcc",
        SignalFormat.MicroSpeech => "micro-speech",
        SignalFormat.EiMfe => "ei-mfe",
        SignalFormat.EiMfcc => "ei-mfcc",
        _ => "raw",
    };
}
