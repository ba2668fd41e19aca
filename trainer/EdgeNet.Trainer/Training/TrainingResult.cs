using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>What a training ends with.</summary>
/// <param name="Network">The best network: by validation loss where samples were put aside for that, else after the last whole epoch.</param>
/// <param name="Epochs">Whole epochs completed.</param>
/// <param name="Samples">Samples processed, including repeats and an epoch that was broken off.</param>
/// <param name="Seconds">Time spent in training steps, validation not counted.</param>
/// <param name="Loss">Mean loss of the last whole epoch.</param>
/// <param name="Cancelled">Whether the user stopped it.</param>
public sealed record TrainingResult(FloatNetwork Network, int Epochs, long Samples, double Seconds, double Loss, bool Cancelled)
{
    /// <summary>What the logits were divided by so that confidences are right; 1 if they were left as they were.</summary>
    public float Temperature { get; init; } = 1f;

    /// <summary>What was chosen by cross-validation; null if nothing was.</summary>
    public TrainingChoice? Choice { get; init; }

    /// <summary>Training speed.</summary>
    public double SamplesPerSecond => Seconds > 0 ? Samples / Seconds : 0;

    /// <summary>Samples that were held out to find the best network; 0 if none were.</summary>
    public int HeldOut { get; init; }
}
