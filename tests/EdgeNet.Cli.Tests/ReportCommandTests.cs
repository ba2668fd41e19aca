using System.Text.Json;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>edgenet report, train --report and classify --why, as a user would.</summary>
[Trait("speed", "slow")]
public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder.File("m.edgenet");

    private string Page => _folder.File("m.html");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_page_is_written_and_replaced_but_nothing_else_is()
    {
        Train("builtin:bugs");
        EdgeNetProcess written = EdgeNetProcess.Run("report", Model, "--data", "builtin:bugs", "--out", Page, "--json").AssertSucceeded();
        Assert.Equal(Page, written.Json.GetProperty("out").GetString());
        Assert.Equal(written.Json.GetProperty("samples").GetInt32(), written.Json.GetProperty("cells").EnumerateArray().Sum(c => c.GetProperty("samples").GetArrayLength()));
        byte[] first = File.ReadAllBytes(Page);
        Assert.Equal($"written: {Page}\n", EdgeNetProcess.Run("report", Model, "--data", "builtin:bugs", "--out", Page).AssertSucceeded().Out);
        Assert.Equal(first, File.ReadAllBytes(Page));
        string notes = _folder.Write("notes.html", "<!doctype html>\n<p>my own page</p>");
        EdgeNetProcess.Run("report", Model, "--data", "builtin:bugs", "--out", notes).AssertRefused("notes.html: is not a report of EdgeNet", "--force");
        EdgeNetProcess.Run("report", Model, "--data", "builtin:bugs", "--out", notes, "--force").AssertSucceeded();
        EdgeNetProcess.Run("report", Model, "--data", "builtin:bugs", "--out", Model).AssertRefused("is an input of this command");
        EdgeNetProcess.Run("report", Model, "--data", "builtin:digits", "--out", Page).AssertRefused("the model expects");
    }

    [Fact]
    public void A_training_writes_it_with_the_loss_of_each_layer()
    {
        EdgeNetProcess trained = Train("builtin:bugs", "--report", Page, "--json").AssertSucceeded();
        Assert.Equal(Page, trained.Json.GetProperty("report").GetString());
        Assert.Contains("signal to noise", File.ReadAllText(Page));
        Assert.Contains($"written: {Page}", Train("builtin:bugs", "--report", Page).AssertSucceeded().Out);
        Train("builtin:bugs", "--report", _folder.Write("notes.txt", "mine")).AssertRefused("notes.txt: is not a report of EdgeNet");
    }

    [Fact]
    public void A_model_that_finds_anomalies_and_one_of_recordings_have_pages()
    {
        string normal = _folder.Write("normal.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i % 7},{i % 5}\n")));
        EdgeNetProcess.Run("train", "--task", "anomaly", "--data", normal, "--out", Model, "--report", Page).AssertSucceeded();
        Assert.Contains("false alarms", File.ReadAllText(Page));
        foreach (string file in (string[])["a/1.csv", "a/2.csv", "a/3.csv", "b/1.csv", "b/2.csv", "b/3.csv"])
        {
            _folder.Write($"r/{file}", "x\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{(file[0] == 'a' ? i % 9 : -i % 7)}\n")));
        }

        EdgeNetProcess.Run("train", "--data", _folder.File("r"), "--window", "20", "--rate", "10", "--features", "mean, std", "--epochs", "2", "--allow-loss", "--out", Model, "--report", Page).AssertSucceeded();
        Assert.Contains("<polyline", File.ReadAllText(Page));
        EdgeNetProcess.Run("report", Model, "--data", _folder.File("r"), "--out", Page).AssertSucceeded();
    }

    [Fact]
    public void Why_names_the_columns_that_spoke_for_an_answer()
    {
        string table = _folder.Write("t.csv", "noise,signal,label\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i % 7},{(i % 2 == 0 ? 10 + (i % 3) : i % 3)},{(i % 2 == 0 ? "high" : "low")}\n")));
        Train(table);
        string[] lines = EdgeNetProcess.Run("classify", Model, "3", "12", "--why").AssertSucceeded().Out.Split('\n');
        Assert.StartsWith("input: high", lines[0]);
        Assert.Matches(@"^  signal: \d+ % of the lead of high$", lines[1]);
        JsonElement why = EdgeNetProcess.Run("classify", Model, "3", "12", "--why", "--json").AssertSucceeded().Json.GetProperty("results")[0].GetProperty("why");
        Assert.Equal(["noise", "signal"], why.GetProperty("names").EnumerateArray().Select(n => n.GetString()));
        Assert.True(why.GetProperty("drops")[1].GetInt32() > Math.Abs(why.GetProperty("drops")[0].GetInt32()));
        Assert.DoesNotContain("spoke", EdgeNetProcess.Run("classify", Model, "3", "12").AssertSucceeded().Out);
    }

    private EdgeNetProcess Train(string data, params string[] more) => EdgeNetProcess.Run(["train", "--data", data, "--epochs", "20", "--hidden", "4", "--allow-loss", "--out", Model, .. more]);
}
