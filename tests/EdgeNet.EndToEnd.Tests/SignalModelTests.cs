using System.Buffers.Binary;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Models of streams: from recordings to the file, and what a board has to do for them.</summary>
public class SignalModelTests
{
    private const float Rate = 50;

    private static readonly int[] Hostile = [0, 1, -1, 2, 3, 0x7FFF, 0xFFFF, 0x10000, 0x00FFFFFF, 0x40000000, int.MaxValue, int.MinValue];

    [Fact]
    public void A_model_of_recordings_has_their_pipeline_and_sensor_and_a_board_computes_the_same_features()
    {
        Dataset data = Windows("lowpass 10Hz, mean, std, crossings", 40, 20);
        FeaturePipeline pipeline = (FeaturePipeline)data.Windows!.Features;
        ModelNotes notes = new() { Pipeline = pipeline, Sensor = TrainedSensor.Of(data.Windows, 2) };
        BuiltModel built = ModelBuilder.Build(new DatasetSplit(data, data), new TrainingOptions { Hidden = [4], Epochs = 20, Starts = 1 }, "shakes", true, null, default, null, notes);
        Assert.True(built.Score.Accuracy > 0.9, $"{built.Score.Accuracy}");
        SignalInfo info = SignalInfo.Of(built.Model);
        Assert.Equal((3, Rate, 1f, 40, 20, pipeline.RamBytes), (info.Channels, info.Rate, info.SampleScale, info.WindowReadings, info.StrideReadings, info.RamBytes));
        Assert.Equal((ModelFormat.MotionSensor, Rate, 2f), (built.Model.Sensor.Kind, built.Model.Sensor.Rate, built.Model.Sensor.FullScale));
        Assert.Equal(pipeline.Columns!, built.Model.ReadColumns());
        Assert.Equal("lowpass 10Hz, mean, std, crossings", built.Model.Meta(FeaturePipeline.MetaKey));
        Assert.Equal(pipeline.Compute(data.Windows.Recordings.Recordings[0].Samples), FeaturePipeline.Of(built.Model)!.Compute(data.Windows.Recordings.Recordings[0].Samples));

        // The network's answer to a window is the same by both ways.
        SignalPipeline stream = new(built.Model);
        Network network = new(built.Model);
        stream.Add(data.Windows.Recordings.Recordings[0].Samples, 0, 40 * 3);
        Assert.Equal(network.Classify(data.Sample(0).ToArray()), stream.Classify(network));

        EmulationReport report = EmulatedModel.Run(built.File, data, 10, BoardProfile.Esp32, null, default);
        SignalReport signal = report.Signal!;
        Assert.Equal((signal.Windows, pipeline.RamBytes, Rate / 20), (signal.Equal, signal.RamBytes, signal.WindowsPerSecond));
        Assert.Equal(report.PredictedMicroseconds, signal.ClassificationMicroseconds);
        Assert.InRange(signal.Share, 0.001, 0.1);

        // As the app measures it: reading the sensor takes longer than the little that is computed here.
        double computed = (signal.WindowMicroseconds + signal.ClassificationMicroseconds) * signal.WindowsPerSecond / 1e6;
        Assert.InRange(signal.Share, 1.1 * computed, 4 * computed);
        Assert.Equal(LiveReport.Measure(BoardProfile.Esp32, built.File, data.Windows).BusyShare, signal.Share);
        Assert.Equal(signal.WindowMicroseconds, signal.Stages.Sum(s => s.Microseconds), 1.0);
        Assert.Equal(["statistics", "filter"], signal.Stages.Take(2).Select(s => s.Stage));
    }

    [Fact]
    public void Asked_for_more_than_a_board_can_do_it_says_by_how_much_before_the_training()
    {
        byte[] section = FeaturePipeline.Create(FeatureText.Parse("lowpass 1000Hz order 8, bandpass 50Hz 2000Hz order 4, std"), ["sound"], 16000, 1, 1600, 1600).Section;
        SignalReport report = SignalReport.Measure(section, BoardProfile.Esp32, null, 0);
        Assert.InRange(report.Share, 1.5, 3);
        Assert.Contains($"needs {report.Share:P0} of esp32", report.Problem);
        Assert.Contains("most of it filter (8 times)", report.Problem);
    }

