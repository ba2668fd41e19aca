namespace EdgeNet.Import.Lowering;

/// <summary>
/// Functions of fixed-point numbers as gemmlowp defines them, which LiteRT's reference kernels use for exp, logistic and tanh. A number of 32 bits with n bits before the point stands for raw / 2^(31 - n).
/// The constants are those of gemmlowp's fixedpoint.h.
/// </summary>
internal static class GemmlowpFunctions
{
    private const int One = int.MaxValue;
    private const int Half = 1 << 30;
    private const int OneOfTwoBits = 1 << 29;

    // exp(-2^k) for k from -2 to 4, with no bits before the point.
    private static readonly int[] ExponentialsOfPowers = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];

    /// <summary>The product of two numbers, rounded to the nearest; halves go up.</summary>
    public static int Multiply(int a, int b)
    {
        if (a == int.MinValue && b == int.MinValue)
        {
            return int.MaxValue;
        }

        long product = (long)a * b;
        return (int)((product + (product >= 0 ? 1 << 30 : 1 - (1 << 30))) / (1L << 31));
    }

    /// <summary>x / 2^exponent, rounded to the nearest; halves go away from 0.</summary>
    public static int Divide(int x, int exponent)
    {
        int mask = (int)((1L << exponent) - 1), threshold = (mask >> 1) + (x < 0 ? 1 : 0);
        return (x >> exponent) + ((x & mask) > threshold ? 1 : 0);
    }

    /// <summary>exp(a) of a number that is not positive.</summary>
    /// <param name="a">The number.</param>
    /// <param name="integerBits">Its bits before the point, at most 5.</param>
    /// <returns>The exponential, with no bits before the point.</returns>
    public static int Exponential(int a, int integerBits)
    {
        if (a == 0)
        {
            return One;
        }

        // Whole quarters are factors from a table, what is left is a polynomial.
        int fraction = 31 - integerBits, quarter = 1 << (fraction - 2);
        int rest = (a & (quarter - 1)) - quarter, quarters = rest - a;
        int result = ExponentialOfQuarter(rest << integerBits);
        for (int power = -2; power < integerBits; power++)
        {
            result = (quarters & (1 << (fraction + power))) != 0 ? Multiply(result, ExponentialsOfPowers[power + 2]) : result;
        }

        return result;
    }

    /// <summary>1 / (1 + exp(-a)).</summary>
    /// <param name="a">The number.</param>
    /// <param name="integerBits">Its bits before the point.</param>
    /// <returns>The result, with no bits before the point.</returns>
    public static int Logistic(int a, int integerBits)
    {
        if (a == 0)
        {
            return Half;
        }

        int positive = ShiftLeft(Reciprocal(Exponential(a > 0 ? -a : a, integerBits)), 1);
        return a > 0 ? positive : One - positive;
    }

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="a">The number.</param>
    /// <param name="integerBits">Its bits before the point.</param>
    /// <returns>The result, with no bits before the point.</returns>
    public static int Tanh(int a, int integerBits)
    {
        if (a == 0)
        {
            return 0;
        }

        // The same bits with one more before the point are twice the number.
        int size = ShiftLeft(Reciprocal(Exponential(a > 0 ? -a : a, integerBits + 1)) - OneOfTwoBits, 2);
        return a > 0 ? size : -size;
    }

    // exp of a number of [-1/4, 0): a Taylor series around -1/8.
    private static int ExponentialOfQuarter(int a)
    {
        const int ExpOfMinusEighth = 1895147668, Third = 715827883, Eighth = 1 << 28;
        int x = a + Eighth, x2 = Multiply(x, x), x3 = Multiply(x2, x), x4 = Multiply(x2, x2);
        int series = Divide(Multiply(Divide(x4, 2) + x3, Third) + x2, 1);
        return ExpOfMinusEighth + Multiply(ExpOfMinusEighth, x + series);
    }

    // 2 / (1 + a) of a number of (0, 1), with two bits before the point, by Newton's method from 48/17 - 32/17 x.
    private static int Reciprocal(int a)
    {
        const int FortyEightSeventeenths = 1515870810, MinusThirtyTwoSeventeenths = -1010580540;
        int halfDenominator = (int)(((long)a + One + 1) / 2);
        int x = FortyEightSeventeenths + Multiply(halfDenominator, MinusThirtyTwoSeventeenths);
        for (int i = 0; i < 3; i++)
        {
            x += ShiftLeft(Multiply(x, OneOfTwoBits - Multiply(halfDenominator, x)), 2);
        }

        return x;
    }

    private static int ShiftLeft(int x, int bits) => (int)Math.Clamp((long)x << bits, int.MinValue, int.MaxValue);
}
