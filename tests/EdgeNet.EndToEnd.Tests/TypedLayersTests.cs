using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Layers of every kind from the text that people type, through training and the model file, to a virtual board.</summary>
public class TypedLayersTests
{
    /// <summary>Odd rows and columns are left out of pools, channels are pooled apart; a sum of tensors may be negative before it is cut off.</summary>
    [Theory]
    [InlineData(7, 5, 1, 8, 8, "pool 2, dense 6, dense 3")]
    [InlineData(2, 2, 3, 8, 8, "pool 2, dense 3")]
    [InlineData(9, 13, 2, 4, 8, "pool 2, pool 2, dense 5 tanh, dense 3")]
    [InlineData(8, 6, 4, 1, 8, "pool 2, dense 7 sigmoid, dense 3")]
    [InlineData(11, 3, 3, 6, 8, "pool 2, dense 8 linear, dense 5, dense 3")]
    [InlineData(12, 12, 1, 8, 8, "conv 4 3x3 same, conv 4 3x3 same linear, add 1 relu, average 2, dense 3")]
    [InlineData(9, 8, 2, 8, 4, "conv 5 3x3 pad 1, conv 5 3x3 same linear, add 1 linear, pool 2, dense 3")]
    [InlineData(10, 9, 3, 8, 4, "conv 6 3x3 stride 2 tanh, depthwise 3x3 same, pointwise 4 linear, average all, dense 3")]
    [InlineData(16, 3, 1, 8, 8, "conv1d 4 5 stride 2, conv1d 6 3 same without norm, dense 8 sigmoid, dense 3")]
    public void What_is_trained_gives_the_desktops_logits_on_a_board(int height, int width, int channels, int inputBits, int bits, string model)
    {
        Dataset data = Pictures(channels == 1 ? Shape.Grey(height, width) : new Shape(3, height, width, channels), 40);
        TrainingOptions options = new() { Model = Architecture.Parse(model), Epochs = 3, Starts = 1, InputBits = inputBits, WeightBits = [bits] };
        BuiltModel built = ModelBuilder.Build(new DatasetSplit(data, data), options, "pictures", true, null, default);
        Assert.Equal(model.Split(',').Length, built.Model.Layers.Length);
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

    /// <summary>Random pixels, half of them zero, in three classes.</summary>
    internal static Dataset Pictures(Shape shape, int count)
    {
        Random random = new(shape.Count);
        return new Dataset("pictures", TaskKind.Classification, shape, FeatureKind.Pixels,
            [.. Enumerable.Range(0, count * shape.Count).Select(_ => random.Next(2) == 0 ? 0f : random.Next(256))],
            [.. Enumerable.Range(0, count).Select(i => (float)(i % 3))], ["a", "b", "c"]);
    }
}
