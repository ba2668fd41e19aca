using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The same model on the desktop and on a virtual board.</summary>
public class EmulateTests
{
    [Theory]
    [InlineData("xor", "tanh")]
    [InlineData("gates", "sigmoid")]
    [InlineData("miles", "relu")]
    [InlineData("bugs", "linear")]
    [InlineData("four-pixels", "tanh,relu")]
    public void Every_task_and_activation_gives_the_same_logits_on_a_board(string name, string activations)
    {
        DatasetSplit split = BuiltInDatasets.Create(name, 1);
        TrainingOptions options = new()
        {
            Hidden = [6, 5],
            Activations = [.. activations.Split(',').Select(a => Enum.Parse<Activation>(a, ignoreCase: true))],
            Epochs = 20,
            Starts = 1,
        };
        BuiltModel built = ModelBuilder.Build(split, options, name, true, null, default);
        EmulationReport report = EmulatedModel.Run(built.File, split.Test, 50, BoardProfile.Esp32, null, default);
        Assert.Equal(1.0, report.Agreement);
        Assert.Equal(Math.Min(50, split.Test.Count), report.Samples);
    }

    [Fact]
    public void The_memory_that_a_model_says_it_needs_is_the_memory_that_it_takes()
    {
        foreach ((string name, int[] hidden) in new[] { ("digits8", new[] { 32 }), ("digits", [32, 16]), ("xor", [3]), ("miles", Array.Empty<int>()), ("bugs", [40, 30, 20]) })
        {
            DatasetSplit split = name.StartsWith("digits", StringComparison.Ordinal)
                ? Digits.Create(name, name == "digits" ? 28 : 8, 300, 50, 1)
                : BuiltInDatasets.Create(name, 1);
            BuiltModel built = ModelBuilder.Build(split, new TrainingOptions { Hidden = hidden, Activations = [Activation.Tanh], Epochs = 2, Starts = 1 }, name, true, null, default);
            AssertTakesWhatItSays(built.File);
        }
    }

    [Fact]
    public void The_memory_of_models_that_find_anomalies_is_exact_too()
    {
        foreach (int seed in new[] { 0, 1, 2, 3, 4 })
        {
            AssertTakesWhatItSays(ModelWriter.Write(RandomNetworks.WithAnomalies(seed), []));
        }
    }

