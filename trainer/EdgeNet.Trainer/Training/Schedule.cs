namespace EdgeNet.Trainer.Training;

/// <summary>How the learning rate changes over the training.</summary>
public enum Schedule
{
    /// <summary>Falls to zero along half a cosine, after a short rise.</summary>
    Cosine,

    /// <summary>Stays.</summary>
    Constant,
}
