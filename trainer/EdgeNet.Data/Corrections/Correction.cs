namespace EdgeNet.Data;

/// <summary>A label that somebody has put right beside data that stay as they are.</summary>
/// <param name="Data">Name of the data: that of their file or folder.</param>
/// <param name="Sample">Which sample it is, as <see cref="Dataset.IdOf"/> names it.</param>
/// <param name="Label">The label that it should have; null if it is left out.</param>
/// <param name="Was">The label that the data give it; empty where they have none.</param>
/// <param name="Fingerprint">A number of what the data say of it, by which a changed sample is noticed.</param>
public sealed record Correction(string Data, string Sample, string? Label, string Was, uint Fingerprint);
