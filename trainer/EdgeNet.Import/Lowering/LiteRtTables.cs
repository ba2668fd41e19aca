using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Import.Lowering;

/// <summary>Functions of a byte as LiteRT's reference kernels for int8 compute them, value for value (tensorflow/lite/kernels/internal/reference, tensorflow/lite/micro/kernels). Bytes here are int8 plus 128.</summary>
internal static class LiteRtTables
{
    private const int SignedZero = 128;
    private const int LeftShift = 20;

    /// <summary>What each byte becomes.</summary>
    /// <param name="function">The function.</param>
    /// <param name="input">What the bytes mean.</param>
    /// <param name="output">What the results mean.</param>
    /// <param name="channel">The channel.</param>
    /// <returns>256 bytes.</returns>
    /// <exception cref="UserException">The reference kernels do not define it for these scales.</exception>
    public static byte[] Of(GraphFunction function, AffineStep input, AffineStep output, int channel)
    {
        Func<int, int> difference = function switch
        {
            IdentityFunction => Requantised((double)input.Scale / output.Scale, new OutputLimits(0, 255), output),
            LimitFunction limit => Limited(limit.Limits, input, output),
            LeakyFunction leaky => Leaky(leaky.Alpha[leaky.IsPerChannel ? channel : 0], input, output),
            PreluFunction prelu => Prelu(prelu.Slope, channel, input, output),
            SigmoidFunction => Sigmoid(input, output),
            TanhFunction => Tanh(input, output),
            HardSwishFunction => HardSwish(input, output),
            ConstantFunction { Operation: ConstantOperation.Multiply } product => Product(product, channel, input, output),
            ConstantFunction sum => Sum(sum, channel, input, output),
            _ => throw new UserException("is not defined for int8"),
        };
        return [.. Enumerable.Range(0, ModelFormat.TableLength).Select(q => (byte)Math.Clamp(difference(q - input.Zero), 0, 255))];
    }

    /// <summary>The limits of results in bytes.</summary>
    public static OutputLimits Limits(GraphLimits limits, AffineStep output)
    {
        int At(float limit) => float.IsInfinity(limit) ? limit < 0 ? 0 : 255
            : (int)Math.Clamp(output.Zero + MathF.Round(limit / output.Scale, MidpointRounding.AwayFromZero), 0, 255);
        return new OutputLimits(At(limits.Low), At(limits.High));
    }

    /// <summary>The exponentials of softmax: of logits that are 0 to 255 below the largest, in Q0.31; 0 below the least that the reference takes in.</summary>
    /// <param name="scale">Scale of the logits.</param>
    /// <param name="beta">Their factor.</param>
    public static int[] Exponentials(float scale, float beta)
    {
        const int IntegerBits = 5;
        double factor = Math.Min((double)beta * scale * (1 << (31 - IntegerBits)), int.MaxValue);
        if (factor <= 1)
        {
            throw new UserException("the scale of its logits is too small");
        }

        (Factor multiplier, int exponent) = Large(factor);
        int radius = Radius(IntegerBits, exponent);
        return [.. Enumerable.Range(0, ModelFormat.TableLength).Select(d => d <= radius ? GemmlowpFunctions.Exponential(Times(-d, multiplier, exponent), IntegerBits) : 0)];
    }

    private static Func<int, int> Requantised(double factor, OutputLimits limits, AffineStep output)
    {
        Factor multiplier = Factor.Of(factor);
        return x => Math.Clamp(multiplier.Apply(x) + output.Zero, limits.Low, limits.High);
    }

    // A ReLU6 in one step only cuts off; other limits requantise by a factor in single precision.
    private static Func<int, int> Limited(GraphLimits limits, AffineStep input, AffineStep output) =>
        Requantised(input == output ? 1 : (double)(input.Scale / output.Scale), Limits(limits, output), output);

    private static Func<int, int> Leaky(float alpha, AffineStep input, AffineStep output)
    {
        Factor below = Factor.Of(Math.Abs((double)(input.Scale * alpha / output.Scale))), above = Factor.Of((double)(input.Scale / output.Scale));
        return x => output.Zero + (x >= 0 ? above.Apply(x) : alpha < 0 ? -below.Apply(x) : below.Apply(x));
    }

    private static Func<int, int> Prelu(IntegerConstant slope, int channel, AffineStep input, AffineStep output)
    {
        Factor above = Factor.Of((double)input.Scale / output.Scale), below = Factor.Of((double)input.Scale * slope.Step.Scale / output.Scale);
        return x => output.Zero + (x >= 0 ? above.Apply(x) : below.Apply(x * slope.Of(channel)));
    }

    private static Func<int, int> Product(ConstantFunction function, int channel, AffineStep input, AffineStep output)
    {
        Factor factor = Factor.Of((double)input.Scale * function.Constant.Step.Scale / output.Scale);
        OutputLimits limits = Limits(function.Limits, output);
        return x => Math.Clamp(factor.Apply(x * function.Constant.Of(channel)) + output.Zero, limits.Low, limits.High);
    }

