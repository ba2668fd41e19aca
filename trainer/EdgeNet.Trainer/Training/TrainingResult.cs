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
    /// <summary>Training speed.</summary>
    public double SamplesPerSecond => Seconds > 0 ? Samples / Seconds : 0;
}
