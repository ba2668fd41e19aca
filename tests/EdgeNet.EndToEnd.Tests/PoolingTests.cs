using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>What max pooling saves.</summary>
public class PoolingTests
{
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
}
