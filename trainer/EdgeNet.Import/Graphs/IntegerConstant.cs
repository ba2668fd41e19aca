namespace EdgeNet.Import.Graphs;

/// <summary>A constant of a quantised network: one number, or one per channel.</summary>
/// <param name="Values">The integers as the file has them.</param>
/// <param name="Step">What they mean.</param>
public sealed record IntegerConstant(sbyte[] Values, AffineStep Step)
{
    /// <summary>The integer for a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <returns>The integer less its zero point.</returns>
    public int Of(int channel) => Values[Values.Length > 1 ? channel : 0] - Step.ZeroPoint;

    /// <summary>The real number for a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <returns>The number.</returns>
    public double Real(int channel) => Of(channel) * (double)Step.Scale;
}
