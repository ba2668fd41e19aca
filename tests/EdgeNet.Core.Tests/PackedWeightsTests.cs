using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Core.Tests;

/// <summary>Weights packed into longs give the sums that plain multiplication gives, to the last bit.</summary>
public class PackedWeightsTests
{
    private static readonly int[] MaxInputs = [1, 3, 7, 15, 31, 32, 63, 127, 255];

    [Fact]
    public void Every_form_gives_the_sums_of_plain_multiplication() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            int inputs = random.Next(1, random.Next(8) == 0 ? 5000 : 300), outputs = random.Next(1, 140), maxInput = MaxInputs[random.Next(MaxInputs.Length)];
            double density = random.NextDouble();
            sbyte[] weights = new sbyte[inputs * outputs];
            int span = random.Next(1, 128);
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] = (sbyte)random.Next(-span - 1, span + 1);
            }

            byte[] x = new byte[inputs];
            for (int i = 0; i < inputs; i++)
            {
                x[i] = random.NextDouble() < density ? (byte)random.Next(maxInput + 1) : (byte)0;
            }

            Check(weights, inputs, outputs, maxInput, x);
        }).QuickCheckThrowOnFailure();

    /// <summary>All weights and inputs at their limits, and in every combination of signs beside one another.</summary>
    [Fact]
    [Trait("speed", "slow")]
    public void No_lane_overflows_at_the_extremes()
    {
        foreach (int maxInput in MaxInputs)
        {
            foreach ((int inputs, int outputs) in new[] { (1, 1), (2, 9), (255, 32), (256, 33), (257, 31), (258, 8), (784, 36), (2048, 4), (2049, 12), (16_384, 3) })
            {
                byte[] x = new byte[inputs];
                Array.Fill(x, (byte)maxInput);
                foreach (sbyte[] pattern in new sbyte[][] { [127], [-128], [127, -128], [-128, 127, 127], [0, -128], [127, 0, 0], [-1], [127, 127, 127, -128] })
                {
                    // The pattern runs over the outputs, so that neighbours in a long have all of these.
                    sbyte[] weights = [.. Enumerable.Range(0, inputs * outputs).Select(i => pattern[i % outputs % pattern.Length])];
                    Check(weights, inputs, outputs, maxInput, x);
                }
            }
        }
    }

    /// <summary>By hand: 21 bits hold up to 1,048,575, which is 4,112 times 255; so |w| may add up to 4,112 in a segment: 32 times 127, and 48 over.</summary>
    [Fact]
    public void Segments_are_as_long_as_the_weights_allow()
    {
        (MatrixInfo matrix, byte[] file) = Matrix([.. Enumerable.Repeat((sbyte)127, 100)], 100, 1);
        Assert.Equal([0, 32, 64, 96, 100], LanePlan.Of(matrix, file, 255, 3).Starts);

        // 16 bits hold up to 32,767: 258 times 127 with inputs of one bit.
        (matrix, file) = Matrix([.. Enumerable.Repeat((sbyte)-127, 600)], 600, 1);
        Assert.Equal([0, 258, 516, 600], LanePlan.Of(matrix, file, 1, 4).Starts);

        // One output alone may cut for all.
        (matrix, file) = Matrix([.. Enumerable.Range(0, 200).Select(i => (sbyte)(i % 2 == 0 ? 1 : 127))], 100, 2);
        Assert.Equal([0, 32, 64, 96, 100], LanePlan.Of(matrix, file, 255, 3).Starts);
    }

    [Fact]
    public void A_form_is_chosen_by_the_room_there_is_and_the_compact_one_always_has_room()
    {
        Random random = new(1);
        (MatrixInfo matrix, byte[] file) = Matrix([.. Enumerable.Range(0, 64 * 32).Select(_ => (sbyte)random.Next(-60, 61))], 64, 32);
        Assert.IsType<ByteWeights>(WeightForms.Choose(matrix, file, 255, false, 64, 0));
        Assert.IsType<ByteWeights>(WeightForms.Choose(matrix, file, 255, false, 64, -1_000_000));
        Assert.IsType<LaneWeights>(WeightForms.Choose(matrix, file, 255, false, 64, 100_000));
        PackedWeights fast = WeightForms.Choose(matrix, file, 255, false, 64, 100_000);
        int extra = WeightForms.ExtraRam(fast, matrix, 255);
        Assert.IsType<LaneWeights>(WeightForms.Choose(matrix, file, 255, false, 64, extra));
        Assert.IsType<ByteWeights>(WeightForms.Choose(matrix, file, 255, false, 64, extra - 1));
    }

    private static void Check(sbyte[] weights, int inputs, int outputs, int maxInput, byte[] x)
    {
        int[] expected = new int[outputs];
        for (int i = 0; i < inputs; i++)
        {
            for (int o = 0; o < outputs; o++)
            {
                expected[o] += weights[(i * outputs) + o] * x[i];
            }
        }

        (MatrixInfo matrix, byte[] file) = Matrix(weights, inputs, outputs);
        ActiveInputs scratch = new(inputs);
        foreach (bool skipsZeros in new[] { false, true })
        {
            AssertSums(new ByteWeights(matrix, file, maxInput, skipsZeros), "bytes");
            foreach (int lanes in new[] { 3, 4 })
            {
                AssertSums(new LaneWeights(matrix, file, LanePlan.Of(matrix, file, maxInput, lanes), maxInput, skipsZeros), $"{lanes} lanes");
            }
        }

        foreach (int lanes in new[] { 4, 8, 16 }.Where(l => l <= SimdWeights.BestLanes))
        {
            AssertSums(new SimdWeights(matrix, file, lanes), $"{lanes} outputs in a vector");
        }

        void AssertSums(PackedWeights form, string name)
        {
            int[] sums = new int[outputs];
            form.Accumulate(x, false, scratch, sums);
            Assert.True(expected.AsSpan().SequenceEqual(sums), $"{name}: {inputs} -> {outputs}, inputs up to {maxInput}");
        }
    }

    private static (MatrixInfo Matrix, byte[] File) Matrix(sbyte[] weights, int inputs, int outputs) =>
        (new MatrixInfo(inputs, outputs, 8, new ActivationInfo(ModelFormat.Relu, ModelFormat.RoundOnce, 8, 0, 0, 255)), Array.ConvertAll(weights, w => (byte)w));
}
