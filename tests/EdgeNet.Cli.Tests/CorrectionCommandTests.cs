using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>Wrong labels from the command line: found, put right beside the data, taken back.</summary>
[Trait("speed", "slow")]
public sealed class CorrectionCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Table => _folder.File("ants.csv");

    private string Corrections => _folder.File("corrections.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_label_is_put_right_beside_the_data_and_taken_back()
    {
        string rows = string.Concat(Enumerable.Range(1, 60).Select(i => $"{i},{(i % 2 == 0 ? -1 : 1) * i},{(i == 7 || i % 2 == 0 ? "ant" : "bee")}\n"));
        _folder.Write("ants.csv", "x,y,kind\n" + rows);
        byte[] before = File.ReadAllBytes(Table);
        EdgeNetProcess listed = EdgeNetProcess.Run("data", "--data", Table, "--list").AssertSucceeded();
        Assert.Contains(listed.Out.Split('\n'), l => l is "7  ant  train" or "7  ant  test");
        Assert.Equal("7 of ants.csv: \"ant\" is \"bee\"", Correct("--sample", "7", "--label", "bee").AssertSucceeded().Out.Trim());
        Correct("--sample", "8", "--sample", "9", "--remove").AssertSucceeded();
        Assert.Equal(before, File.ReadAllBytes(Table));

        // As if the table had been corrected by hand.
        string byHand = _folder.Write("hand/ants.csv", "x,y,kind\n" + string.Concat(rows.Split('\n').Where((_, i) => i is not (7 or 8)).Select((l, i) => (i == 6 ? l.Replace("ant", "bee", StringComparison.Ordinal) : l) + "\n")));
        Assert.Equal(Train(byHand), Train(Table, "--corrections", Corrections));
        Assert.NotEqual(Train(Table), Train(Table, "--corrections", Corrections));
        EdgeNetProcess.Run("eval", _folder.File("m.edgenet"), "--data", Table, "--corrections", Corrections).AssertSucceeded();

        Assert.Equal("taken back: 9 of ants.csv: \"bee\" is left out", Correct("--undo").AssertSucceeded().Out.Trim());
        Correct("--undo").AssertSucceeded();
        Correct("--undo").AssertSucceeded();
        Assert.Equal(Train(Table), Train(Table, "--corrections", Corrections));
        Correct("--undo").AssertRefused("there is no correction to take back");
    }

    [Fact]
    public void What_cannot_be_corrected_is_refused()
    {
        _folder.Write("ants.csv", "x,kind\n1,ant\n2,bee\n3,ant\n4,bee\n");
        Correct("--sample", "5", "--label", "bee").AssertRefused("ants.csv has no sample 5");
        Correct("--sample", "1").AssertRefused("give --sample with --label or --remove, or --undo alone");
        Correct("--sample", "1", "--label", "bee", "--remove").AssertRefused("--undo alone");
        Correct("--sample", "1", "--label", " bee").AssertRefused("has spaces around it");
        EdgeNetProcess.Run("correct", "--data", Table, "--sample", "1", "--label", "bee").AssertRefused("--corrections is missing");
        EdgeNetProcess.Run("correct", "--data", Table, "--corrections", Table, "--sample", "1", "--label", "bee").AssertRefused("is an input of this command");
        Assert.False(File.Exists(Corrections));
        EdgeNetProcess.Run("train", "--data", Table, "--corrections", Corrections, "--out", _folder.File("m.edgenet")).AssertRefused("no such file");
        Correct("--sample", "2", "--label", "ant").AssertSucceeded();
        _folder.Write("ants.csv", "x,kind\n1,ant\n2.5,bee\n3,ant\n4,bee\n");
        EdgeNetProcess.Run("train", "--data", Table, "--corrections", Corrections, "--out", _folder.File("m.edgenet")).AssertRefused("sample 2 of ants.csv is not what it was");
    }

    private EdgeNetProcess Correct(params string[] words) => EdgeNetProcess.Run(["correct", "--data", Table, "--corrections", Corrections, .. words]);

    private byte[] Train(string data, params string[] words)
    {
        EdgeNetProcess.Run(["train", "--data", data, "--hidden", "4", "--epochs", "5", "--starts", "1", "--allow-loss", "--out", _folder.File("m.edgenet"), .. words]).AssertSucceeded();
        return File.ReadAllBytes(_folder.File("m.edgenet"));
    }
}
