using EdgeNet.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Core.Tests;

/// <summary>Weights of four bits: how the file packs them, how they are bounded, and that every form multiplies them alike.</summary>
public class FourBitWeightsTests
{
    /// <summary>
    /// By hand: weights 1, -2, 3 of the first input and -8, 7, -1 of the second are E1 03 and 78 0F; inputs 10 and 20 give
    /// 10 - 160 = -150, -20 + 140 = 120 and 30 - 20 = 10.
    /// </summary>
    [Fact]
    public void Two_outputs_share_a_byte_the_first_in_its_low_half()
    {
        PlainLayer layer = Last([1, -2, 3, -8, 7, -1], 3);
        Assert.Equal([0xE1, 0x03, 0x78, 0x0F], layer.Numbers()[..4]);
        ModelFile model = ModelFile.Parse(new PlainNetwork { Input = (1, 1, 2), Layers = [layer] }.File());
        Assert.Equal((4, 2, 4), (model.Layers[0].Matrix.WeightBits, model.Layers[0].Matrix.RowBytes, model.Layers[0].Matrix.WeightBytes));
        Network network = new(model);
        Assert.Equal(1, network.Classify([(byte)10, 20]));
        Assert.Equal([-150, 120, 10], Enumerable.Range(0, 3).Select(network.Logit));
    }

    [Fact]
    public void A_row_that_is_filled_up_with_anything_but_zeros_is_refused()
    {
        byte[] file = new PlainNetwork { Input = (1, 1, 2), Layers = [Last([1, -2, 3, -8, 7, -1], 3)] }.File();
        int at = file.AsSpan().IndexOf("WGHT"u8) + 8;
        file[at + 1] |= 0x10;
        Assert.Contains("section WGHT: layer 1: weights padded with bits that are not zero", Assert.Throws<ModelException>(() => ModelFile.Parse(ModelFileTests.Sealed(file))).Message);
    }

    /// <summary>By hand: -8 and 7 add up to 15, times 255 that is 3,825; a bias of 2^31 - 1 - 3,825 is the last that fits.</summary>
    [Fact]
    public void A_sum_may_be_as_large_as_its_own_weights_allow_and_no_larger()
    {
        PlainLayer layer = Last([1, -8, 1, 7], 2);
        Parse(int.MaxValue - 3825);
        Assert.Contains("output 1: the sum could overflow", Assert.Throws<ModelException>(() => Parse(int.MaxValue - 3824)).Message);
        Assert.Contains("output 1: the sum could overflow", Assert.Throws<ModelException>(() => Parse(-int.MaxValue + 3824)).Message);

        void Parse(int bias) => ModelFile.Parse(new PlainNetwork { Input = (1, 1, 2), Layers = [layer with { Bias = [0, bias] }] }.File());
    }

    [Fact]
    public void Every_form_gives_the_sums_of_plain_multiplication() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            int inputs = random.Next(1, 200), outputs = random.Next(1, 40), maxInput = (1 << random.Next(1, 9)) - 1;
            int[] weights = [.. Enumerable.Range(0, inputs * outputs).Select(_ => random.Next(3) == 0 ? (random.Next(2) * 15) - 8 : random.Next(-8, 8))];
            byte[] x = [.. Enumerable.Range(0, inputs).Select(_ => (byte)(random.Next(2) * random.Next(maxInput + 1)))];
            byte[] file = Last(weights, outputs).Numbers();
            MatrixInfo matrix = new(inputs, outputs, 4, new ActivationInfo(ModelFormat.Relu, ModelFormat.RoundOnce, 8, 0, 0, 255));
            int[] expected = [.. Enumerable.Range(0, outputs).Select(o => x.Select((v, i) => v * weights[(i * outputs) + o]).Sum())];
            PackedWeights[] forms =
            [
                new ByteWeights(matrix, file, maxInput, false), new LaneWeights(matrix, file, LanePlan.Of(matrix, file, maxInput, 3), maxInput, false),
                new LaneWeights(matrix, file, LanePlan.Of(matrix, file, maxInput, 4), maxInput, true), new SimdWeights(matrix, file, SimdWeights.BestLanes),
            ];
            foreach (PackedWeights form in forms)
            {
                int[] sums = new int[outputs];
                form.Accumulate(x, false, new ActiveInputs(inputs), sums);
                Assert.True(expected.AsSpan().SequenceEqual(sums), $"{form.GetType().Name}: {inputs} -> {outputs}, inputs up to {maxInput}");
            }
        }).QuickCheckThrowOnFailure();

    private static PlainLayer Last(int[] weights, int outputs) => new()
    {
        Kind = ModelFormat.Dense,
        WeightBits = 4,
        Outputs = outputs,
        Weights = weights,
        Bias = new int[outputs],
        Multipliers = [.. Enumerable.Repeat(1 << 30, outputs)],
        Shifts = [.. Enumerable.Repeat((byte)30, outputs)],
    };
}
