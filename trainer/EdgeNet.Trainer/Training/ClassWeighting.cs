namespace EdgeNet.Trainer.Training;

/// <summary>How much the samples of a class count in the loss of a training.</summary>
public enum ClassWeighting
{
    /// <summary>Every sample counts the same.</summary>
    None,

    /// <summary>Every class counts the same: a sample counts in proportion to how rare its class is.</summary>
    Balanced,
}
