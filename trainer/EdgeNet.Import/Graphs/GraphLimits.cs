namespace EdgeNet.Import.Graphs;

/// <summary>The limits that an operator holds its results to, as real numbers: an activation that is part of it.</summary>
/// <param name="Low">Results below become this; negative infinity for no limit.</param>
/// <param name="High">Results above become this; infinity for no limit.</param>
public sealed record GraphLimits(float Low, float High)
{
    /// <summary>No limits.</summary>
    public static GraphLimits None { get; } = new(float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>ReLU.</summary>
    public static GraphLimits Relu { get; } = new(0, float.PositiveInfinity);

    /// <summary>ReLU6.</summary>
    public static GraphLimits Relu6 { get; } = new(0, 6);

    /// <summary>ReLU from -1 to 1.</summary>
    public static GraphLimits OneAroundZero { get; } = new(-1, 1);
}
