using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Quantization.Arithmetic;
using EdgeNet.Trainer.Training;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Trainer.Tests;

public class QuantizerTests
{
    [Fact]
    public void A_factor_is_written_as_multiplier_and_shift_within_one_part_in_a_thousand_million()
    {
        Prop.ForAll(Gen.Choose(-300, 290).ToArbitrary(), tenths =>
        {
            double factor = Math.Pow(2, tenths / 10.0);
            (int multiplier, byte shift) = FixedPoint.Of(factor);
            return multiplier > 0 && shift is >= 1 and <= 62 && Math.Abs(Math.ScaleB(multiplier, -shift) - factor) <= factor * 1e-9;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0.5, 1 << 30, 31)]
    [InlineData(1.0, 1 << 30, 30)]
    [InlineData(0.75, 1610612736, 31)]
    [InlineData(0.9999999999, 1 << 30, 30)] // rounds up to a power of two
    public void Factors_by_hand(double factor, int multiplier, int shift)
    {
        Assert.Equal((multiplier, (byte)shift), FixedPoint.Of(factor));
    }

    [Fact]
    public void A_factor_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPoint.Of(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPoint.Of(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPoint.Of(1 << 30));
        Assert.Equal((0, (byte)1), FixedPoint.Of(0));
    }

    /// <summary>Weights 1 and -0.5 with inputs in steps of 1/255 from 0: the channel's scale is 1/255/127, so they become 127 and -64 (63.5 rounds to even).</summary>
    [Fact]
    public void Weights_are_symmetric_with_one_scale_per_output()
    {
        Dataset data = Pixels([255f, 0f, 0f, 255f, 255f, 255f, 0f, 0f]);
        FloatMatrix matrix = new(2, 2, [1f, 0.01f, -0.5f, 0.01f], [0f, 0f]);
        QuantizedMatrix quantised = Quantizer.Quantize(Network(data, Dense(matrix, Activation.Linear)), data).Network.Layers[0].Matrix!;
        Assert.Equal([127, 127, -64, 127], quantised.Weights.Select(w => (int)w));
    }

    [Fact]
    public void Weights_of_8_bits_are_within_half_a_step_and_use_the_whole_range()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            double[] weights = DrawWeights(seed);
            sbyte[] integers = new sbyte[weights.Length];
            double scale = WeightQuantizer.Quantize(weights, 8, 0, integers);
            return weights.Zip(integers).All(p => Math.Abs(p.First - (p.Second * scale)) <= scale * 0.5000001) && integers.Max(i => Math.Abs((int)i)) == 127;
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Held against 5,000 scales that are simply tried out.</summary>
    [Fact]
    public void Weights_of_4_bits_have_the_scale_of_least_squared_error()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            double[] weights = DrawWeights(seed);
            sbyte[] integers = new sbyte[weights.Length];
            double scale = WeightQuantizer.Quantize(weights, 4, 0, integers);
            double error = weights.Zip(integers).Sum(p => Math.Pow(p.First - (p.Second * scale), 2));
            double most = weights.Max(Math.Abs);
            double least = Enumerable.Range(1, 5000).Min(k => weights.Sum(w => Math.Pow(w - (most * k / 35_000 * Math.Clamp(Math.Round(w / (most * k / 35_000)), -7, 7)), 2)));
            return integers.All(i => i is >= -7 and <= 7) && error <= 1.05 * least;
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>By hand: two terms of three outputs each, two weights per byte, the first in the low half, each term in whole bytes.</summary>
    [Fact]
    public void Weights_of_4_bits_are_packed_two_per_byte()
    {
        QuantizedMatrix matrix = new(2, 3, [1, -1, 7, -8, 0, -7], [], [], [], []) { WeightBits = 4 };
        Assert.Equal([0xF1, 0x07, 0x08, 0x09], WeightPacking.Pack(matrix));
        Assert.Equal([1, 0xFF, 7, 0xF8, 0, 0xF9], WeightPacking.Pack(matrix with { WeightBits = 8 }));
    }

    [Theory]
    [InlineData(new[] { 8, 4, 8 }, null, "--weight-bits has 3 numbers, but the model has 2 layers with weights (dense 6 relu, dense 10)")]
    [InlineData(new[] { 2 }, null, "--weight-bits must be 4 or 8, not 2")]
    [InlineData(null, new[] { 4, 4 }, "--activation-bits has 2 numbers, but the model has 1 hidden layers")]
    [InlineData(null, new[] { 9 }, "--activation-bits must be numbers from 1 to 8, not 9")]
    public void Bits_that_do_not_suit_the_layers_are_refused(int[]? weights, int[]? activations, string message)
    {
        Dataset data = Digits.Create("digits", 8, 20, 10, 1).Train;
        TrainingOptions options = new() { Model = Architecture.Parse("pool 2, dense 6 relu, dense 10"), WeightBits = weights, ActivationBits = activations };
        Assert.Contains(message, Assert.Throws<UserException>(() => NetworkFactory.Create(data, options)).Message);
    }

    [Fact]
    public void A_table_of_fewer_than_8_bits_is_refused()
    {
        TrainingOptions options = new() { Model = Architecture.Parse("dense 6 tanh, dense 10"), ActivationBits = [4] };
        UserException e = Assert.Throws<UserException>(() => NetworkFactory.Create(Digits.Create("digits", 8, 20, 10, 1).Train, options));
        Assert.Contains("layer 1, \"dense 6 tanh\"", e.Message);
    }

    [Fact]
    public void Every_layer_is_written_with_the_bits_that_it_is_given()
    {
        Dataset data = Digits.Create("digits", 8, 200, 10, 1).Train;
        TrainingOptions options = new() { Model = Architecture.Parse("pool 2, dense 6 relu, dense 5 linear, dense 10"), WeightBits = [4, 8, 4], ActivationBits = [3, 5] };
        QuantizedNetwork network = Quantizer.Quantize(NetworkFactory.Create(data, options), data).Network;
        Assert.Equal([(0, 8, 255), (4, 3, 7), (8, 5, 31), (4, 8, 255)], network.Layers.Select(l => (l.Fields.WeightBits, l.Fields.Bits, l.Fields.High)));
        int[] hidden = network.Layers[1].Run([[.. Enumerable.Repeat(255, 16)]], out _);
        Assert.All(hidden, v => Assert.InRange(v, 0, 7));
        Assert.All(network.Layers[2].Run([hidden], out _), v => Assert.InRange(v, 0, 31));
    }

    [Fact]
    public async Task Calibration_gives_the_same_bytes_on_one_thread_as_on_many()
    {
        Dataset data = Digits.Create("digits", 8, 500, 10, 1).Train;
        FloatNetwork network = NetworkFactory.Create(data, new TrainingOptions { Hidden = [20, 9], Activations = [Activation.Relu, Activation.Tanh] });
        byte[] many = ModelWriter.Write(Quantizer.Quantize(network, data).Network, []);
        TaskScheduler one = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ConcurrentScheduler;
        byte[] alone = await Task.Factory.StartNew(() => ModelWriter.Write(Quantizer.Quantize(network, data).Network, []), default, TaskCreationOptions.None, one);
        Assert.Equal(many, alone);
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Linear)]
    public void Every_activation_keeps_at_least_25_decibels_and_agrees_with_the_float_network(Activation activation)
    {
        DatasetSplit split = Digits.Create("digits", 8, 3000, 500, 1);
        TrainingOptions options = new() { Hidden = [24, 16], Activations = [activation], Epochs = 8 };
        BuiltModel built = ModelBuilder.Build(split, options, "digits", false, null, default);
        Assert.All(built.Quantization.Layers, l => Assert.InRange(l.SignalToNoiseDecibels!.Value, 25, 100));
        Assert.Equal(built.FloatScore.Accuracy, built.Score.Accuracy, 0.02);
    }