    [Fact]
    public void A_file_whose_pipeline_does_not_fit_its_network_is_refused_by_name()
    {
        Dataset data = Windows("mean, std", 40, 20);
        byte[] file = ModelBuilder.BuildUntrained(data, new TrainingOptions { Hidden = [4] });
        ModelFile model = ModelFile.Parse(file);
        (int, byte[])[] sections = [.. new[] { ModelFormat.InputSection, ModelFormat.LayersSection, ModelFormat.WeightsSection, ModelFormat.OutputSection, ModelFormat.LabelsSection }.Select(t => (t, model.ReadSection(t)))];
        using TemporaryFolder folder = new();
        string path = folder.File("wrong.edgenet");
        File.WriteAllBytes(path, ModelWriter.Assemble([.. sections, (ModelFormat.SignalSection, FeaturePipeline.Create(FeatureText.Parse("mean"), ["x", "y", "z"], Rate, 1, 40, 20).Section)]));
        Assert.Contains("section FEAT: features: 3 values for an input of rank 1 and 6 values", Assert.Throws<UserException>(() => LoadedModel.Read(path)).Message);
        Assert.Contains("FEAT", Inspection.Of(path).Problem);
        Assert.Contains("section FEAT is missing", Assert.Throws<ModelException>(() => new SignalPipeline(model)).Message);
    }

    [Fact]
    public void Every_field_of_a_section_set_to_hostile_values_is_judged_on_a_board_as_on_the_desktop()
    {
        byte[] valid = FeaturePipeline.Create(FeatureText.Parse("decimate 2, lowpass 5Hz, magnitude, mean, peaks, kurtosis"), ["x", "y", "z"], Rate, 1, 8, 4).Section;
        using SignalBoard board = new(FeaturePipeline.Create(FeatureText.Parse("mean"), ["x"], Rate, 1, 8, 4));
        int accepted = 0, refused = 0;
        for (int at = 0; at + 4 <= valid.Length; at += 2)
        {
            foreach (int value in Hostile)
            {
                byte[] section = [.. valid];
                BinaryPrimitives.WriteInt32LittleEndian(section.AsSpan(at), value);
                int? desktop = RamOf(section);
                long? there = null;
                try
                {
                    BoardObject info = (BoardObject)board.Board.Call("EdgeNet.Core.SignalInfo.Parse", section)!;
                    there = (long)board.Board.CallOn(info, "get_RamBytes")!;
                    board.Board.Release(info);
                }
                catch (EmulatorException e)
                {
                    Assert.Contains("ModelException", e.Message);
                }

                Assert.Equal(desktop, there);
                _ = desktop is null ? refused++ : accepted++;
            }
        }

        Assert.InRange(refused, 100, int.MaxValue);
        Assert.InRange(accepted, 10, int.MaxValue);
    }

    private static int? RamOf(byte[] section)
    {
        try
        {
            return SignalInfo.Parse(section).RamBytes;
        }
        catch (ModelException)
        {
            return null;
        }
    }

    /// <summary>Two kinds of recordings: at rest and shaken.</summary>
    private static Dataset Windows(string features, int window, int stride)
    {
        Random random = new(1);
        Recording[] recordings = [.. Enumerable.Range(0, 8).Select(r => new Recording($"{r}.csv", r % 2 == 0 ? "rest" : "shaken", ["x", "y", "z"], Rate,
            [.. Enumerable.Range(0, 3 * 200).Select(i => (short)(random.Next(-50, 50) + (r % 2 * 3000 * Math.Sin(i / 3 * 0.5)) + (i % 3 == 2 ? 4096 : 0)))]))];
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse(features), recordings[0].Channels, Rate, 1, window, stride);
        return WindowTable.Compute(new RecordingSet("shakes", recordings, 1), pipeline);
    }
}
