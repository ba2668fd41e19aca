namespace EdgeNet.Trainer.Training;

/// <summary>What training makes small.</summary>
public enum Loss
{
    /// <summary>-log of the probability given to the right class (softmax), or of each output's right answer (sigmoid).</summary>
    CrossEntropy,

    /// <summary>Half the sum of the squared errors.</summary>
    Squared,
}
