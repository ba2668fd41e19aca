using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Quantization;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Core.Tests;

public class NetworkTests
{
    /// <summary>
    /// Two inputs, two hidden ReLU units, two outputs, all numbers by hand.
    /// Sums: 3*10 - 2*20 + 5 = -5 and 1*10 + 4*20 - 10 = 80. Halved: -2.5 -> 0 (ReLU) and 40.
    /// Logits: 0*1 + 40*2 + 7 = 87 and 0*5 - 40*1 + 0 = -40; halved with halves up: 43.5 -> 44 and -20.
    /// </summary>
    [Fact]
    public void A_network_small_enough_for_pencil_and_paper_gives_the_numbers_on_the_paper()
    {
        Network network = Network.Load(ModelWriter.Write(ByHand(), []));

        Assert.Equal(0, network.Classify(new byte[] { 10, 20 }));
        Assert.Equal(44, network.Logit(0));
        Assert.Equal(-20, network.Logit(1));
        Assert.Equal("yes", network.Label(0));

        // A logit is worth 0.05: 2.2 and -1. exp(-3.2) = 0.0408, so the winner's share is 1 / 1.0408 = 0.961.
        Assert.Equal(0.961f, network.Value(0), 0.002f);
        Assert.Equal(96, network.ConfidencePercent());
    }

    [Fact]
    public void Every_network_gives_the_logits_of_the_plain_reference_for_any_input()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            QuantizedNetwork reference = RandomNetworks.Create(seed, extreme: seed % 2 == 0, pools: seed % 3 == 0) with
            {
                InputScale = [1f],
                InputOffset = [0f],
            };
            Network network = Network.Load(ModelWriter.Write(reference, []));
            Random random = new(seed);
            for (int i = 0; i < 5; i++)
            {
                int[] x = RandomNetworks.Input(reference, random);
                network.Classify(Array.ConvertAll(x, v => (float)v));
                if (!reference.Logits(x).SequenceEqual(Enumerable.Range(0, network.OutputCount).Select(network.Logit)))
                {
                    return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Layers_wider_than_a_piece_of_memory_are_exact_at_the_extremes()
    {
        // 5,000 inputs fill two and a half pieces; all weights and inputs at their limits reach the largest sums.
        foreach (sbyte weight in new sbyte[] { -128, 127 })
        {
            sbyte[] weights = new sbyte[5000 * 3];
            Array.Fill(weights, weight);
            QuantizedDense layer = new(new QuantizedMatrix(5000, 3, weights, [1, 2, 3], [1 << 30, 1 << 30, 1 << 30], [30, 30, 30], []), Activation.Linear, 0);
            QuantizedNetwork wide = ByHand() with { Shape = Shape.Features(5000), Layers = [layer], Labels = ["a", "b", "c"] };
            Network network = Network.Load(ModelWriter.Write(wide, []));
            byte[] x = new byte[5000];
            Array.Fill(x, (byte)255);
            network.Classify(x);
            Assert.Equal((5000 * 255 * weight) + 3, network.Logit(2));
        }
    }

    [Fact]
    public void Bytes_and_floats_of_the_same_values_give_the_same_answer()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            QuantizedNetwork reference = RandomNetworks.Create(seed);
            Network network = Network.Load(ModelWriter.Write(reference, []));
            byte[] raw = new byte[network.InputCount];
            new Random(seed).NextBytes(raw);
            network.Classify(raw);
            int[] first = [.. Enumerable.Range(0, network.OutputCount).Select(network.Logit)];
            network.Classify(Array.ConvertAll(raw, b => (float)b));
            Assert.Equal(first, Enumerable.Range(0, network.OutputCount).Select(network.Logit));
        }
    }

