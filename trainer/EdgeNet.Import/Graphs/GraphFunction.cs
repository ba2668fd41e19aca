namespace EdgeNet.Import.Graphs;

/// <summary>A function that an operator applies to each value.</summary>
public abstract record GraphFunction
{
    /// <summary>Whether it differs from channel to channel.</summary>
    public virtual bool IsPerChannel => false;

    /// <summary>Computes it.</summary>
    /// <param name="x">The value.</param>
    /// <param name="channel">Its channel.</param>
    /// <returns>The result.</returns>
    public abstract double Apply(double x, int channel);
}

/// <summary>The same value in another step: a requantisation.</summary>
public sealed record IdentityFunction : GraphFunction
{
    /// <inheritdoc/>
    public override double Apply(double x, int channel) => x;
}

/// <summary>Limits: ReLU, ReLU6, Clip.</summary>
/// <param name="Limits">The limits.</param>
public sealed record LimitFunction(GraphLimits Limits) : GraphFunction
{
    /// <inheritdoc/>
    public override double Apply(double x, int channel) => Math.Min(Math.Max(x, Limits.Low), Limits.High);
}

/// <summary>x for positive values, alpha x for others; PReLU has an alpha per channel.</summary>
/// <param name="Alpha">One for all channels, or one each.</param>
public sealed record LeakyFunction(float[] Alpha) : GraphFunction
{
    /// <inheritdoc/>
    public override bool IsPerChannel => Alpha.Length > 1;

    /// <inheritdoc/>
    public override double Apply(double x, int channel) => x >= 0 ? x : x * Alpha[Alpha.Length > 1 ? channel : 0];
}

/// <summary>1 / (1 + exp(-x)).</summary>
public sealed record SigmoidFunction : GraphFunction
{
    /// <inheritdoc/>
    public override double Apply(double x, int channel) => 1 / (1 + Math.Exp(-x));
}

/// <summary>Hyperbolic tangent.</summary>
public sealed record TanhFunction : GraphFunction
{
    /// <inheritdoc/>
    public override double Apply(double x, int channel) => Math.Tanh(x);
}

/// <summary>x * ReLU6(x + 3) / 6.</summary>
public sealed record HardSwishFunction : GraphFunction
{
    /// <inheritdoc/>
    public override double Apply(double x, int channel) => x * Math.Clamp(x + 3, 0, 6) / 6;
}

/// <summary>x * factor + offset: constants that are multiplied or added, and batch normalisation that nothing could take up.</summary>
/// <param name="Factors">One for all channels, or one each.</param>
/// <param name="Offsets">One for all channels, or one each.</param>
/// <param name="Limits">Limits of the result.</param>
public sealed record AffineFunction(float[] Factors, float[] Offsets, GraphLimits Limits) : GraphFunction
{
    /// <inheritdoc/>
    public override bool IsPerChannel => Factors.Length > 1 || Offsets.Length > 1;

    /// <inheritdoc/>
    public override double Apply(double x, int channel) =>
        Math.Min(Math.Max((x * Factors[Factors.Length > 1 ? channel : 0]) + Offsets[Offsets.Length > 1 ? channel : 0], Limits.Low), Limits.High);
}

/// <summary>alpha x + beta, 0 to 1.</summary>
/// <param name="Alpha">Slope.</param>
/// <param name="Beta">Value at 0.</param>
public sealed record HardSigmoidFunction(float Alpha, float Beta) : GraphFunction
{
    /// <inheritdoc/>
    public override double Apply(double x, int channel) => Math.Clamp((Alpha * x) + Beta, 0, 1);
}

/// <summary>x times a function of x: SiLU of a sigmoid.</summary>
/// <param name="Factor">The function.</param>
public sealed record ProductFunction(GraphFunction Factor) : GraphFunction
{
    /// <inheritdoc/>
    public override bool IsPerChannel => Factor.IsPerChannel;

    /// <inheritdoc/>
    public override double Apply(double x, int channel) => x * Factor.Apply(x, channel);
}
