using EdgeNet.Workflows;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Export;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Training;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Networks written as code: compiled as a board's program is, run on the virtual board, compared with the desktop.</summary>
[Trait("speed", "slow")]
public class StraightLineCodeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("digits8", "relu", 8, 32)]
    [InlineData("digits8", "tanh", 4, 20)]
    [InlineData("digits8", "sigmoid", 1, 33)]
    [InlineData("bugs", "linear", 8, 2)]
    [InlineData("xor", "relu", 8, 3)]
    [InlineData("gates", "sigmoid", 8, 5)]
    [InlineData("miles", "relu", 16, 4)]
    [InlineData("four-pixels", "tanh", 8, 7)]
    public void The_code_gives_the_desktops_logits_on_a_board(string name, string activation, int bits, int hidden)
    {
        DatasetSplit split = name == "digits8" ? Digits.Create(name, 8, 1000, 100, 1) : BuiltInDatasets.Create(name, 1);
        BuiltModel built = ModelBuilder.Build(split, new TrainingOptions
        {
            Hidden = [hidden, 5],
            Activations = [Enum.Parse<Activation>(activation, ignoreCase: true)],
            Epochs = 5,
            Starts = 1,
            InputBits = bits,
        }, name, true, null, default);
        Run(built, split.Test, 40);
    }

    [Fact]
    public void Weights_at_their_limits_are_cut_into_segments_and_give_the_desktops_logits()
    {
        for (int seed = 0; seed < 6; seed++)
        {
            QuantizedModelFits(RandomNetworks.Create(seed, extreme: true), seed);
        }
    }

    [SharedDataFact]
    public void A_sensor_of_8x8_pixels_is_classified_in_a_sixth_of_the_naive_loops_time()
    {
        DatasetSplit split = new DataSource(new CsvOptions()).LoadSplit(SharedData.Digits, null, 1);
        BuiltModel built = ModelBuilder.Build(split, new TrainingOptions { Hidden = [32], Epochs = 20 }, "uci", true, null, default);
        (double instructions, double microseconds) = Run(built, split.Test, 100);

        output.WriteLine($"{instructions:F0} instructions, {microseconds:F0} us");

        // Naive loops over the same model: 55,459 instructions, 23.7 ms (docs/benchmarks.md).
        Assert.InRange(instructions, 1, 55_459 / 6.0);
        Assert.InRange(microseconds, 1, 23_700 / 6.0);
    }

    [Fact]
    public void A_network_that_is_too_large_for_this_is_refused()
    {
        BuiltModel wide = ModelBuilder.Build(Digits.Create("digits", 28, 200, 50, 1), new TrainingOptions { Hidden = [8], Epochs = 1 }, "d", true, null, default);
        Assert.Contains("784 inputs", Assert.Throws<UserException>(() => StraightLineCode.Write(wide.Model, "M", "N")).Message);
        BuiltModel deep = ModelBuilder.Build(BuiltInDatasets.Create("bugs", 1), new TrainingOptions { Hidden = [200, 200], Epochs = 1 }, "d", true, null, default);
        Assert.Contains("bytes on a board", Assert.Throws<UserException>(() => StraightLineCode.Write(deep.Model, "M", "N")).Message);
    }

    private static void QuantizedModelFits(Trainer.Quantization.QuantizedNetwork network, int seed)
    {
        byte[] file = ModelWriter.Write(network, []);
        Random random = new(seed);
        Compare(ModelFile.Parse(file), [.. Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, network.Shape.Count).Select(_ => (float)random.Next(256)).ToArray())]);
    }

    private static (double Instructions, double Microseconds) Run(BuiltModel built, Dataset data, int count) =>
        Compare(built.Model, [.. Enumerable.Range(0, count).Select(i => data.Sample(i % data.Count).ToArray())]);

    private static (double Instructions, double Microseconds) Compare(ModelFile model, float[][] samples)
    {
        Network desktop = new(model);
        using Board board = new(BoardProfile.Esp32);
        board.Deploy(DeviceAssemblies.Contracts, [DeviceCompiler.Compile(StraightLineCode.Write(model, "Generated", "My.App"))]);
        board.Call("My.App.Generated.Logit", 0);
        long instructions = board.Instructions;
        double microseconds = board.BusyMicroseconds;
        foreach (float[] sample in samples)
        {
            byte[] pixels = Array.ConvertAll(sample, v => (byte)v);
            bool isPicture = model.Input.Rank > 1;
            int expected = isPicture ? desktop.Classify(pixels) : desktop.Classify(sample);
            Assert.Equal(expected, (long)board.Call("My.App.Generated.Classify", isPicture ? pixels : sample)!);
            for (int o = 0; o < desktop.OutputCount; o++)
            {
                Assert.Equal(desktop.Logit(o), (long)board.Call("My.App.Generated.Logit", o)!);
            }
        }

        return ((double)(board.Instructions - instructions) / samples.Length, (board.BusyMicroseconds - microseconds) / samples.Length);
    }
}
