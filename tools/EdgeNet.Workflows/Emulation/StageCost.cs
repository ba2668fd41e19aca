namespace EdgeNet.Workflows;

/// <summary>What stages of one kind cost on a virtual board.</summary>
/// <param name="Stage">Their name, such as filter; or that of a part of the code that several stages use.</param>
/// <param name="Microseconds">Predicted time per window.</param>
public sealed record StageCost(string Stage, double Microseconds);
