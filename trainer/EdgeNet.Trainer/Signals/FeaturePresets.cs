namespace EdgeNet.Trainer.Signals;

/// <summary>Features for common sensors, by a word.</summary>
public static class FeaturePresets
{
    /// <summary>The word of each preset, and what it stands for.</summary>
    public static IReadOnlyList<(string Word, string Text)> All { get; } =
    [
        ("motion", "mean, std, min, max, crossings, peaks"),
        ("sound", "spectrogram 40 mel"),
        ("vibration", "std, max, crossings, skewness, kurtosis"),
    ];
}
