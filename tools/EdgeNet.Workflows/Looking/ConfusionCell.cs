namespace EdgeNet.Workflows;

/// <summary>The samples behind a number of a confusion matrix that is not zero.</summary>
/// <param name="Row">The class that they are of; of yes-or-no outputs, the output.</param>
/// <param name="Column">The class that was answered; of yes-or-no outputs, 0 true no, 1 false yes, 2 false no, 3 true yes.</param>
/// <param name="IsRight">Whether the answer is right.</param>
/// <param name="Samples">Their indices in the test data, in order.</param>
public sealed record ConfusionCell(int Row, int Column, bool IsRight, IReadOnlyList<int> Samples);
