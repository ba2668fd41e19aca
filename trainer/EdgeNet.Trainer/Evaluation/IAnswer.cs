namespace EdgeNet.Trainer.Evaluation;

/// <summary>What a network says of one sample, wherever and in whatever numbers it runs.</summary>
public interface IAnswer
{
    /// <summary>Index of the largest logit.</summary>
    int Best { get; }

    /// <summary>Whether an output is a yes.</summary>
    /// <param name="output">Which one.</param>
    /// <returns>True for yes.</returns>
    bool IsOn(int output);

    /// <summary>An output in its own unit.</summary>
    /// <param name="output">Which one.</param>
    /// <returns>The number.</returns>
    float Value(int output);
}
