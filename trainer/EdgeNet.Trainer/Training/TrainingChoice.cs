namespace EdgeNet.Trainer.Training;

/// <summary>What cross-validation chose for a training.</summary>
/// <param name="Hidden">Units of the hidden layers; null if <see cref="TrainingOptions.Model"/> names the layers.</param>
/// <param name="WeightDecay">Weight decay, as a factor of the learning rate.</param>
/// <param name="Epochs">How often to go through the data.</param>
/// <param name="Loss">Mean loss of held-out samples with these settings, before calibration.</param>
/// <param name="Folds">Parts that were held out in turn.</param>
/// <param name="Candidates">How many settings were compared.</param>
/// <param name="Seconds">How long that took.</param>
public sealed record TrainingChoice(int[]? Hidden, float WeightDecay, int Epochs, double Loss, int Folds, int Candidates, double Seconds);
