using EdgeNet.Data;

namespace EdgeNet.Trainer.Signals;

/// <summary>Features that a user has chosen, for whatever recordings there are.</summary>
/// <param name="Text">The features; null for those that suit the recordings: sound or motion.</param>
public sealed record FeatureChoice(FeatureText? Text = null) : IFeatureChoice
{
    /// <inheritdoc/>
    public IWindowFeatures Choose(RecordingSet recordings, WindowOptions windows)
    {
        (int window, int stride) = windows.Readings(recordings);
        return FeaturePipeline.Create(Text ?? FeatureText.Parse(recordings.IsSound ? "sound" : "motion"), recordings.Channels, recordings.Rate, recordings.SampleScale, window, stride);
    }
}
