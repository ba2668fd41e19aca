using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Add;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Import.Lowering;

/// <summary>How real factors and functions become integers: as LiteRT's reference kernels have them, or rounded once.</summary>
internal abstract class Arithmetic
{
    /// <summary>How sums are rounded.</summary>
    public abstract Rounding Rounding { get; }

    /// <summary>The factor of a sum of some values that gives their mean.</summary>
    public abstract Factor Mean(double factor, int count);

    /// <summary>What each byte becomes.</summary>
    public abstract byte[] Table(GraphFunction function, AffineStep input, AffineStep output, int channel);

    /// <summary>An addition.</summary>
    public abstract QuantizedLayer Add(TensorShape shape, AffineStep first, AffineStep second, AffineStep output, OutputLimits limits);
}

/// <summary>The arithmetic of LiteRT's reference kernels.</summary>
internal sealed class LiteRtArithmetic : Arithmetic
{
    public override Rounding Rounding => Rounding.Twice;

    public override Factor Mean(double factor, int count) => Factor.Of(factor).Over(count);

    public override byte[] Table(GraphFunction function, AffineStep input, AffineStep output, int channel) => LiteRtTables.Of(function, input, output, channel);

    public override QuantizedLayer Add(TensorShape shape, AffineStep first, AffineStep second, AffineStep output, OutputLimits limits)
    {
        SumFactors factors = SumFactors.OfAddition(first.Scale, second.Scale, output.Scale);
        return new QuantizedAddTwice(Shapes.Of(shape), Addend(factors.First, first), Addend(factors.Second, second), factors.Sum.Multiplier, factors.Sum.Shift, output.Zero) { Limits = limits };
    }

    private static QuantizedAddend Addend(Factor factor, AffineStep step) => new(factor.Multiplier, factor.Shift, (byte)step.Zero);
}

/// <summary>The arithmetic of our own quantisation: every result is rounded once.</summary>
internal sealed class OnceArithmetic : Arithmetic
{
    public override Rounding Rounding => Rounding.Once;

    public override Factor Mean(double factor, int count) => Factor.Of(factor / count);

    public override byte[] Table(GraphFunction function, AffineStep input, AffineStep output, int channel) =>
        [.. Enumerable.Range(0, ModelFormat.TableLength).Select(q => (byte)Math.Clamp(
            Math.Round(function.Apply((q - input.Zero) * (double)input.Scale, channel) / output.Scale) + output.Zero, 0, 255))];

    public override QuantizedLayer Add(TensorShape shape, AffineStep first, AffineStep second, AffineStep output, OutputLimits limits)
    {
        (double ofFirst, double ofSecond) = ((double)first.Scale / output.Scale, (double)second.Scale / output.Scale);
        (int[] multipliers, byte shift) = Math.Max(ofFirst, ofSecond) < FixedPoint.FactorLimit ? FixedPoint.Common(ofFirst, ofSecond) : throw new UserException("its scales are too far apart for integers");
        return new QuantizedAdd(Shapes.Of(shape), Activation.Linear, multipliers[0], multipliers[1], (byte)first.Zero, (byte)second.Zero, shift, output.Zero, 8) { Limits = limits };
    }
}
