namespace EdgeNet.Workflows;

/// <summary>What a real board did with the samples that the virtual one classified.</summary>
/// <param name="Board">What it calls itself.</param>
/// <param name="Samples">Samples classified, the same ones as on the virtual board.</param>
/// <param name="Equal">How many gave the desktop's logits, bit for bit.</param>
/// <param name="FirstDifference">Where the first logit differed; null where none did.</param>
/// <param name="MeasuredMicroseconds">Mean time of a classification by the board's own clock.</param>
/// <param name="CountsMilliseconds">Whether all times were whole milliseconds: the board's clock knows no more.</param>
public sealed record RealReport(string Board, int Samples, int Equal, string? FirstDifference, double MeasuredMicroseconds, bool CountsMilliseconds);
