using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;
using Mono.Cecil;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The ESP32 app that listens to streams, on a virtual board, and small models for it.</summary>
internal static class StreamApp
{
    /// <summary>Bus of the microphone in StreamWiring.cs.</summary>
    public const int SoundBus = 1;

    private static readonly Lazy<IReadOnlyList<byte[]>> LearningApp = new(() =>
    {
        string sources = Path.Combine(SharedData.ProjectRoot, "device", "EdgeNet.Esp32");
        byte[] learning = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "device-learning", "EdgeNet.Device.Learning.dll"));
        byte[][] libraries = [.. DeviceAssemblies.ApplicationsFor(hasSignal: true).Where(a => NameOf(a) != "EdgeNet.Esp32"), learning];
        string[] files = [.. new[] { "", "Streams", "Learning" }.SelectMany(f => Directory.GetFiles(Path.Combine(sources, f), "*.cs"))];
        return [.. libraries, DeviceCompiler.CompileApp("EdgeNet.Esp32", files.Select(File.ReadAllText), DeviceAssemblies.Contracts.Concat(libraries))];
    });

    /// <summary>A board with the app and a model in its mailbox, not running yet.</summary>
    public static Board Create(byte[] model)
    {
        Board board = new(BoardProfile.Esp32);
        board.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.ApplicationsFor(hasSignal: true));
        board.Storage.Put(StoreBoard.Mailbox, model);
        return board;
    }

    /// <summary>The same with an app that also learns: what Visual Studio builds if both EdgeNetStreams and EdgeNetLearning are true.</summary>
    /// <param name="storage">What the board has stored.</param>
    public static Board CreateLearning(Storage storage)
    {
        Board board = new(BoardProfile.Esp32) { Storage = storage };
        board.Deploy(DeviceAssemblies.Contracts, LearningApp.Value);
        return board;
    }

    /// <summary>What the app has answered, with the board time in seconds, from before the first second on.</summary>
    public static List<(double Seconds, string Answer)> Answers(Board board)
    {
        List<(double, string)> answers = [];
        board.OutputWritten += (microseconds, line) =>
        {
            if (line.StartsWith("answer: ", StringComparison.Ordinal))
            {
                answers.Add((microseconds / 1e6, line["answer: ".Length..]));
            }
        };
        return answers;
    }

    private static string NameOf(byte[] assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(assembly));
        return module.Assembly.Name.Name;
    }

    /// <summary>Trains a model on recordings, one per label.</summary>
    /// <param name="sensor">The sensor of the recordings.</param>
    /// <param name="features">The features as text.</param>
    /// <param name="window">Readings of a window.</param>
    /// <param name="stride">Readings of a stride.</param>
    /// <param name="channels">Values of a reading.</param>
    /// <param name="recordings">The label of each, and its readings.</param>
    public static byte[] Train(TrainedSensor sensor, string features, int window, int stride, int channels, params (string Label, short[] Samples)[] recordings)
    {
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse(features), [.. "xyzuvw"[..channels].Select(c => $"{c}")], sensor.Rate, 1, window, stride);
        float[][] values = [.. recordings.Select(r => pipeline.Compute(r.Samples))];
        float[] targets = [.. values.SelectMany((v, label) => Enumerable.Repeat((float)label, v.Length / pipeline.Shape.Count))];
        Dataset all = new("streams", TaskKind.Classification, pipeline.Shape, pipeline.Kind, [.. values.SelectMany(v => v)], targets, [.. recordings.Select(r => r.Label)]) { Columns = pipeline.Columns };
        return ModelBuilder.Build(new DatasetSplit(all, all), new TrainingOptions { Hidden = [16], Seed = 1, Epochs = 60 }, "streams", false, null, default, null,
            new ModelNotes { Pipeline = pipeline, Sensor = sensor }).File;
    }
}