    [Fact]
    public void Inputs_of_every_width_from_1_to_16_bits_are_carried_to_the_board()
    {
        DatasetSplit split = BuiltInDatasets.Create("bugs", 1);
        for (int bits = 1; bits <= 16; bits++)
        {
            BuiltModel built = ModelBuilder.Build(split, new TrainingOptions { Hidden = [4], InputBits = bits, Epochs = 60 }, "bugs", true, null, default);
            Assert.Equal(bits, built.Model.Input.Bits);
            Assert.InRange(built.Score.Accuracy, bits == 1 ? 0.8 : 0.95, 1.0);
        }
    }

    [Fact]
    public void Values_of_the_board_are_those_of_the_float_network_for_a_regression()
    {
        BuiltModel built = ModelBuilder.Build(BuiltInDatasets.Create("miles", 1), new TrainingOptions { Hidden = [] }, "miles", false, null, default);
        Network network = new(built.Model);
        foreach (float km in new[] { 0f, 0.5f, 7f, 42.195f, 99.9f })
        {
            network.Classify([km]);
            Assert.Equal(built.Training.Network.Run([km])[0], network.Value(0), 0.002f);
        }
    }

    [Fact]
    public void A_unit_that_is_never_active_and_a_feature_that_never_changes_do_no_harm()
    {
        Dataset data = new("dead", TaskKind.Classification, Shape.Features(2), FeatureKind.Columns, [1f, 5f, 2f, 5f, 3f, 5f, 4f, 5f], [0f, 0f, 1f, 1f], ["a", "b"]);
        FloatLayer hidden = Dense(new FloatMatrix(2, 2, [-1f, 0f, 0f, 0f], [-100f, 1f]), Activation.Relu);
        FloatLayer last = Dense(new FloatMatrix(2, 2, [1f, 1f, 1f, -1f], [0f, 0f]), Activation.Softmax);
        FloatNetwork network = new(TaskKind.Classification, data.Shape, InputScaling.For(data), [hidden, last], data.Labels, 1f, 0f);
        byte[] file = ModelWriter.Write(Quantizer.Quantize(network, data).Network, []);
        Assert.Equal(0, Core.Network.Load(file).Classify([2f, 5f]));
    }

