using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Cli.Tests;

/// <summary>The pages of docs/examples: their commands, one after the other, on the data that they name. Commands for a board that is connected are left to DocumentationTests.</summary>
[Trait("speed", "slow")]
public sealed class ExampleTests : IDisposable
{
    private static readonly string Recorded = Path.Combine(SharedData.Folder, "imu", "gestures");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedDataFact]
    public void Gestures()
    {
        Copy(Recorded, "gestures");
        string[] outputs = Run("gestures.md");
        Assert.InRange(Percent(outputs[0], @"(\d+\.\d) % of all\s+windows\s+in\s+these\s+folds\s+are\s+right"), 93, 100);
        Assert.InRange(Percent(outputs[1], @"all, 4 windows a second +│ +\d+\.\d+ +│ (\d+\.\d) %"), 0, 13);
        Assert.Contains("wave in 9 of 9 windows", outputs[2]);
    }

    /// <summary>Two of fifty recordings, two passes, no choice of the weight decay, no second training: enough to see that the commands work.</summary>
    [SharedDataFact]
    public void Spoken_digits()
    {
        Directory.CreateDirectory(_folder.File("recordings"));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(SharedData.Folder, "spoken-digits"), "*_*_*.wav").Where(f => f.EndsWith("_0.wav", StringComparison.Ordinal) || f.EndsWith("_7.wav", StringComparison.Ordinal)))
        {
            File.Copy(file, _folder.File(Path.Combine("recordings", Path.GetFileName(file))));
        }

        string[] outputs = Run("spoken-digits.md", line => line.Contains("theo", StringComparison.Ordinal) ? "" : line.Replace("--augment --epochs 20", "--weight-decay 0.01 --allow-loss --epochs 2", StringComparison.Ordinal));
        Assert.Contains("60 for testing (the files like *_[0-4].wav)", outputs[0]);
        Assert.Contains("5 of 5 windows have the same values as on the desktop", outputs[1]);
    }

    /// <summary>A fan that is as the page describes it: a weight adds power at the frequency of the rotation.</summary>
    [Fact]
    public void Vibration()
    {
        Random random = new(1);
        StringBuilder table = new("wconfid,pctid,x,y,z\n");
        for (int weights = 1; weights <= 3; weights++)
        {
            for (int speed = 20; speed <= 100; speed += 10)
            {
                for (int i = 0; i < 1000; i++)
                {
                    double turn = 2 * Math.PI * 0.2 * speed * i / 50, force = (weights == 1 ? 0.02 : 0.1 * weights) * speed / 100;
                    table.Append(CultureInfo.InvariantCulture, $"{weights},{speed},{1 + (force * Math.Sin(turn)) + Noise():F3},{(force * Math.Cos(turn)) + Noise():F3},{Noise():F3}\n");
                }
            }
        }

        _folder.Write("accelerometer.csv", table.ToString());
        string[] outputs = Run("vibration.md");
        Assert.InRange(Percent(outputs[0], @"anomalies found +│ \d+ of \d+ \((\d+\.\d+) %\)"), 85, 100);
        Assert.InRange(Percent(outputs[0], @"false alarms +│ \d+ of \d+ \((\d+\.\d+) %\)"), 0, 10);
        Assert.Contains("accelerometer.csv, 0.00 s: normal", outputs[1]);
        Assert.Contains("distance to the mean, in standard deviations", outputs[2]);

        double Noise() => 0.04 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
    }

    [SharedDataFact]
    public void Teach_by_button()
    {
        Copy(Recorded, "gestures");
        Directory.Move(_folder.File("gestures/snake"), _folder.File("snake"));
        Run("teach-by-button.md");
        Directory.Move(_folder.File("snake"), _folder.File("gestures/snake"));
        ModelFile model = ModelFile.Parse(File.ReadAllBytes(_folder.File("three.edgenet")));
        Network network = new(model);
        Learner learner = new(model, network, 4, 35);

        // The button is held while each gesture is made, in three recordings: a press every second. All other recordings test.
        Dictionary<string, List<float[]>> presses = [], others = [];
        FeaturePipeline pipeline = FeaturePipeline.Of(model)!;
        foreach (string label in (string[])["idle", "updown", "wave", "snake"])
        {
            float[][][] recordings = [.. Directory.GetFiles(_folder.File("gestures/" + label)).Order(StringComparer.Ordinal).Select(Windows).Where(w => w.Length >= 5)];
            presses[label] = [.. recordings.Take(3).SelectMany(w => w.Where((_, i) => i % 4 == 0)).Take(8)];
            others[label] = [.. recordings.Skip(3).SelectMany(w => w)];
        }

        double knownBefore = Known();
        Assert.Equal(0, Right("snake"));
        foreach ((string label, List<float[]> windows) in presses)
        {
            foreach (float[] window in windows)
            {
                network.Classify(window);
                learner.Answer();
                Assert.True(learner.Press(label) >= 0, learner.Problem);
            }
        }

        while (learner.Work())
        {
        }

        Assert.True(learner.Active != Learner.AsItCame, $"right of {learner.RememberedCount}: {learner.RightCount(0)}, {learner.RightCount(1)}, {learner.RightCount(2)}");
        Assert.InRange(Right("snake"), 50, 100);
        Assert.InRange(Known(), knownBefore - 10, 100);

        double Known() => new[] { "idle", "updown", "wave" }.Average(Right);

        double Right(string label) => 100 * others[label].Average(window =>
        {
            network.Classify(window);
            return learner.Label(learner.Answer()) == label ? 1.0 : 0;
        });

        float[][] Windows(string file)
        {
            short[] samples = [.. File.ReadLines(file).Skip(1).SelectMany(l => l.Split(',')).Select(v => short.Parse(v, CultureInfo.InvariantCulture))];
            return [.. pipeline.Compute(samples).Chunk(pipeline.Shape.Count)];
        }
    }

    // A command that is made empty is left out.
    private string[] Run(string page, Func<string, string>? quicker = null) =>
    [
        .. Documents.CodeLines(Documents.Read("docs/examples/" + page)).Where(l => l.StartsWith("edgenet ", StringComparison.Ordinal) && !l.Contains("--serial", StringComparison.Ordinal))
            .Select(l => quicker?.Invoke(l) ?? l).Where(l => l.Length > 0)
            .Select(l => EdgeNetProcess.RunIn(_folder.Path, [.. CommandLineParser.SplitCommandLine(l.Replace('\'', '"')).Skip(1)]).AssertSucceeded().Out),
    ];

    private void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = _folder.File(Path.Combine(to, Path.GetRelativePath(from, file)));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static double Percent(string output, string pattern)
    {
        Match match = Regex.Match(output, pattern);
        Assert.True(match.Success, output);
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
