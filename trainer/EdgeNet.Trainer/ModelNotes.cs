using EdgeNet.Trainer.Anomaly;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Trainer;

/// <summary>What a model file says besides its network.</summary>
public sealed record ModelNotes
{
    /// <summary>Whether to leave out what only people read: names, the accuracy, the build, and the statistics of the data.</summary>
    public bool Strip { get; init; }

    /// <summary>Whether the answer to an input far outside of the trained range is unsure. Tables only.</summary>
    public bool UnsureOutside { get; init; }

    /// <summary>Whether the file has what a board that learns needs to notice that its readings are no longer like those of the training.</summary>
    public bool Drift { get; init; }

    /// <summary>How the file tells inputs that are none of the classes, whatever the network says of them; null if it does not.</summary>
    public AnomalyOptions? Anomaly { get; init; }

    /// <summary>More names and values for people.</summary>
    public IReadOnlyList<(string Key, string Value)> More { get; init; } = [];

    // For people, what names the features comes last.
    internal (string Key, string Value)[] MetaAfter(params (string Key, string Value)[] first) =>
        Strip ? [] : Pipeline is null ? [.. first, .. More] : [.. first, .. More, (FeaturePipeline.MetaKey, Pipeline.Text)];

    /// <summary>What turns a sensor's stream into the network's input; null if the network takes values as they are.</summary>
    public FeaturePipeline? Pipeline { get; init; }

    /// <summary>The sensor of the training data; null if it is not known.</summary>
    public TrainedSensor? Sensor { get; init; }
}