    /// <summary>The step that a dead unit has learned may be anything; boards bring all sums of a layer to one shift.</summary>
    [Fact]
    public void A_unit_without_weights_has_a_shift_like_those_of_the_others_and_gives_its_bias()
    {
        LayerPrecision learned = new(4, 4) { WeightSteps = [0.1f, 1e-15f, 1e-15f], ActivationStep = 0.1f };
        RoundedMatrix rounded = new(new FloatMatrix(2, 3, [0.7f, 0f, 0f, -0.3f, 0f, 0f], [0.2f, 0.3f, -0.5f]), TensorScale.Uniform(2, 1f / 255, 0f, 8), learned);
        QuantizedMatrix numbers = rounded.Finish([0, 0, 0], OutputRange.Logits(0.1, 3));
        Assert.Equal([3L, -5L], new[] { 1, 2 }.Select(o => numbers.Requantised(numbers.Bias[o], o)));
        Assert.All(numbers.Shift, s => Assert.InRange(s, numbers.Shift[0] - 10, numbers.Shift[0] + 10));
    }

    [Fact]
    public void A_collapse_is_refused_unless_it_is_allowed()
    {
        // The classes part at a quarter of the range; one bit of input can only tell the halves apart.
        float[] features = [.. Enumerable.Range(0, 400).Select(i => i / 400f)];
        Dataset data = new("quarter", TaskKind.Classification, Shape.Features(1), FeatureKind.SharedRange, features,
            Array.ConvertAll(features, f => f < 0.25f ? 0f : 1f), ["low", "high"]);
        DatasetSplit split = new(data, data);
        TrainingOptions options = new() { Hidden = [4], InputBits = 1 };

        BuiltModel allowed = ModelBuilder.Build(split, options, "quarter", true, null, default);
        Assert.InRange(allowed.FloatScore.Accuracy, 0.97, 1.0);
        Assert.InRange(allowed.Score.Accuracy, 0.0, 0.8);
        UserException e = Assert.Throws<UserException>(() => ModelBuilder.Build(split, options, "quarter", false, null, default));
        Assert.Contains("--allow-loss", e.Message);
    }

    private static double[] DrawWeights(int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, 20).Select(_ => random.NextDouble() - 0.5)];
    }

    private static Dataset Pixels(float[] pixels) =>
        new("pixels", TaskKind.Classification, Shape.Features(2), FeatureKind.Pixels, pixels, new float[pixels.Length / 2], ["a", "b"]);

    private static DenseLayer Dense(FloatMatrix matrix, Activation activation) => new(Shape.Features(matrix.Terms), matrix, activation);

    private static FloatNetwork Network(Dataset data, FloatLayer layer) =>
        new(data.Task, data.Shape, InputScaling.For(data), [layer], data.Labels, 1f, 0f);
}
