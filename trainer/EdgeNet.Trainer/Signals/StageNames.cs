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

    /// <summary>What a part of the code that stages have in common does.</summary>
    /// <param name="type">Name of its class.</param>
    /// <returns>A word of docs/signals.md.</returns>
    public static string OfPart(string type) => type switch
    {
        "StraightLineFft" or nameof(LoopFft) or nameof(FftKernel) or nameof(RealFft) or nameof(HannWindow) => "fft",
        nameof(FilterBank) => "mel and other bands",
        nameof(Logarithm) => "logarithms",
        nameof(Cosines) => "cosines",
        nameof(IntegerRoot) => "roots",
        nameof(SpectralStage) or nameof(SpectralPictureStage) => "frames",
        nameof(SignalPipeline) or nameof(SignalInfo) or nameof(SignalStream) or nameof(FeatureStage) or nameof(SignalStage) or nameof(StepStage) => "windows",
        _ => type,
    };
}
