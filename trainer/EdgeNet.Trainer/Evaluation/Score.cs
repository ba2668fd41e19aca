namespace EdgeNet.Trainer.Evaluation;

/// <summary>How well a network does on a dataset.</summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="Accuracy">Share of correct answers (all outputs correct, if each is a yes or no); 0 for a regression.</param>
/// <param name="Error">Root of the mean squared error of a regression, in the target's unit.</param>
/// <param name="LargestError">Largest error of a regression, in the target's unit.</param>
/// <param name="Determination">R2 of a regression: the share of the targets' variance that the answers explain, at most 1; not a number if the targets do not vary.</param>
/// <param name="Confusion">Classes: [actual][answered]. Yes-or-no outputs: [output][4] with true negatives, false positives, false negatives, true positives. Regression: empty.</param>
public sealed record Score(int Samples, double Accuracy, double Error, double LargestError, double Determination, int[][] Confusion);
