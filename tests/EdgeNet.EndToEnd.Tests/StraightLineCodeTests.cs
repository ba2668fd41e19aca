using System.Buffers.Binary;
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
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;
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
    [InlineData("digits8", "relu", 1, 150)]
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
    public void Weights_at_their_limits_give_the_desktops_logits()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            CompareRandom(RandomNetworks.Create(seed, extreme: true) with { Task = TaskKind.Classification }, seed);
        }
    }

    /// <summary>As imported models ask for. The trainer makes none, so the flag is set in the file.</summary>
    [Fact]
    public void Layers_that_round_twice_give_the_desktops_logits()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            byte[] file = ModelWriter.Write(RandomNetworks.Create(seed, extreme: seed % 2 == 0) with { Task = TaskKind.Classification, GoldenSeeds = [] }, []);
            int layers = file.AsSpan().IndexOf("LAYR"u8) + 8;
            for (int l = 0; l < file[layers]; l++)
            {
                file[layers + 4 + (12 * l) + 4] |= ModelFormat.RoundTwice << 4;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), Crc32.Compute(file, ModelFormat.HeaderLength, file.Length - ModelFormat.HeaderLength));
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16), Crc32.Compute(file, 0, 16));
            CompareRandom(file, seed);
        }
    }

    /// <summary>A column that never changes has scale 0: it is part of the constants, whatever it is, unless it is not a number.</summary>
    [Fact]
    public void A_column_that_never_changes_costs_nothing_and_is_still_refused_where_it_is_not_a_number()
    {
        QuantizedNetwork network = RandomNetworks.Create(3) with { Shape = Shape.Features(3), InputScale = [0f, 2f, 0f], InputOffset = [7.5f, 1f, 300f], InputBits = 8, GoldenSeeds = [] };
        network = network with { Layers = [RandomNetworks.CreateLayer(new Random(3), 3, 4, true, false)], Labels = ["a", "b", "c", "d"] };
        ModelFile model = ModelFile.Parse(ModelWriter.Write(network, []));
        Compare(model, [[0f, 1f, 2f], [-5f, 3f, 1e30f], [255f, 0f, -0f]]);
        using Board board = new(BoardProfile.Esp32);
        board.Deploy(DeviceAssemblies.Contracts, [DeviceCompiler.Compile(NetworkCode.Write(model, "Generated", "My.App"))]);
        foreach (float[] bad in new float[][] { [float.NaN, 0f, 0f], [0f, 0f, float.PositiveInfinity], [0f, float.NaN, 0f] })
        {
            Assert.Throws<ArgumentException>(() => new Network(model).Classify(bad));
            Assert.Contains("is not a number", Assert.Throws<EmulatorException>(() => board.Call("My.App.Generated.Classify", bad)).Message);
        }
    }

    [SharedDataFact]
    public void A_sensor_of_8x8_pixels_is_classified_in_a_fifteenth_of_the_naive_loops_time()
    {
        DatasetSplit split = new DataSource(new CsvOptions()).LoadSplit(SharedData.Digits, null, 1);
        foreach (int bits in new[] { 8, 4 })
        {
            BuiltModel built = ModelBuilder.Build(split, new TrainingOptions { Hidden = [32], Epochs = 20, InputBits = bits }, "uci", true, null, default);
            (double instructions, double microseconds) = Run(built, split.Test, 100);
            output.WriteLine($"{bits} bits: {instructions:F0} instructions, {microseconds:F0} us");

            // Naive loops over the same model: 55,459 instructions, 23.7 ms (docs/benchmarks.md).
            Assert.InRange(instructions, 1, 55_459 / 10.0);
            Assert.InRange(microseconds, 1, 23_700 / 15.0);
        }
    }

    private static void CompareRandom(QuantizedNetwork network, int seed) => CompareRandom(ModelWriter.Write(network, []), seed);

    private static void CompareRandom(byte[] file, int seed)
    {
        ModelFile model = ModelFile.Parse(file);
        Random random = new(seed);
        Compare(model, [.. Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, model.Input.Count).Select(_ => (float)random.Next(256)).ToArray())]);
    }

    private static (double Instructions, double Microseconds) Run(BuiltModel built, Dataset data, int count) =>
        Compare(built.Model, [.. Enumerable.Range(0, count).Select(i => data.Sample(i % data.Count).ToArray())]);

    private static (double Instructions, double Microseconds) Compare(ModelFile model, float[][] samples)
    {
        Network desktop = new(model);
        using Board board = new(BoardProfile.Esp32);
        board.Deploy(DeviceAssemblies.Contracts, [DeviceCompiler.Compile(NetworkCode.Write(model, "Generated", "My.App"))]);
        board.Call("My.App.Generated.Logit", 0);
        long instructions = board.Instructions;
        double microseconds = board.BusyMicroseconds;
        foreach (float[] sample in samples)
        {
            byte[] pixels = Array.ConvertAll(sample, v => (byte)v);
            bool isPicture = model.Input.Rank > 1;
            int expected = isPicture ? desktop.Classify(pixels) : desktop.Classify(sample);
            bool isRegression = model.Output.Task == ModelFormat.Regression;
            object? best = board.Call(isRegression ? "My.App.Generated.Estimate" : "My.App.Generated.Classify", isPicture ? pixels : sample);
            Assert.Equal(isRegression ? null : (long)expected, best);
            for (int o = 0; o < desktop.OutputCount; o++)
            {
                Assert.Equal(desktop.Logit(o), (long)board.Call("My.App.Generated.Logit", o)!);
            }
        }

        return ((double)(board.Instructions - instructions) / samples.Length, (board.BusyMicroseconds - microseconds) / samples.Length);
    }
}
