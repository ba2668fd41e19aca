namespace EdgeNet.Trainer.Training;

/// <summary>What a training reports after every epoch.</summary>
/// <param name="Start">1 for the first of several trainings from different first weights.</param>
/// <param name="Starts">How many of them there will be.</param>
/// <param name="Epoch">1 for the first.</param>
/// <param name="Epochs">How many there will be at most.</param>
/// <param name="Loss">Mean loss over the samples of this epoch.</param>
/// <param name="ValidationLoss">Mean loss over the validation samples; null if there are none.</param>
/// <param name="SamplesPerSecond">Of this epoch.</param>
public sealed record TrainingProgress(int Start, int Starts, int Epoch, int Epochs, double Loss, double? ValidationLoss, double SamplesPerSecond);