    [Theory]
    [InlineData(-1e30f, 0)]
    [InlineData(-0.6f, 0)]
    [InlineData(0.49f, 0)]
    [InlineData(0.5f, 1)]
    [InlineData(254.4f, 254)]
    [InlineData(254.5f, 255)]
    [InlineData(float.MaxValue, 255)]
    [InlineData(float.PositiveInfinity, 255)]
    public void A_raw_value_is_rounded_and_limited(float raw, int expected)
    {
        // One layer that hands its first input on.
        QuantizedDense layer = new(new QuantizedMatrix(1, 1, [1], [0], [1 << 30], [30], []), Activation.Linear, 0);
        Network network = Network.Load(ModelWriter.Write(ByHand() with { Shape = Shape.Features(1), Layers = [layer], Labels = ["x"] }, []));
        network.Classify([raw]);
        Assert.Equal(expected, network.Logit(0));
    }

    [Fact]
    public void A_value_that_is_not_a_number_is_refused_and_named()
    {
        Network network = Network.Load(ModelWriter.Write(ByHand(), []));
        ArgumentException e = Assert.Throws<ArgumentException>(() => network.Classify([1f, float.NaN]));
        Assert.Contains("input value 1", e.Message);
    }

    [Fact]
    public void A_wrong_number_of_values_is_refused()
    {
        Network network = Network.Load(ModelWriter.Write(ByHand(), []));
        Assert.Throws<ArgumentException>(() => network.Classify(new byte[3]));
        Assert.Throws<ArgumentException>(() => network.Classify(new float[1]));
        Assert.Throws<ArgumentException>(() => network.Logit(2));
    }

    [Fact]
    public void Nothing_is_allocated_after_loading()
    {
        Network network = Network.Load(ModelWriter.Write(ByHand(), []));
        byte[] bytes = [10, 20];
        float[] floats = [10f, 20f];
        network.Classify(bytes);
        network.Classify(floats);
        network.ConfidencePercent();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            network.Classify(bytes);
            network.Classify(floats);
            network.ConfidencePercent();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(1, 0, 24)] // the header's 20 bytes take two blocks of 12
    [InlineData(1, 4, 24)]
    [InlineData(1, 5, 36)]
    [InlineData(8, 8, 84)] // DESIGN.md: long[8] costs 84
    [InlineData(12, 3, 60)] // three references
    public void An_array_costs_whole_blocks_of_a_boards_heap(int elementBytes, int length, int expected)
    {
        Assert.Equal(expected, Ram.ArrayBytes(elementBytes, length));
    }

    [Fact]
    public void Yes_or_no_outputs_are_answered_one_by_one()
    {
        Network network = Network.Load(ModelWriter.Write(ByHand() with { Task = TaskKind.MultiLabel, OutputFunction = Activation.Sigmoid }, []));
        network.Classify(new byte[] { 10, 20 });
        Assert.True(network.IsOn(0));
        Assert.False(network.IsOn(1));

        // sigmoid(2.2) = 0.900 and sigmoid(-1) = 0.269, so the least certain output is 73 % sure of its no.
        Assert.Equal(0.900f, network.Value(0), 0.005f);
        Assert.Equal(0.269f, network.Value(1), 0.01f);
        Assert.InRange(network.ConfidencePercent(), 72, 74);
    }

    private static QuantizedNetwork ByHand() => new()
    {
        Task = TaskKind.Classification,
        Shape = Shape.Features(2),
        InputBits = 8,
        InputScale = [1f],
        InputOffset = [0f],
        Layers =
        [
            new QuantizedDense(new QuantizedMatrix(2, 2, [3, 1, -2, 4], [5, -10], [1 << 30, 1 << 30], [31, 31], []), Activation.Relu, 0),
            new QuantizedDense(new QuantizedMatrix(2, 2, [1, 5, 2, -1], [7, 0], [1 << 30, 1 << 30], [31, 31], []), Activation.Linear, 0),
        ],
        OutputFunction = Activation.Softmax,
        LogitScale = 0.05f,
        ValueScale = 1f,
        ValueOffset = 0f,
        Labels = ["yes", "no"],
        GoldenSeeds = [],
    };
}
