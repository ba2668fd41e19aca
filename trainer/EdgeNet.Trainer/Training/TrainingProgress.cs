namespace EdgeNet.Trainer.Training;

/// <summary>What a training reports after every epoch.</summary>
/// <param name="Epoch">1 for the first.</param>
/// <param name="Epochs">How many there will be at most.</param>
/// <param name="Loss">Mean loss over the samples of this epoch.</param>
/// <param name="ValidationLoss">Mean loss over the validation samples; null where there are none.</param>
/// <param name="SamplesPerSecond">Of this epoch.</param>
public sealed record TrainingProgress(int Epoch, int Epochs, double Loss, double? ValidationLoss, double SamplesPerSecond);
