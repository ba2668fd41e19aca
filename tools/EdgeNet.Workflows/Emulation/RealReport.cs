namespace EdgeNet.Workflows;

/// <summary>The results of a real board for the samples that the virtual one classified.</summary>
/// <param name="Board">The board's name.</param>
/// <param name="Samples">Samples classified, the same ones as on the virtual board.</param>
/// <param name="Equal">Number of samples with the desktop's logits, bit for bit.</param>
/// <param name="FirstDifference">The first difference; null if there is none.</param>
/// <param name="MeasuredMicroseconds">Mean time of a classification by the board's own clock.</param>
/// <param name="CountsMilliseconds">Whether all times were whole milliseconds, because the board's clock is not more precise.</param>
public sealed record RealReport(string Board, int Samples, int Equal, string? FirstDifference, double MeasuredMicroseconds, bool CountsMilliseconds);