    private static Func<int, int> Sum(ConstantFunction function, int channel, AffineStep input, AffineStep output)
    {
        bool isSum = function.Operation == ConstantOperation.Add;
        float a = input.Scale, b = function.Constant.Step.Scale;
        SumFactors factors = isSum ? SumFactors.OfAddition(a, b, output.Scale) : SumFactors.OfSubtraction(a, b, output.Scale);
        OutputLimits limits = Limits(function.Limits, output);
        int constant = factors.Second.Apply(function.Constant.Of(channel) << LeftShift);
        return x =>
        {
            int value = factors.First.Apply(x << LeftShift);
            int sum = function.Operation switch { ConstantOperation.Add => value + constant, ConstantOperation.Subtract => value - constant, _ => constant - value };
            return Math.Clamp(factors.Sum.Apply(sum) + output.Zero, limits.Low, limits.High);
        };
    }

    private static Func<int, int> Sigmoid(AffineStep input, AffineStep output)
    {
        const int IntegerBits = 4, OutputBits = 8;
        if (output.Zero != 0)
        {
            throw new UserException("gives values whose zero point is not -128");
        }

        (Factor factor, int exponent) = Large((double)input.Scale * (1 << (31 - IntegerBits)));
        int radius = Radius(IntegerBits, exponent);
        return x => x <= -radius ? 0 : x >= radius ? 255
            : GemmlowpFunctions.Divide(GemmlowpFunctions.Logistic(Times(x, factor, exponent), IntegerBits), 31 - OutputBits);
    }

    private static Func<int, int> Tanh(AffineStep input, AffineStep output)
    {
        const int IntegerBits = 4, OutputBits = 7;
        if (output.Zero != SignedZero)
        {
            throw new UserException("gives values whose zero point is not 0");
        }

        (Factor factor, int exponent) = Large((double)input.Scale * (1 << (31 - IntegerBits)));
        int radius = Radius(IntegerBits, exponent);
        return x => x <= -radius ? 0 : x >= radius ? 255
            : SignedZero + GemmlowpFunctions.Divide(GemmlowpFunctions.Tanh(Times(x, factor, exponent), IntegerBits), 31 - OutputBits);
    }

    private static Func<int, int> HardSwish(AffineStep input, AffineStep output)
    {
        const float FineScale = 1f / 128, ThreeOfShort = 3f / 32768;
        float fine = FineScale * input.Scale;
        (short result, int resultExponent) = Short(fine / output.Scale);
        (short slope, int slopeExponent) = Short(fine / ThreeOfShort);
        return resultExponent > 0 ? throw new UserException("gives values with a scale too fine for those it reads") : x =>
        {
            // In 16 bits: the value in the scale of the output, times what rises from 0 to 1 between -3 and 3.
            short value = (short)(x << 7), scaled = MultiplyShort(value, result), rise = value;
            if (slopeExponent > 0)
            {
                rise = Saturated((long)rise << Math.Min(slopeExponent - 1, 31));
            }

            rise = MultiplyShort(rise, slope);
            rise = slopeExponent > 0 ? Saturated((long)rise << 1) : slopeExponent < 0 ? (short)GemmlowpFunctions.Divide(rise, -slopeExponent) : rise;
            int product = (short)((rise + (1 << 15)) >> 1) * scaled / (1 << 15);
            return GemmlowpFunctions.Divide(product, -resultExponent) + output.Zero;
        };
    }

    // A factor of numbers that may be above 1 by far: the product saturates where the reference's would.
    private static (Factor Factor, int Exponent) Large(double factor)
    {
        int exponent = Math.ILogB(factor) + 1;
        long multiplier = (long)Math.Round(Math.ScaleB(factor, 31 - exponent), MidpointRounding.AwayFromZero);
        return multiplier == 1L << 31 ? (new Factor(1 << 30, 31), exponent + 1) : (new Factor((int)multiplier, 31), exponent);
    }

    private static int Times(int x, Factor factor, int exponent) =>
        exponent > 0 ? GemmlowpFunctions.Multiply(x << exponent, factor.Multiplier) : GemmlowpFunctions.Divide(GemmlowpFunctions.Multiply(x, factor.Multiplier), -exponent);

    // Values of this size and more have more bits before the point than the function takes.
    private static int Radius(int integerBits, int exponent) => (int)Math.Min(Math.Floor(((1 << integerBits) - 1) * Math.ScaleB(1, 31 - integerBits - exponent)), short.MaxValue);

    private static (short Multiplier, int Exponent) Short(float factor)
    {
        (Factor whole, int exponent) = Large(factor);
        return ((short)Math.Min((whole.Multiplier + (1L << 15)) >> 16, short.MaxValue), exponent);
    }

    private static short MultiplyShort(short a, short b)
    {
        int product = a * b;
        return Saturated((product + (product >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15));
    }

    private static short Saturated(long value) => (short)Math.Clamp(value, short.MinValue, short.MaxValue);
}
