using EdgeNet.Data;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>The tiny network that a new project's test runs on its virtual board: it distinguishes two very different readings.</summary>
internal static class TestModel
{
    private const int Samples = 200, Windows = 100;

    /// <summary>Builds it.</summary>
    /// <param name="sensor">The sensor.</param>
    /// <param name="values">Values per sample.</param>
    /// <param name="labels">Labels of the low and the high reading.</param>
    /// <returns>The model file: the same bytes every time.</returns>
    public static byte[] Build(ProjectSensor sensor, int values, string[] labels)
    {
        DatasetSplit split = new(Create(sensor, values, labels, 1), Create(sensor, values, labels, 2));
        return ModelBuilder.Build(split, new TrainingOptions { Hidden = [], Epochs = 30, Starts = 1, Seed = 1 }, "test", false, null, default).File;
    }

    /// <summary>Builds one that listens to a stream.</summary>
    /// <param name="sensor">The sensor.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="labels">Labels of low and high readings.</param>
    /// <returns>The model file: the same bytes every time.</returns>
    public static byte[] Build(ProjectSensor sensor, ProjectStream stream, string[] labels)
    {
        string[] channels = [.. Enumerable.Range(1, stream.Channels).Select(c => $"c{c}")];
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse("mean"), channels, stream.Rate, 1, stream.TestWindow, stream.TestStride);
        (float low, float high) = Readings(sensor == ProjectSensor.None ? ProjectSensor.Mpu6886 : sensor);
        SeededRandom random = new(1, "test model");
        float[][] windows = [.. new[] { low, high }.Select(level => pipeline.Compute([.. Enumerable.Range(0, (stream.TestWindow + (Windows * stream.TestStride)) * stream.Channels).Select(_ => (short)(level + ((high - low) * 0.1f * random.NextGaussian())))]))];
        float[] targets = [.. windows.SelectMany((w, label) => Enumerable.Repeat((float)label, w.Length / pipeline.Shape.Count))];
        Dataset all = new("test", TaskKind.Classification, pipeline.Shape, pipeline.Kind, [.. windows.SelectMany(w => w)], targets, labels) { Columns = pipeline.Columns };
        TrainedSensor? trained = stream.Kind == 0 ? null : new TrainedSensor(stream.Kind, stream.Rate, stream.FullScale);
        return ModelBuilder.Build(new DatasetSplit(all, all), new TrainingOptions { Hidden = [], Epochs = 30, Starts = 1, Seed = 1 }, "test", false, null, default, null, new ModelNotes { Pipeline = pipeline, Sensor = trained }).File;
    }

    private static Dataset Create(ProjectSensor sensor, int values, string[] labels, int seed)
    {
        (float low, float high) = Readings(sensor);
        SeededRandom random = new(seed, "test model");
        float[] features = new float[Samples * values], targets = new float[Samples];
        for (int i = 0; i < Samples; i++)
        {
            targets[i] = i % 2;
            float level = i % 2 == 0 ? low : high;
            for (int v = 0; v < values; v++)
            {
                features[(i * values) + v] = level + ((high - low) * 0.1f * random.NextGaussian());
            }
        }

        return new Dataset("test", TaskKind.Classification, Shape.Features(values), FeatureKind.Columns, features, targets, labels);
    }

    // In the sensor's raw units, as in AppTests.cs: 20 and 30 degrees in quarters, a board at rest and one being shaken (and sound as loud), a fifth and four fifths of 4095.
    private static (float Low, float High) Readings(ProjectSensor sensor) => sensor switch
    {
        ProjectSensor.Amg8833 => (80, 120),
        ProjectSensor.Mpu6886 or ProjectSensor.Microphone => (0, 8000),
        ProjectSensor.Analog => (819, 3276),
        _ => (0, 1),
    };
}
