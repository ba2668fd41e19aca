using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>Anomalies from the command line, as docs/anomalies.md shows them.</summary>
[Trait("speed", "slow")]
public sealed class AnomalyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder.File("a.edgenet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Normal_rows_are_learned_and_each_row_of_more_has_a_score()
    {
        string normal = _folder.Write("normal.csv", Table(300, _ => "", header: "time,power,flow"));
        string more = _folder.Write("more.csv", "flow,note,power\n4.1,a,2\n4.1,b,9\n");
        JsonElement trained = EdgeNetProcess.Run("train", "--task", "anomaly", "--data", normal, "--ignore", "time", "--out", Model, "--json").AssertSucceeded().Json;
        Assert.Equal(["power", "flow"], trained.GetProperty("data").GetProperty("columns").EnumerateArray().Select(c => c.GetString()));
        Assert.InRange(trained.GetProperty("falseAlarms").GetInt32(), 0, 6);

        // Columns are matched by name; a label or a note of the other table is left out.
        JsonElement[] rows = [.. EdgeNetProcess.Run("classify", Model, more, "--json").AssertSucceeded().Json.GetProperty("results").EnumerateArray()];
        Assert.Equal([false, true], rows.Select(r => r.GetProperty("isAnomaly").GetBoolean()));
        Assert.Equal([false, true], rows.Select(r => r.GetProperty("score").GetDouble() > 1));
        Assert.Contains("row 2: anomaly (score ", EdgeNetProcess.Run("classify", Model, more).AssertSucceeded().Out);
        Assert.Contains("anomalies ", EdgeNetProcess.Run("inspect", Model).AssertSucceeded().Out);
        EdgeNetProcess.Run("export", Model, "--out", _folder.File("A.cs"), "--csharp").AssertRefused("finds anomalies cannot be exported as code");
        EdgeNetProcess.Run("export", Model, "--out", _folder.File("a.onnx"), "--onnx").AssertRefused("finds anomalies", "cannot be written as ONNX");
        EdgeNetProcess.Run("export", Model, "--out", _folder.File("A.cs")).AssertSucceeded();
        JsonElement board = EdgeNetProcess.Run("emulate", Model, "--data", normal, "--samples", "5", "--json").AssertSucceeded().Json;
        Assert.Equal(1.0, board.GetProperty("agreement").GetDouble());
    }

    [Fact]
    public void Without_a_header_what_was_left_out_is_left_out_again()
    {
        string normal = _folder.Write("normal.csv", Table(300, _ => ""));
        EdgeNetProcess.Run("train", "--task", "anomaly", "--data", normal, "--ignore", "1", "--method", "gaussian", "--out", Model).AssertSucceeded();
        string more = _folder.Write("more.csv", "9000,2,4.1\n9001,9,4.1\n");
        JsonElement[] rows = [.. EdgeNetProcess.Run("classify", Model, more, "--json").AssertSucceeded().Json.GetProperty("results").EnumerateArray()];
        Assert.Equal([false, true], rows.Select(r => r.GetProperty("isAnomaly").GetBoolean()));
    }

    [Fact]
    public void Labels_only_judge()
    {
        string data = _folder.Write("states.csv", Table(300, i => i < 250 ? ",fine" : ",broken", "time,power,flow,state", i => i < 250 ? 0 : 5));
        string[] train = ["train", "--task", "anomaly", "--data", data, "--ignore", "time", "--label-column", "state", "--out", Model, "--method", "gaussian", "--json"];
        EdgeNetProcess.Run(train).AssertRefused("none of the labels says which samples are normal (broken, fine); name it with --normal");
        EdgeNetProcess.Run([.. train, "--normal", "good"]).AssertRefused("no sample is labelled \"good\" (--normal); there are broken, fine");
        JsonElement trained = EdgeNetProcess.Run([.. train, "--normal", "fine"]).AssertSucceeded().Json;
        int tested = trained.GetProperty("normalSamples").GetInt32();
        Assert.Equal((250, 50), (trained.GetProperty("data").GetProperty("trainSamples").GetInt32() + tested, trained.GetProperty("anomalies").GetInt32()));
        Assert.Equal((50, 1.0), (trained.GetProperty("anomaliesFound").GetInt32(), trained.GetProperty("auc").GetDouble()));

        // The model knows its label column, what is normal, and which samples it learned from.
        JsonElement judged = EdgeNetProcess.Run("eval", Model, "--data", data, "--json").AssertSucceeded().Json;
        Assert.Equal(("setAsideInTraining", tested, 50, 1.0), (judged.GetProperty("origin").GetString(), judged.GetProperty("normalSamples").GetInt32(), judged.GetProperty("anomaliesFound").GetInt32(), judged.GetProperty("auc").GetDouble()));
    }

    [Fact]
    public void A_threshold_that_misses_most_anomalies_says_how_many_others_would_be_found()
    {
        string data = _folder.Write("states.csv", Table(800, i => i < 600 ? ",fine" : ",broken", "time,power,flow,state", i => i < 600 ? 0 : 2));
        string[] train = ["train", "--task", "anomaly", "--data", data, "--ignore", "time", "--label-column", "state", "--normal", "fine", "--out", Model, "--method", "gaussian"];
        EdgeNetProcess strict = EdgeNetProcess.Run([.. train, "--false-alarms", "1e-9"]).AssertSucceeded();
        Assert.Contains(" for testing (20 % of the normal samples, chosen by --seed 1, and all anomalies)", strict.Out);
        Assert.Contains("of 200 (", strict.Out);
        Assert.Contains("would be found if 1 % of these normal samples were false alarms (--false-alarms)", strict.Out);
        Assert.Contains("would be found if", EdgeNetProcess.Run("eval", Model, "--data", data).AssertSucceeded().Out);
        Assert.DoesNotContain("would be found if", EdgeNetProcess.Run(train).AssertSucceeded().Out);

        // The score of an anomaly is told once, also where a value is far outside of what was normal.
        Assert.Matches(@"^row 1: anomaly \(score \d+\.\d\d\); power is 90, far outside of the trained range \(1\.\d+ to 2\.\d+\)\s*$", EdgeNetProcess.Run("classify", Model, _folder.Write("far.csv", "power,flow\n90,4\n")).AssertSucceeded().Out);
    }

    [Theory]
    [InlineData("--false-alarms", "few", "give a share such as 0.1%, 0.001 or 1/1000, or a number in a time such as 1/week")]
    [InlineData("--false-alarms", "1", "--false-alarms 1 is 100 % of all inputs; at most half of them can be false alarms")]
    [InlineData("--every", "20", "--every must be a time of at most a day such as 10s or 100ms, not 20")]
    public void Values_that_are_not_understood_are_bad_usage(string option, string value, string message)
    {
        EdgeNetProcess refused = EdgeNetProcess.Run("train", "--task", "anomaly", "--data", "none.csv", option, value, "--out", Model).AssertRefused(message);
        Assert.Equal(2, refused.ExitCode);
    }

    [Fact]
    public void Folders_of_recordings_are_judged_by_the_folder_that_is_normal()
    {
        foreach ((string label, double width) in new[] { ("calm", 1.0), ("wild", 4.0) })
        {
            for (int file = 0; file < 6; file++)
            {
                _folder.Write($"moves/{label}/{file}.csv", "x\n" + string.Concat(Enumerable.Range(0, 300).Select(i => FormattableString.Invariant($"{(width + (0.02 * file)) * Math.Sin((i * 0.7) + file) * 1000:F0}\n"))));
            }
        }

        EdgeNetProcess.Run("train", "--task", "anomaly", "--data", _folder.File("moves"), "--window", "1s", "--rate", "50", "--features", "mean, std", "--normal", "calm", "--method", "gaussian", "--out", Model).AssertSucceeded();
        JsonElement tested = EdgeNetProcess.Run("eval", Model, "--data", _folder.File("moves"), "--json").AssertSucceeded().Json;
        Assert.Equal(("setAsideInTraining", tested.GetProperty("anomalies").GetInt32(), 1.0), (tested.GetProperty("origin").GetString(), tested.GetProperty("anomaliesFound").GetInt32(), tested.GetProperty("auc").GetDouble()));
        Assert.InRange(tested.GetProperty("anomalies").GetInt32(), 60, 100);
    }

    [Fact]
    public void Beside_classes_an_input_that_is_none_of_them_is_unsure()
    {
        string data = _folder.Write("two.csv", Table(200, i => i % 2 == 0 ? ",slow" : ",fast", "time,power,flow,state", i => i % 2 * 5));
        EdgeNetProcess.Run("train", "--data", data, "--ignore", "time", "--epochs", "30", "--with-anomaly", "--false-alarms", "2%", "--out", Model).AssertSucceeded();
        string answer = EdgeNetProcess.Run("classify", Model, "40", "-40").AssertSucceeded().Out;
        Assert.StartsWith("input: unsure: unlike all training data, score ", answer);
        JsonElement usual = EdgeNetProcess.Run("classify", Model, "2", "4.1", "--json").AssertSucceeded().Json.GetProperty("results")[0];
        Assert.Equal((false, "slow"), (usual.GetProperty("isAnomaly").GetBoolean(), usual.GetProperty("label").GetString()));
        EdgeNetProcess.Run("export", Model, "--out", _folder.File("A.cs"), "--csharp").AssertRefused("finds anomalies");
    }

    [Fact]
    public void A_model_of_recordings_is_tested_with_the_labels_that_it_was_trained_with()
    {
        // One long table: three swings of 10 s each, then one that is three times as wide.
        string Rows(int session, double width, string state) => string.Concat(Enumerable.Range(0, 500).Select(i => FormattableString.Invariant($"{session},{width * Math.Sin(i * 0.7 + session) * 1000:F0},{state}\n")));
        string data = _folder.Write("swings.csv", "session,x,state\n" + string.Concat(Enumerable.Range(0, 6).Select(s => Rows(s, 1 + (0.02 * s), "fine"))) + Rows(6, 3, "broken"));
        EdgeNetProcess.Run("train", "--task", "anomaly", "--data", data, "--window", "1s", "--stride", "0.5s", "--rate", "50", "--features", "mean, std", "--label-column", "state", "--normal", "fine", "--method", "gaussian", "--out", Model).AssertSucceeded();
        JsonElement tested = EdgeNetProcess.Run("eval", Model, "--data", data, "--json").AssertSucceeded().Json;
        Assert.Equal((19, 19, 1.0), (tested.GetProperty("anomalies").GetInt32(), tested.GetProperty("anomaliesFound").GetInt32(), tested.GetProperty("auc").GetDouble()));
    }

    [Theory]
    [InlineData("--checkpoint does not apply to --task anomaly", "--checkpoint", "c.safetensors")]
    [InlineData("--from does not apply to --task anomaly", "--from", "c.safetensors")]
    [InlineData("--model does not apply to --task anomaly", "--model", "small")]
    [InlineData("--onnx does not apply to --task anomaly", "--onnx", "m.onnx")]
    [InlineData("--with-anomaly does not apply to --task anomaly", "--with-anomaly")]
    [InlineData("--false-alarms 1/week needs the time from one row to the next: add --every", "--false-alarms", "1/week")]
    [InlineData("--false-alarms \"seldom\" is not understood", "--false-alarms", "seldom")]
    [InlineData("--every must be a time", "--every", "often")]
    [InlineData("--method must be one of gaussian, clusters, autoencoder", "--method", "forest")]
    public void What_does_not_apply_is_refused_by_name(string problem, params string[] options) =>
        EdgeNetProcess.Run(["train", "--task", "anomaly", "--data", _folder.Write("n.csv", Table(60, _ => "")), "--out", Model, .. options]).AssertRefused(problem);

    [Theory]
    [InlineData("--method is for --task anomaly or --with-anomaly", "--method", "gaussian")]
    [InlineData("--normal is for --task anomaly", "--normal", "a")]
    [InlineData("--method autoencoder needs a network of its own", "--with-anomaly", "--method", "autoencoder")]
    public void What_needs_anomalies_says_so(string problem, params string[] options) =>
        EdgeNetProcess.Run(["train", "--data", "builtin:bugs", "--out", Model, .. options]).AssertRefused(problem);

    [Theory]
    [InlineData("a,b\n1,2\n2,3\n", "2 samples are too few")]
    [InlineData("a,b\n1,\n2,3\n", "--missing median")]
    [InlineData("a,b\n1,2021-05-06\n2,2021-05-07\n", "looks like a date")]
    public void Data_that_cannot_be_used_are_refused_in_a_line(string table, string problem) =>
        EdgeNetProcess.Run("train", "--task", "anomaly", "--data", _folder.Write("bad.csv", table), "--out", Model).AssertRefused(problem);

    // A time, a power from 1 to 3, and a flow of twice that with noise.
    private static string Table(int rows, Func<int, string> last, string header = "", Func<int, double>? offset = null)
    {
        Random random = new(1);
        StringBuilder text = new(header.Length > 0 ? header + "\n" : "");
        for (int i = 0; i < rows; i++)
        {
            double power = 1 + (2 * random.NextDouble()), flow = (2 * power) + (0.2 * random.NextDouble());
            text.Append(CultureInfo.InvariantCulture, $"{1000 + i},{power + (offset?.Invoke(i) ?? 0):F4},{flow:F4}{last(i)}\n");
        }

        return text.ToString();
    }
}
