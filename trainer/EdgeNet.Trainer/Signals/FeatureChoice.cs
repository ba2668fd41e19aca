using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Signals;

/// <summary>Features that a user has chosen, for whatever recordings there are.</summary>
/// <param name="Text">The features.</param>
public sealed record FeatureChoice(FeatureText Text) : IFeatureChoice
{
    /// <inheritdoc/>
    public IWindowFeatures Choose(RecordingSet recordings, WindowOptions windows)
    {
        (int window, int stride) = windows.Readings(recordings);
        return FeaturePipeline.Create(Text, recordings.Channels, recordings.Rate, recordings.SampleScale, window, stride);
    }
}

/// <summary>The features of a model, for recordings that it is to classify.</summary>
/// <param name="Model">A model with a pipeline.</param>
public sealed record ModelFeatures(ModelFile Model) : IFeatureChoice
{
    /// <summary>The pipeline of the model, whose windows and rate are not a matter of choice any more.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="windows">Not used.</param>
    /// <returns>The features.</returns>
    /// <exception cref="UserException">The recordings have other channels or another rate.</exception>
    public IWindowFeatures Choose(RecordingSet recordings, WindowOptions windows)
    {
        FeaturePipeline pipeline = FeaturePipeline.Of(Model) ?? throw new UserException("this model takes values as they are, not recordings");
        if (recordings.Channels.Count != pipeline.Channels)
        {
            throw new UserException($"{recordings.Name} has {recordings.Channels.Count} channels, but the model reads {pipeline.Channels}");
        }

        return recordings.Rate == pipeline.Rate ? pipeline
            : throw new UserException($"{recordings.Name} has {recordings.Rate:0.###} readings a second, but the model was trained on {pipeline.Rate:0.###}");
    }
}
