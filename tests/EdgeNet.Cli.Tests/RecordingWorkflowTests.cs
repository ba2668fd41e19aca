using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>From recordings to a model and back: training, evaluation and answers for windows and whole recordings.</summary>
public sealed class RecordingWorkflowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_of_recordings_answers_for_windows_and_for_whole_recordings()
    {
        TrainingJob job = Job();
        Dataset train = job.Data.Train, test = job.Data.Test;
        Assert.Empty(train.Files!.Intersect(test.Files!)); // no recording on both sides
        Assert.Equal(["x std", "x crossings", "y std", "y crossings"], train.Columns!);
        TrainedModel trained = job.Run(null, default);
        Assert.Equal((1.0, test.Files!.Distinct().Count()), (trained.Model.Score.Recordings!.Accuracy, trained.Model.Score.Recordings.Recordings));

        // Windows of 50 readings every 25 of the 150 of a recording begin at 0, 0.25, ..., 1 s.
        ModelEvaluation evaluation = ModelEvaluation.Run(trained.Path, new DataSource(new CsvOptions()), _folder.File("r"), 1);
        Assert.Equal((TestOrigin.RepeatedSplit, 1.0, 5 * evaluation.Score.Recordings!.Recordings), (evaluation.Origin, evaluation.Score.MacroF1(TaskKind.Classification), evaluation.Score.Samples));
        LoadedModel model = LoadedModel.Read(trained.Path);
        RecordingClassification answer = Assert.Single(RecordingClassification.Run(model, new CsvOptions(), [_folder.File("r/fast/1.csv")]));
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], answer.Windows.Select(w => w.Seconds!.Value));
        Assert.Equal(("fast", 5), (model.Model.Labels[answer.Best], answer.Votes));

        // The channels of a file with a header are found by their names.
        _folder.Write("other.csv", "label,y,note,x\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"slow,0,7,{Wave(i, 2)}\n")));
        Assert.Equal("slow", model.Model.Labels[Assert.Single(RecordingClassification.Run(model, new CsvOptions(), [_folder.File("other.csv")])).Best]);
    }

    [Theory]
    [InlineData("time_ms,x,y\n0,1,2\n20,1,2\n40,1,2\n", "has 50 readings a second, but 100 is what the model was trained on")]
    [InlineData("1,2,3\n4,5,6\n", "has 3 channels (channel 1, channel 2, channel 3), but the model was trained on 2")]
    [InlineData("x,y\n1,2\n3,4\n", "the window of 50 readings (0.5 s) is longer than every recording; the longest has 2 (0.02 s)")]
    public void What_does_not_fit_a_model_is_refused_with_both_figures(string recording, string problem)
    {
        LoadedModel model = LoadedModel.Read(Job().Run(null, default).Path);
        string path = _folder.Write("new.csv", recording);
        Assert.Contains(problem, Assert.Throws<UserException>(() => RecordingClassification.Run(model, new CsvOptions(), [path]).ToList()).Message);
        Assert.Contains("17: no such file; this model reads recordings of 2 channels at 100 a second", Assert.Throws<UserException>(() => RecordingClassification.Run(model, new CsvOptions(), ["17"])).Message);
    }

    [Fact]
    public void Recordings_are_refused_by_a_model_of_tables()
    {
        string model = _folder.File("bugs.edgenet");
        TrainingJob.Prepare(new TrainingRequest("builtin:bugs", model) { Options = new TrainingOptions { Epochs = 1, Starts = 1 }, AllowLoss = true }).Run(null, default);
        _folder.Write("sound/a/1.wav", [.. "RIFF"u8]);
        Assert.Contains("these are recordings, but the model takes values as they are", Assert.Throws<UserException>(() => ModelEvaluation.Run(model, new DataSource(new CsvOptions()), _folder.File("sound"), 1)).Message);
    }

    [Fact]
    public void Augmented_windows_give_the_same_bytes_at_any_number_of_threads_and_others_with_another_seed()
    {
        byte[] one = Build(1, 1);
        Assert.Equal(one, Build(2, 1));
        Assert.NotEqual(one, Build(1, 2));

        byte[] Build(int threads, int seed) => Job(new TrainingOptions { Augment = true, Threads = threads, Seed = seed, Epochs = 20, Starts = 1, Hidden = [8], WeightDecay = 0.01f }).Run(null, default).Model.File;
    }

    [Fact]
    public void Variants_of_a_window_are_like_it_and_unlike_each_other()
    {
        Dataset data = Job().Data.Train;
        float[][] variants = [.. Enumerable.Range(0, WindowTable.Variants).Select(v => data.Windows!.Variant(data.Origins![0], 1, v))];
        Assert.Equal(WindowTable.Variants, variants.Select(v => v[0]).Distinct().Count());
        float std = data.Sample(0)[0];
        Assert.All(variants, v => Assert.InRange(v[0] / std, 0.8f, 1.25f)); // 10 % smaller or larger, and what the ends of a wave make of it
        Assert.Equal(variants[3], data.Windows!.Variant(data.Origins![0], 1, 3));
    }

    /// <summary>A word of a tenth of a second in windows of a second: its middle, weighted by loudness, in readings.</summary>
    [Fact]
    public void With_background_words_are_anywhere_in_their_windows_and_background_is_behind_them()
    {
        short[] word = [.. Enumerable.Range(0, 100).Select(i => (short)(10000 * Math.Sin(Math.PI * i / 100) * Math.Sin(2 * Math.PI * 100 * i / 1000)))];
        short[] hum = [.. Enumerable.Range(0, 3000).Select(i => (short)(1000 * Math.Sin(2 * Math.PI * 250 * i / 1000)))];
        Recording[] recordings = [new("w", "word", ["sound"], 1000, word), new("o", "other", ["sound"], 1000, hum), new("b", RecordingSet.BackgroundLabel, ["sound"], 1000, hum)];
        WindowTable still = Table("raw 16", recordings[..2]), moving = Table("raw 16", recordings);
        Assert.All(Enumerable.Range(0, WindowTable.Variants), v => Assert.InRange(Middle(still.Variant(default, 1, v)), 390, 610));
        double[] middles = [.. Enumerable.Range(0, WindowTable.Variants).Select(v => Middle(moving.Variant(default, 1, v)))];
        Assert.InRange(middles.Min(), 0, 250);
        Assert.InRange(middles.Max(), 750, 1000);

        // The hum is as loud as the noise would be, but at one frequency: 500 times the noise's share there, which is 9 octaves of power. Where both are quiet, the word hides them.
        WindowTable level = Table("goertzel 250Hz", recordings);
        Assert.Equal([2], level.Background([new(0, 0), new(2, 0), new(2, 500)]));
        Assert.InRange(Enumerable.Range(0, WindowTable.Variants).Average(v => level.Variant(default, 1, v, 2)[0] - level.Variant(default, 1, v)[0]) / 256, 4, 10);

        static WindowTable Table(string features, Recording[] recordings) => new(new RecordingSet("set", recordings, 1) { IsSound = true }.AtLeast(1000),
            FeaturePipeline.Create(FeatureText.Parse(features), ["sound"], 1000, 1, 1000, 1000));

        static double Middle(float[] bytes)
        {
            double[] power = [.. bytes.Select(b => Math.Abs(b - 128) < 8 ? 0 : Math.Pow(b - 128, 2))];
            return power.Select((p, i) => p * i).Sum() / power.Sum();
        }
    }

    // Two movements that differ in speed, three recordings of each.
    private TrainingJob Job(TrainingOptions? options = null)
    {
        foreach ((string label, int hertz) in new[] { ("slow", 2), ("fast", 9) })
        {
            for (int n = 1; n <= 3; n++)
            {
                _folder.Write($"r/{label}/{n}.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 150).Select(i => $"{Wave(i + (7 * n), hertz)},{i % (n + 1)}\n")));
            }
        }

        return TrainingJob.Prepare(new TrainingRequest(_folder.File("r"), _folder.File("m.edgenet"))
        {
            Source = new DataSource(new CsvOptions())
            {
                Features = new FeatureChoice(FeatureText.Parse("std, crossings")),
                Windows = new WindowOptions(new TimeLength(0.5, true), new TimeLength(250e-3, true), 100),
                TablesAreRecordings = true,
            },
            Options = options ?? new TrainingOptions { Epochs = 60, Starts = 1, Hidden = [8], WeightDecay = 0.01f },
            AllowLoss = true,
        });
    }

    private static int Wave(int i, int hertz) => (int)Math.Round(8000 * Math.Sin(2 * Math.PI * hertz * i / 100));
}
