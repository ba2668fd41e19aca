namespace EdgeNet.Device;

/// <summary>What answers in place of the network alone, after each of its classifications: it has learned something on the board.</summary>
public abstract class Answering
{
    /// <summary>Confidence of the last answer, 0 to 100.</summary>
    public abstract int ConfidencePercent { get; }

    /// <summary>Answers after a classification.</summary>
    /// <param name="reading">What was classified; null where the app listens to a stream.</param>
    /// <returns>Index of the label.</returns>
    public abstract int Answer(float[] reading);

    /// <summary>The text of a label, which the network need not have.</summary>
    /// <param name="label">Its index.</param>
    /// <returns>The text.</returns>
    public abstract string Label(int label);
}
