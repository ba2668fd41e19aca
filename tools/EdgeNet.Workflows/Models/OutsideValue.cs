namespace EdgeNet.Workflows;

/// <summary>A value far outside of the range that a network was trained on, in the unit of its column.</summary>
/// <param name="Column">Name of the column, or its number.</param>
/// <param name="Value">The value.</param>
/// <param name="Low">The smallest value in training.</param>
/// <param name="High">The largest value in training.</param>
public sealed record OutsideValue(string Column, float Value, float Low, float High);
