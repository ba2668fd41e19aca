namespace EdgeNet.Workflows;

/// <summary>What a model said of a sample of test data.</summary>
/// <param name="Best">Index of the largest logit: the answer of a classification.</param>
/// <param name="Confidence">The probability given to the answer, 0 to 1; of yes-or-no outputs, to the least certain of them. 1 for other tasks.</param>
/// <param name="IsRight">Whether the answer is right; of yes-or-no outputs, whether all are. False for a regression, which has an error instead.</param>
/// <param name="Severity">How bad the mistake is, to put the worst first. Classes: the confidence. Yes-or-no outputs: the largest difference between a wrong output's probability and the truth.
/// Regression: the largest error of its outputs, in their unit. Anomalies: how many times as large as the threshold the score is, or as small. 0 for a right answer.</param>
public readonly record struct SampleAnswer(int Best, float Confidence, bool IsRight, double Severity);
