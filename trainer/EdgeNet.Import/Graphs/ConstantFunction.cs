namespace EdgeNet.Import.Graphs;

/// <summary>What is done with a value and a constant.</summary>
public enum ConstantOperation
{
    /// <summary>x + constant.</summary>
    Add,

    /// <summary>x - constant.</summary>
    Subtract,

    /// <summary>constant - x.</summary>
    SubtractFrom,

    /// <summary>x * constant.</summary>
    Multiply,
}

/// <summary>Arithmetic with a constant in a quantised network, whose integers decide how results are rounded.</summary>
/// <param name="Operation">What is done.</param>
/// <param name="Constant">With what.</param>
/// <param name="Limits">Limits of the result.</param>
public sealed record ConstantFunction(ConstantOperation Operation, IntegerConstant Constant, GraphLimits Limits) : GraphFunction
{
    /// <inheritdoc/>
    public override bool IsPerChannel => Constant.Values.Length > 1;

    /// <inheritdoc/>
    public override double Apply(double x, int channel)
    {
        double constant = Constant.Real(channel);
        double result = Operation switch
        {
            ConstantOperation.Add => x + constant,
            ConstantOperation.Subtract => x - constant,
            ConstantOperation.SubtractFrom => constant - x,
            _ => x * constant,
        };
        return Math.Min(Math.Max(result, Limits.Low), Limits.High);
    }
}

/// <summary>x for positive values, a constant times x for others, in a quantised network.</summary>
/// <param name="Slope">The constant.</param>
public sealed record PreluFunction(IntegerConstant Slope) : GraphFunction
{
    /// <inheritdoc/>
    public override bool IsPerChannel => Slope.Values.Length > 1;

    /// <inheritdoc/>
    public override double Apply(double x, int channel) => x >= 0 ? x : x * Slope.Real(channel);
}
