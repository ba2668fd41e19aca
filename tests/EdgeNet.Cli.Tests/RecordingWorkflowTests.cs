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
        Assert.Equal($"{_folder.Write("text.csv", "x,y\n1,2\n3,four\n5,6\n")}: line 3, column y: \"four\" is not a number; correct it, or leave the row out", Assert.Throws<UserException>(() => RecordingClassification.Run(model, new CsvOptions(), [_folder.File("text.csv")]).ToList()).Message);
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

    /// <summary>1,000 readings of each label are cut at 800: (800 - 50) / 25 + 1 = 31 windows and (200 - 50) / 25 + 1 = 7.</summary>
    [Fact]
    public void Of_a_single_recording_of_a_label_the_last_part_is_tested_and_no_window_is_across_the_cut()
    {
        foreach ((string label, int hertz) in new[] { ("slow", 2), ("fast", 9) })
        {
            _folder.Write($"s/{label}/1.csv", "x\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"{Wave(i, hertz) + i}\n")));
        }

        DatasetSplit split = Source().LoadSplit(_folder.File("s"), null, 3);
        Assert.Equal([31, 31, 7, 7], [.. split.Train.CountClasses(), .. split.Test.CountClasses()]);
        Assert.Equal(7.5, split.Train.Origins!.Max(split.Train.Windows!.SecondsAt));
        Assert.Equal(8, split.Test.Origins!.Min(split.Test.Windows!.SecondsAt));
        Assert.Contains("\"fast\", \"slow\" come from one recording each: the last 20 % are for testing, which flatters the figures; record each label in two or more", split.Warnings);
        AssertRepeats(Source(), _folder.File("s"), split);
        Assert.Contains("2 groups are too few", Assert.Throws<UserException>(() => (Source() with { Split = new(By: "file") }).LoadSplit(_folder.File("s"), null, 3)).Message);

        // A second recording of one label is tested whole; only the other label is cut.
        _folder.Write("s/fast/2.csv", "x\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"{Wave(i, 9)}\n")));
        Assert.Equal([39, 31, 19, 7], Source().LoadSplit(_folder.File("s"), null, 3) is var more ? [.. more.Train.CountClasses(), .. more.Test.CountClasses()] : []);
    }

    [Fact]
    public void What_is_normal_can_be_learned_from_one_long_recording()
    {
        string normal = string.Concat(Enumerable.Range(0, 1000).Select(i => $"{Wave(i, 2)},normal\n")), broken = string.Concat(Enumerable.Range(0, 300).Select(i => $"{Wave(i, 9)},broken\n"));
        DataSource source = Source() with { Csv = new CsvOptions { Task = TaskKind.Anomaly, LabelColumn = "label" } };
        foreach ((string text, int others) in new[] { (normal, 0), (normal + broken, 11) })
        {
            string path = _folder.Write("pump.csv", "x,label\n" + text);
            for (int seed = 0; seed < 4; seed++)
            {
                DatasetSplit split = source.LoadSplit(path, null, seed);
                Assert.Equal([31, 0, 7, others], [.. split.Train.CountClasses(), .. split.Test.CountClasses()]);
                AssertRepeats(source, path, split);
            }
        }

        // Held out for the threshold: the end of what is learned, 800 - 600 readings.
        DatasetSplit learned = DatasetSplit.Create(source.LoadSplit(_folder.File("pump.csv"), null, 1).Train, 0.25, 1, "threshold");
        Assert.Equal((23, 7, 6), (learned.Train.Count, learned.Test.Count, learned.Test.Origins!.Min(learned.Test.Windows!.SecondsAt)));
    }

    [Fact]
    public void Mistakes_in_what_recordings_are_say_what_to_do()
    {
        string rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"1,2,{i % 7}\n"));
        foreach (string label in new[] { "wave", "tap" })
        {
            _folder.Write($"g/{label}/1.csv", "x,y,z\n" + rows);
            _folder.Write($"deep/all/{label}/1.csv", "x,y,z\n" + rows);
            _folder.Write($"deep/rest/{label}/1.csv", "x,y,z\n" + rows);
            _folder.Write($"named/{label}_1.csv", "x,y,z\n" + rows);
        }

        _folder.Write("deep/SOURCE.txt", "Where these are from\n");
        Assert.Contains("the labels are the column z (7 different)", Refusal(Source(), "g/wave"));
        Dataset deep = Source().Load(_folder.File("deep"), 1).Train;
        Assert.Equal(["all", "rest"], deep.Labels);
        Assert.Contains("labels are the outer folders, not those within: all/tap, all/wave, rest/tap and 1 more", deep.Windows!.Recordings.Notes);

        DataSource lengths = Source() with { Windows = new WindowOptions(new TimeLength(2, false), new TimeLength(0.1, true), 100), Features = new FeatureChoice(FeatureText.Parse("decimate 2, mean")) };
        Assert.Contains("--window 2 is 2 readings (0.02 s); for seconds give --window 2s", lengths.Load(_folder.File("g"), 1).Train.Windows!.Recordings.Notes);
        lengths = Source() with { Windows = new WindowOptions(new TimeLength(0.5, true), new TimeLength(20e-3, true), 100), Features = new FeatureChoice(FeatureText.Parse("bands 4 fft 32")) };
        Dataset banded = lengths.Load(_folder.File("g"), 1).Train;
        Assert.Equal($"--stride 0.02s became {banded.Windows!.Features.StrideReadings / 100.0:0.###} s: windows begin where frames of their features do", Assert.Single(banded.Windows.Recordings.Notes));
        Assert.NotEqual(2, banded.Windows.Features.StrideReadings);

        Assert.Contains("every row is learned by itself; if the files are recordings of a stream, give", string.Join(' ', new DataSource(new CsvOptions()).LoadSplit(_folder.File("g"), null, 1).Warnings));
        Assert.Contains("tap_1.csv: the name is not like --file-names '{label}-{n}', with which the model was trained; rename the files, or give the --file-names of these",
            Assert.Throws<UserException>(() => Source().LoadTest(_folder.File("named"), 1, 5, new SplitOptions(FileNames: "{label}-{n}"))).Message);
    }

    private string Refusal(DataSource source, string data) => Assert.Throws<UserException>(() => source.LoadSplit(_folder.File(data), null, 1)).Message;

    private static void AssertRepeats(DataSource source, string path, DatasetSplit split)
    {
        TestData again = source.LoadTest(path, 1, split.Fingerprint, SplitOptions.Parse(split.Options!.ToString()));
        Assert.Equal(TestOrigin.RepeatedSplit, again.Origin);
        Assert.Equal(split.Test.Features, again.Samples.Features);
        Assert.Equal(split.Test.Targets, again.Samples.Targets);
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
            Source = Source(),
            Options = options ?? new TrainingOptions { Epochs = 60, Starts = 1, Hidden = [8], WeightDecay = 0.01f },
            AllowLoss = true,
        });
    }

    private static DataSource Source() => new(new CsvOptions())
    {
        Features = new FeatureChoice(FeatureText.Parse("std, crossings")),
        Windows = new WindowOptions(new TimeLength(0.5, true), new TimeLength(250e-3, true), 100),
        TablesAreRecordings = true,
    };

    private static int Wave(int i, int hertz) => (int)Math.Round(8000 * Math.Sin(2 * Math.PI * hertz * i / 100));
}
