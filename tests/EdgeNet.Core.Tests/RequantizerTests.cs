using System.Numerics;
using EdgeNet.Core;

namespace EdgeNet.Core.Tests;

public class RequantizerTests
{
    [Theory]
    [InlineData(5, 1 << 30, 31, 3)] // 5 / 2 = 2.5, rounded up
    [InlineData(-5, 1 << 30, 31, -2)] // -2.5, halves go up
    [InlineData(7, 3, 1, 11)] // 10.5
    [InlineData(100, 1717986918, 33, 20)] // 100 / 5
    [InlineData(0, int.MaxValue, 1, 0)]
    public void A_sum_is_multiplied_and_divided_by_a_power_of_two_with_halves_rounded_up(int sum, int multiplier, int shift, long expected)
    {
        Assert.Equal(expected, Requantizer.Requantize(sum, multiplier, shift));
    }

    [Fact]
    public void All_boundaries_agree_with_arithmetic_of_unlimited_width()
    {
        int[] sums = [0, 1, -1, 2, -2, 3, -3, 127, -128, 1 << 30, -(1 << 30), int.MaxValue, int.MaxValue - 1, int.MinValue, int.MinValue + 1];
        int[] multipliers = [0, 1, 2, 3, 255, (1 << 30) - 1, 1 << 30, (1 << 30) + 1, int.MaxValue - 1, int.MaxValue];
        foreach (int sum in sums)
        {
            foreach (int multiplier in multipliers)
            {
                for (int shift = 1; shift <= 62; shift++)
                {
                    Assert.Equal(Expected(sum, multiplier, shift), Requantizer.Requantize(sum, multiplier, shift));
                }
            }
        }
    }

    [Fact]
    public void Ten_million_random_triples_agree_with_arithmetic_of_unlimited_width()
    {
        // Int128 is as good as unlimited here: the products need 63 bits. It is itself checked against BigInteger above.
        Random random = new(1);
        for (int i = 0; i < 10_000_000; i++)
        {
            int sum = random.Next(int.MinValue, int.MaxValue) >> random.Next(31);
            int multiplier = random.Next();
            int shift = random.Next(1, 63);
            Int128 expected = (((Int128)sum * multiplier) + ((Int128)1 << (shift - 1))) >> shift;
            if (expected != Requantizer.Requantize(sum, multiplier, shift))
            {
                Assert.Fail($"{sum} * {multiplier} >> {shift}");
            }
        }
    }

    [Theory]
    [InlineData(3, 1 << 30, 32, 1)] // 1.5 up to 2 in the first rounding, 1 in the second; rounding once gives 0.75 = 1
    [InlineData(1, 1 << 30, 32, 1)] // 0.5 up to 1, then 0.5 away from zero; rounding once gives 0.25 = 0
    [InlineData(-5, 1 << 30, 32, -1)] // -2.5 up to -2, then -1
    [InlineData(-3, 1 << 30, 32, -1)] // -1.5 up to -1, then -0.5 away from zero
    public void Two_roundings_are_first_halves_up_and_then_halves_away_from_zero(int sum, int multiplier, int shift, long expected)
    {
        Assert.Equal(expected, Requantizer.RequantizeTwice(sum, multiplier, shift));
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Two_roundings_agree_with_rational_arithmetic()
    {
        Random random = new(2);
        for (int i = 0; i < 200_000; i++)
        {
            int sum = random.Next(int.MinValue, int.MaxValue) >> random.Next(31), multiplier = random.Next(), shift = random.Next(1, 63);
            long expected = Expected(sum, multiplier, Math.Min(shift, 31));
            if (shift > 31)
            {
                // To the nearest, halves away from zero: in sizes, halves up.
                long size = (long)Math.Round((decimal)Math.Abs(expected) / (1L << (shift - 31)), MidpointRounding.AwayFromZero);
                expected = expected < 0 ? -size : size;
            }

            Assert.Equal(expected, Requantizer.RequantizeTwice(sum, multiplier, shift));
        }
    }

    private static long Expected(int sum, int multiplier, int shift)
    {
        BigInteger numerator = (2 * new BigInteger(sum) * multiplier) + BigInteger.Pow(2, shift);
        BigInteger quotient = BigInteger.DivRem(numerator, BigInteger.Pow(2, shift + 1), out BigInteger remainder);
        return (long)(remainder.Sign < 0 ? quotient - 1 : quotient);
    }
}
