namespace EdgeNet.Trainer.Signals;

/// <summary>The kinds of steps and features there are: a new kind adds a line.</summary>
internal static class FeatureKinds
{
    /// <summary>The word that names each kind, and what reads the words after it.</summary>
    public static readonly IReadOnlyList<(string Word, Func<FeatureWords, FeatureSpec> Read)> All =
    [
        ("decimate", DecimateSpec.Read),
        .. FilterSpec.Words.Select(w => (w, (Func<FeatureWords, FeatureSpec>)(words => FilterSpec.Read(w, words)))),
        (MagnitudeSpec.Word, _ => new MagnitudeSpec()),
        .. StatisticsSpec.Words.Select(w => (w, (Func<FeatureWords, FeatureSpec>)(_ => new StatisticsSpec([w])))),
        (PowerBandsSpec.Word, PowerBandsSpec.Read),
        (GoertzelSpec.Word, GoertzelSpec.Read),
        (SpectrogramSpec.Word, SpectrogramSpec.Read),
        (MfccSpec.Word, MfccSpec.Read),
        (MicroSpeechSpec.Word, _ => new MicroSpeechSpec()),
        (EiMfeSpec.Word, _ => new EiMfeSpec()),
        (EiMfccSpec.Word, _ => new EiMfccSpec()),
        (RawSpec.Word, RawSpec.Read),
    ];
}
