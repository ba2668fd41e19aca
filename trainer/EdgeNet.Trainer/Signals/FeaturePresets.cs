namespace EdgeNet.Trainer.Signals;

/// <summary>Features for common sensors, by a word.</summary>
public static class FeaturePresets
{
    /// <summary>The word of each preset, and what it stands for.</summary>
    public static IReadOnlyList<(string Word, string Text)> All { get; } =
    [
        ("motion", "mean, std, min, max, crossings, peaks"),
        ("sound", "spectrogram 40 mel hop 256"),
        ("vibration", "std, max, crossings, skewness, kurtosis"),

        // Edge Impulse's spectral analysis, version 4, without a filter. Its RMS is that of readings without their mean, which is std here.
        ("ei-spectral", "std, skewness, kurtosis, bands 8 fft 16 hop 8 plain hold"),
    ];
}
