using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Says what a network sees of recordings: of new ones for a training, or of those for a model that there is.</summary>
public interface IFeatureChoice
{
    /// <summary>Chooses for recordings.</summary>
    /// <param name="recordings">The recordings to learn from, or to give to the model.</param>
    /// <param name="windows">How long windows are.</param>
    /// <returns>The features.</returns>
    /// <exception cref="UserException">The recordings do not fit.</exception>
    IWindowFeatures Choose(RecordingSet recordings, WindowOptions windows);
}

/// <summary>Turns windows of recordings into samples of a network.</summary>
public interface IWindowFeatures
{
    /// <summary>The features as text.</summary>
    string Text { get; }

    /// <summary>Readings of a window.</summary>
    int WindowReadings { get; }

    /// <summary>Readings from the beginning of one window to that of the next.</summary>
    int StrideReadings { get; }

    /// <summary>Readings per second.</summary>
    float Rate { get; }

    /// <summary>Raw values times this are 16-bit integers.</summary>
    float SampleScale { get; }

    /// <summary>Values of a reading.</summary>
    int Channels { get; }

    /// <summary>Shape of a sample.</summary>
    Shape Shape { get; }

    /// <summary>What the values of a sample are: columns, or pixels.</summary>
    FeatureKind Kind { get; }

    /// <summary>Names of the values of a sample; null for a picture.</summary>
    string[]? Columns { get; }

    /// <summary>Computes the features of all windows of a recording.</summary>
    /// <param name="samples">The readings, at least a window of them.</param>
    /// <returns>Shape.Count values for each window, one after the other.</returns>
    float[] Compute(short[] samples);
}
