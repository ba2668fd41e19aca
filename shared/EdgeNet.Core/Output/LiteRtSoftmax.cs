namespace EdgeNet.Core;

/// <summary>
/// Softmax of bytes as LiteRT's reference kernels compute it: a table of exponentials in Q0.31, their sum with 12 bits before the point, its reciprocal by
/// Newton's method, all in whole numbers. docs/model-format.md has the formulas.
/// </summary>
internal static class LiteRtSoftmax
{
    /// <summary>Outputs at most: the sum of more exponentials could need more than 31 bits.</summary>
    public const int MaxOutputs = 4095;

    /// <summary>The least exponential of 0, by which a sum is not 0.</summary>
    public const int LeastOne = 1 << (SumBits - 1);

    // Bits that a sum has before its point.
    private const int SumBits = 12;

    // 48/17 and -32/17 in Q2.29, from which Newton's method for the reciprocal starts.
    private const int StartConstant = 1515870810;
    private const int StartFactor = -1010580540;
    private const int OneInQ2 = 1 << 29;
    private const int Steps = 3;

    /// <summary>An output.</summary>
    /// <param name="exponentials">256 entries: the exponential of a logit that is so much below the largest.</param>
    /// <param name="logits">The logits: none is more than 255 below the largest.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="largest">The largest of them.</param>
    /// <param name="output">Index of the one that is asked for.</param>
    /// <returns>0 to 255: LiteRT's int8 output plus 128.</returns>
    public static int Byte(int[] exponentials, int[] logits, int count, int largest, int output)
    {
        long sum = 0;
        for (int o = 0; o < count; o++)
        {
            sum += RoundedShift(exponentials[largest - logits[o]], SumBits);
        }

        int zeros = 0;
        while (sum << zeros < 1L << 31)
        {
            zeros++;
        }

        long product = HighProduct(Reciprocal(sum << (zeros - 1)), exponentials[largest - logits[output]]);
        long value = RoundedShift(product, SumBits - zeros + 31 - 8);
        return value > 255 ? 255 : (int)value;
    }

    // 1 / (2 * half) in Q0.31, for half from 1/2 to 1 in Q0.31.
    private static long Reciprocal(long half)
    {
        long x = StartConstant + HighProduct(half, StartFactor);
        for (int i = 0; i < Steps; i++)
        {
            x += Saturated(HighProduct(x, OneInQ2 - HighProduct(half, x)) << 2);
        }

        return Saturated(x << 1);
    }

    // a * b / 2^31, halves away from zero; the division cuts off towards zero.
    private static long HighProduct(long a, long b)
    {
        long product = a * b;
        return (product + (product >= 0 ? 1L << 30 : 1 - (1L << 30))) / (1L << 31);
    }

    // Of a number that is not negative.
    private static long RoundedShift(long value, int shift)
    {
        return (value + (1L << (shift - 1))) >> shift;
    }

    private static long Saturated(long value)
    {
        return value > int.MaxValue ? int.MaxValue : value < int.MinValue ? int.MinValue : value;
    }
}