    private static void AssertTakesWhatItSays(byte[] file)
    {
        using Board board = new(BoardProfile.Esp32);
        board.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.Applications);
        board.Storage.Put("I:\\m", file);
        BoardObject loader = board.New("EdgeNet.Device.ModelLoader");
        long before = board.MeasureHeap();
        BoardObject? network = (BoardObject?)board.CallOn(loader, "Load", "I:\\m");
        Assert.NotNull(network);
        long takes = board.MeasureHeap() - before;
        Assert.Equal((long)board.CallOn(network, "get_RamBytes")!, takes);
        Assert.InRange(takes, ModelFile.Parse(file).RamBytes, board.HeapBytes);
    }

    /// <summary>On nanoFramework "not a number" compares as greater than everything, so the order of the checks matters.</summary>
    [Fact]
    public void A_value_that_is_not_a_number_is_refused_on_a_board_too()
    {
        BuiltModel built = ModelBuilder.Build(BuiltInDatasets.Create("bugs", 1), new TrainingOptions { Hidden = [2], Epochs = 2, Starts = 1 }, "bugs", true, null, default);
        using Board board = new(BoardProfile.Esp32);
        board.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.Applications);
        BoardObject loader = board.New("EdgeNet.Device.ModelLoader");
        BoardObject network = (BoardObject)board.CallOn(loader, "Load", "carried inside", built.File)!;
        EmulatorException e = Assert.Throws<EmulatorException>(() => board.CallOn(network, "Classify", new[] { 1f, float.NaN }));
        Assert.Contains("input value 1 is not a number", e.Message);
    }

    [Fact]
    public void A_picture_of_floats_gives_the_logits_of_bytes_for_little_more()
    {
        DatasetSplit split = Digits.Create("digits", 28, 300, 20, 1);
        BuiltModel built = ModelBuilder.Build(split, new TrainingOptions { Hidden = [32], Epochs = 2 }, "digits", true, null, default);
        using Board board = new(BoardProfile.Esp32);
        board.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.Applications);
        BoardObject network = (BoardObject)board.CallOn(board.New("EdgeNet.Device.ModelLoader"), "Load", "carried inside", built.File)!;
        double bytes = 0, floats = 0;
        for (int i = 0; i < split.Test.Count; i++)
        {
            float[] picture = split.Test.Sample(i).ToArray();
            bytes += Cost("Classify", Array.ConvertAll(picture, v => (byte)v));
            object?[] expected = Logits();
            floats += Cost("Classify", picture);
            Assert.Equal(expected, Logits());
        }

        // It was 3.8 times on MNIST, where a call was made for each of 784 values.
        Assert.InRange(floats / bytes, 1, 1.35);

        object?[] Logits() => [.. Enumerable.Range(0, 10).Select(o => board.CallOn(network, "Logit", o))];

        double Cost(string method, object input)
        {
            double before = board.BusyMicroseconds;
            board.CallOn(network, method, input);
            return board.BusyMicroseconds - before;
        }
    }

    [Fact]
    public void Zeros_and_values_beyond_all_limits_are_quantised_as_on_the_desktop()
    {
        BuiltModel built = ModelBuilder.Build(BuiltInDatasets.Create("four-pixels", 1), new TrainingOptions { Hidden = [5], Epochs = 2, Starts = 1, InputBits = 8 }, "f", true, null, default);
        BuiltModel table = ModelBuilder.Build(BuiltInDatasets.Create("bugs", 1), new TrainingOptions { Hidden = [5], Epochs = 2, Starts = 1, InputBits = 8 }, "b", true, null, default);
        float[] values = [0f, -0f, 1f, -1f, 0.5f, 127.4f, 255f, 256f, 1e10f, -1e10f, 3e38f, -3e38f, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon];
        foreach (BuiltModel model in new[] { built, table })
        {
            Network desktop = new(model.Model);
            using Board board = new(BoardProfile.Esp32);
            board.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.Applications);
            BoardObject network = (BoardObject)board.CallOn(board.New("EdgeNet.Device.ModelLoader"), "Load", "carried inside", model.File)!;
            Random random = new(1);
            for (int i = 0; i < 100; i++)
            {
                float[] raw = [.. Enumerable.Range(0, desktop.InputCount).Select(_ => values[random.Next(values.Length)])];
                desktop.Classify(raw);
                board.CallOn(network, "Classify", raw);
                Assert.Equal(Enumerable.Range(0, desktop.OutputCount).Select(o => (long)desktop.Logit(o)), Enumerable.Range(0, desktop.OutputCount).Select(o => (long)board.CallOn(network, "Logit", o)!));
            }
        }
    }

    /// <summary>Bugs are 0 to 10 wide and long, roughly; limits are half of the trained width beyond.</summary>
    [Fact]
    public void A_board_is_unsure_of_readings_far_outside_of_the_trained_range_like_the_desktop()
    {
        DatasetSplit bugs = BuiltInDatasets.Create("bugs", 1);
        BuiltModel built = ModelBuilder.Build(bugs, new TrainingOptions { Hidden = [4], Epochs = 20, Starts = 1 }, "bugs", true, null, default, null, new ModelNotes { Strip = true, UnsureOutside = true });
        Network desktop = new(built.Model);
        using Board board = new(BoardProfile.Esp32);
        board.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.Applications);
        BoardObject network = (BoardObject)board.CallOn(board.New("EdgeNet.Device.ModelLoader"), "Load", "carried inside", built.File)!;
        float low = bugs.Train.Features.Min(), high = bugs.Train.Features.Max(), width = high - low;
        Random random = new(1);
        int outside = 0;
        for (int i = 0; i < 200; i++)
        {
            float[] raw = [low - width + (3 * width * random.NextSingle()), low - width + (3 * width * random.NextSingle())];
            int best = desktop.Classify(raw);
            Assert.Equal((long)best, board.CallOn(network, "Classify", raw));
            Assert.Equal(desktop.IsOutside, board.CallOn(network, "get_IsOutside"));
            Assert.Equal((long)desktop.ConfidencePercent(), board.CallOn(network, "ConfidencePercent"));
            outside += desktop.IsOutside ? 1 : 0;
        }

        Assert.InRange(outside, 50, 190);
        Assert.Equal(built.Model.RamBytes, desktop.RamBytes);
    }

    [SharedDataFact]
    public void A_thousand_digits_of_MNIST_have_the_desktops_logits_within_a_heap_of_100_KB()
    {
        DatasetSplit split = new DataSource(new CsvOptions()).LoadSplit(SharedData.Mnist, null, 1);
        BuiltModel built = ModelBuilder.Build(split, new TrainingOptions { Hidden = [32], Epochs = 2 }, "mnist", false, null, default);
        EmulationReport report = EmulatedModel.Run(built.File, split.Test, 1000, BoardProfile.Esp32, null, default);
        Assert.Equal((1000, 1.0), (report.Samples, report.Agreement));
        Assert.InRange(report.Accuracy, 0.94, 1.0);
        Assert.InRange(report.HeapPeakBytes, 1, 100 * 1024);

        // Naive loops over a network of this shape take 234.8 ms (docs/benchmarks.md).
        Assert.InRange(report.PredictedMicroseconds, 1, 234_800 / 16.0);
        Assert.InRange(report.LoadMicroseconds, 1, 1e6);
    }

    [SharedDataFact]
    public void A_thousand_digits_of_UCI_have_the_desktops_logits_within_a_heap_of_100_KB()
    {
        DatasetSplit split = new DataSource(new CsvOptions()).LoadSplit(SharedData.Digits, null, 1);
        BuiltModel built = ModelBuilder.Build(split, new TrainingOptions { Hidden = [32] }, "uci", false, null, default);
        Dataset all = new DataSource(new CsvOptions()).Load(SharedData.Digits, 1).Train;
        EmulationReport report = EmulatedModel.Run(built.File, all, 1000, BoardProfile.Esp32, null, default);
        Assert.Equal((1000, 1.0), (report.Samples, report.Agreement));
        Assert.InRange(report.HeapPeakBytes, 1, 60 * 1024);
    }

    [SharedDataFact]
    public void A_sensor_of_8x8_pixels_is_classified_in_an_eighth_of_the_naive_loops_time()
    {
        DatasetSplit split = new DataSource(new CsvOptions()).LoadSplit(SharedData.Digits, null, 1);
        foreach (int bits in new[] { 8, 4 })
        {
            BuiltModel built = ModelBuilder.Build(split, new TrainingOptions { Hidden = [32], Epochs = 20, InputBits = bits }, "uci", true, null, default);
            EmulationReport report = EmulatedModel.Run(built.File, split.Test, 100, BoardProfile.Esp32, null, default);
            Assert.Equal(1.0, report.Agreement);

            // Naive loops over the same model: 23.7 ms (docs/benchmarks.md).
            Assert.InRange(report.PredictedMicroseconds, 1, 23_700 / 8.0);
        }
    }

    /// <summary>Costs on the virtual board are deterministic: a change of a number here is made on purpose.</summary>
    [Theory]
    [InlineData("digits", 39_974)]
    [InlineData("digits8", 12_800)]
    [InlineData("bugs", 6_264)]
    public void A_classification_takes_no_more_instructions_than_it_did(string name, int most)
    {
        DatasetSplit split = name == "bugs" ? BuiltInDatasets.Create(name, 1) : Digits.Create(name, name == "digits" ? 28 : 8, 2000, 200, 1);
        BuiltModel built = ModelBuilder.Build(split, new TrainingOptions { Hidden = [32], Epochs = 2 }, name, true, null, default);
        EmulationReport report = EmulatedModel.Run(built.File, split.Test, 100, BoardProfile.Esp32, null, default);
        Assert.InRange(report.InstructionsPerClassification, most * 0.98, most * 1.02);
    }
}
