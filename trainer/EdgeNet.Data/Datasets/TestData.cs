namespace EdgeNet.Data;

/// <summary>Samples to judge a model by.</summary>
/// <param name="Samples">The samples.</param>
/// <param name="Origin">What is known of them.</param>
public sealed record TestData(Dataset Samples, TestOrigin Origin);

/// <summary>Whether a model may have learned from the samples that it is judged by.</summary>
public enum TestOrigin
{
    /// <summary>The data have a test part, and these are its samples.</summary>
    TestPart,

    /// <summary>They are the data of the training; these samples were put aside then.</summary>
    RepeatedSplit,

    /// <summary>They are the data of the training, of which nothing was put aside: the model has learned from all of them.</summary>
    TrainingData,

    /// <summary>They are other data, or it is not known what the model has learned from.</summary>
    Unknown,
}
