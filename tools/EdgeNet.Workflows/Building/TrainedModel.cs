using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>A model that has been trained and written.</summary>
/// <param name="Model">The model and how it came about.</param>
/// <param name="Path">The file that was written.</param>
/// <param name="Interrupted">Whether the training was ended early; the model is then the best network after a whole epoch.</param>
/// <param name="Untouched">The file that should have been written and is unchanged, because the training was ended early; null if it was written.</param>
/// <param name="CheckpointFailure">Why the last checkpoint could not be saved; null if it was, or none was to be.</param>
public sealed record TrainedModel(BuiltModel Model, string Path, bool Interrupted, string? Untouched, string? CheckpointFailure = null)
{
    /// <summary>What it learned from beside the labels; null for nothing.</summary>
    public Teacher? Teacher { get; init; }

    /// <summary>How the same training did on parts of the data that it had not seen; null if that was not asked for.</summary>
    public FoldScores? Folds { get; init; }
}
