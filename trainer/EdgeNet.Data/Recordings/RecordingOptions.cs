namespace EdgeNet.Data;

/// <summary>How recordings are read.</summary>
/// <param name="Csv">What the user, or a model, says about tables.</param>
public sealed record RecordingOptions(CsvOptions Csv)
{
    /// <summary>What the names of files say; null for nothing.</summary>
    public FileNamePattern? FileNames { get; init; }

    /// <summary>A column of tables whose equal values stay on one side of a split; null for none.</summary>
    public string? SplitBy { get; init; }

    /// <summary>Whether there must be labels.</summary>
    public bool NeedsLabels { get; init; }

    /// <summary>Has a say in the labels of recordings; null for nobody.</summary>
    internal ISampleReview? Review { get; init; }

    /// <summary>Readings per second that are wanted; null for what the recordings have.</summary>
    public float? Rate { get; init; }

    /// <summary>The largest raw value, which becomes 32,767; null for what the recordings say.</summary>
    public float? FullScale { get; init; }

    /// <summary>What raw values are multiplied by, where that is known from a training; null otherwise.</summary>
    public float? SampleScale { get; init; }

    /// <summary>How many channels a model expects; null without one.</summary>
    public int? Channels { get; init; }

    /// <summary>The same options for more recordings of the same kind.</summary>
    /// <param name="like">The recordings that a network learns from.</param>
    /// <returns>The options.</returns>
    public RecordingOptions Like(RecordingSet like) => this with { Rate = like.Rate, SampleScale = like.SampleScale, Channels = like.Channels.Count };

    /// <summary>The same options for recordings that a model is given.</summary>
    /// <param name="like">What the model makes of recordings.</param>
    /// <returns>The options.</returns>
    public RecordingOptions Like(IWindowFeatures like) => this with { Rate = like.Rate, SampleScale = like.SampleScale, Channels = like.Channels };
}
