namespace EdgeNet.Core.Tests;

/// <summary>Sums that are requantised many at a time become the bytes that they become one after the other, whatever the numbers are.</summary>
public class SimdRequantizerTests
{
    [Theory]
    [InlineData(ModelFormat.RoundOnce)]
    [InlineData(ModelFormat.RoundTwice)]
    public void Sums_become_the_same_bytes_many_at_a_time_and_one_after_the_other(int rounding)
    {
        Random random = new(rounding);
        int[] edges = [0, 1, -1, int.MaxValue, int.MinValue, 1 << 30, -(1 << 30), (1 << 30) - 1];
        for (int round = 0; round < 2000; round++)
        {
            int outputs = random.Next(1, 50), positions = random.Next(1, 5), stride = (outputs + 15) / 16 * 16, low = random.Next(256);
            ActivationInfo activation = new(ModelFormat.Relu, rounding, 8, random.Next(256), low, random.Next(low, 256));
            int[] multipliers = Draw(outputs, () => random.Next(4) == 0 ? int.MaxValue - random.Next(2) : random.Next(int.MaxValue));
            byte[] shifts = Draw(outputs, () => (byte)random.Next(31, 63));
            int[] sums = Draw(positions * stride, () => random.Next(3) == 0 ? edges[random.Next(edges.Length)] : random.Next(int.MinValue, int.MaxValue) >> random.Next(31));
            if (round % 3 == 0)
            {
                Halves(sums, stride, multipliers, shifts);
            }

            byte[] expected = Draw(positions * outputs, () => (byte)0), at = new byte[expected.Length];
            for (int i = 0; i < expected.Length; i++)
            {
                int o = i % outputs, sum = sums[(i / outputs * stride) + o];
                long scaled = rounding == ModelFormat.RoundTwice ? Requantizer.RequantizeTwice(sum, multipliers[o], shifts[o]) : Requantizer.Requantize(sum, multipliers[o], shifts[o]);
                expected[i] = (byte)Math.Clamp(scaled + activation.ZeroPoint, activation.Low, activation.High);
            }

            if (SimdRequantizer.Allows(shifts))
            {
                SimdRequantizer vectors = new(new int[outputs], multipliers, shifts, activation);
                vectors.ActivateAll(sums, stride, positions, at, 0);
                Assert.Equal(expected, at);
                Assert.Equal(outputs / 16 * 16, vectors.Activate(sums, at = new byte[outputs], 0));
                Assert.Equal(expected[..(outputs / 16 * 16)], at[..(outputs / 16 * 16)]);
            }
        }

        static T[] Draw<T>(int count, Func<T> value) => [.. Enumerable.Range(0, count).Select(_ => value())];

        // A multiplier that is a power of two, and sums that are a half before the last rounding or the first.
        void Halves(int[] sums, int stride, int[] multipliers, byte[] shifts)
        {
            for (int o = 0; o < multipliers.Length; o++)
            {
                multipliers[o] = 1 << random.Next(20, 31);
                shifts[o] = (byte)random.Next(32, 45);
                int half = shifts[o] - 1 - int.Log2(multipliers[o]);
                for (int i = o; i < sums.Length; i += stride)
                {
                    sums[i] = ((2 * random.Next(-100, 100)) + 1) << half;
                }
            }
        }
    }

    [Fact]
    public void Outputs_that_are_scaled_up_are_requantised_one_after_the_other() => Assert.False(SimdRequantizer.Allows([40, 30, 40]));
}
