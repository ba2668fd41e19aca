using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Export;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Max pooling from the text that people type to a virtual board.</summary>
public class PoolingTests
{
    /// <summary>Odd rows and columns are left out, channels are pooled apart, and a pooled picture can be pooled again.</summary>
    [Theory]
    [InlineData(7, 5, 1, 8, "pool 2, dense 6, dense 3")]
    [InlineData(2, 2, 3, 8, "pool 2, dense 3")]
    [InlineData(9, 13, 2, 4, "pool 2, pool 2, dense 5 tanh, dense 3")]
    [InlineData(8, 6, 4, 1, "pool 2, dense 7 sigmoid, dense 3")]
    [InlineData(11, 3, 3, 6, "pool 2, dense 8 linear, dense 5, dense 3")]
    public void Trained_quantised_and_written_it_gives_the_desktops_logits_on_a_board(int height, int width, int channels, int bits, string model)
    {
        Dataset data = Pictures(new Shape(3, height, width, channels), 40);
        TrainingOptions options = new() { Model = Architecture.Parse(model), Epochs = 3, Starts = 1, InputBits = bits };
        BuiltModel built = ModelBuilder.Build(new DatasetSplit(data, data), options, "pictures", true, null, default);
        Assert.Equal(model.Split(',').Length, built.Model.Layers.Length);
        Assert.Equal("max pool", built.Model.Layers[0].KindName);
        EmulationReport report = EmulatedModel.Run(built.File, data, 20, BoardProfile.Esp32, null, default);
        Assert.Equal((20, 1.0), (report.Samples, report.Agreement));

        // The trainer's own reference, in its own arithmetic.
        Network network = new(built.Model);
        for (int s = 0; s < data.Count; s++)
        {
            network.Classify(data.Sample(s).ToArray());
            int[] expected = built.Quantization.Network.Logits(built.Quantization.Network.QuantizeInput(data.Sample(s)));
            Assert.Equal(expected, Enumerable.Range(0, 3).Select(network.Logit));
            network.Classify(Array.ConvertAll(data.Sample(s).ToArray(), v => (byte)v));
            Assert.Equal(expected, Enumerable.Range(0, 3).Select(network.Logit));
        }
    }

    [Fact]
    public void Pooled_digits_are_read_from_a_smaller_file_in_less_time_with_nothing_lost_by_the_pooling()
    {
        DatasetSplit digits = Digits.Create("digits", 28, 4000, 500, 1);
        TrainingOptions options = new() { Hidden = [32], Epochs = 4 };
        BuiltModel dense = ModelBuilder.Build(digits, options, "digits", false, null, default);
        BuiltModel pooled = ModelBuilder.Build(digits, options with { Model = Architecture.Parse("pool 2, dense 32, dense 10") }, "digits", false, null, default);
        Assert.InRange(pooled.Score.Accuracy, dense.Score.Accuracy - 0.05, 1.0);
        Assert.Equal((196 * 32) + 32 + 320 + 10, pooled.Training.Network.Parameters);
        Assert.InRange(pooled.File.Length, 1, dense.File.Length / 3);

        // Bytes against floats: what is lost is the rounding of inputs that are bytes already.
        Assert.InRange(pooled.Quantization.Layers[0].SignalToNoiseDecibels!.Value, 120, 1000);
        Assert.Equal(0, pooled.Quantization.Layers[0].Saturated);
        EmulationReport before = EmulatedModel.Run(dense.File, digits.Test, 50, BoardProfile.Esp32, null, default);
        EmulationReport after = EmulatedModel.Run(pooled.File, digits.Test, 50, BoardProfile.Esp32, null, default);
        Assert.Equal(1.0, after.Agreement);
        Assert.InRange(after.InstructionsPerClassification, 1, before.InstructionsPerClassification);
    }

    [Fact]
    public void As_straight_line_code_it_is_refused_in_one_line()
    {
        Dataset data = Pictures(Shape.Grey(4, 4), 10);
        TrainingOptions options = new() { Model = Architecture.Parse("pool 2, dense 3"), Epochs = 1, Starts = 1 };
        BuiltModel built = ModelBuilder.Build(new DatasetSplit(data, data), options, "pictures", true, null, default);
        Assert.Contains("max pool layer", Assert.Throws<UserException>(() => StraightLineCode.Write(built.Model, "M", "N")).Message);
    }

    private static Dataset Pictures(Shape shape, int count)
    {
        Random random = new(shape.Count);
        return new Dataset("pictures", TaskKind.Classification, shape, FeatureKind.Pixels,
            [.. Enumerable.Range(0, count * shape.Count).Select(_ => random.Next(2) == 0 ? 0f : random.Next(256))],
            [.. Enumerable.Range(0, count).Select(i => (float)(i % 3))], ["a", "b", "c"]);
    }
}
