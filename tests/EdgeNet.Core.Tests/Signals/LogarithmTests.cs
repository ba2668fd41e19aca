namespace EdgeNet.Core.Tests;

/// <summary>Logarithms in integers, against the definition in doubles.</summary>
public class LogarithmTests
{
    [Fact]
    public void It_is_the_rounded_logarithm_of_the_highest_nine_bits()
    {
        Random random = new(1);
        IEnumerable<long> numbers = Enumerable.Range(1, 5000).Select(i => (long)i)
            .Concat(Enumerable.Range(12, 51).SelectMany(bits => new[] { (1L << bits) - 1, 1L << bits, (1L << bits) + 1 }))
            .Concat(Enumerable.Range(0, 2000).Select(i => (random.NextInt64() >> (i % 62)) | 1)).Append(long.MaxValue);
        foreach (long number in numbers)
        {
            int exponent = 63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)number);
            long highest = exponent <= 8 ? number : number >> (exponent - 8) << (exponent - 8);
            Assert.Equal((256 * exponent) + (int)Math.Round(256 * Math.Log2(highest / Math.Pow(2, exponent)), MidpointRounding.AwayFromZero), Logarithm.Of(number));
        }

        Assert.Equal(0, Logarithm.Of(0));
        Assert.Equal(Logarithm.Most, Logarithm.Of(long.MaxValue));
    }
}
