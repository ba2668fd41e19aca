using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>The demo, and what the README shows of it.</summary>
[Trait("speed", "slow")]
public sealed partial class DemoTests(DemoTests.Run run) : IClassFixture<DemoTests.Run>
{
    // Another processor sums in another order, and trains another network.
    private const double Tolerance = 0.03;

    [Fact]
    public void The_demo_trains_writes_reloads_and_reads_digits()
    {
        Assert.Contains("test accuracy", run.Demo.Out);
        Assert.Contains("predicted 0", run.Demo.Out);
        JsonElement eval = EdgeNetProcess.Run("eval", run.Model, "--data", "builtin:digits", "--json").AssertSucceeded().Json;
        Assert.InRange(eval.GetProperty("accuracy").GetDouble(), 0.93, 1.0);
        Assert.Equal(5000, eval.GetProperty("samples").GetInt32());
        Assert.Equal(10, eval.GetProperty("confusion").GetArrayLength());
        Assert.Equal(5000, eval.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(n => n.GetInt32())));
        Assert.Equal("7", eval.GetProperty("labels")[7].GetString());
    }

    [Fact]
    public void The_help_and_the_README_say_which_file_the_demo_writes()
    {
        Assert.Matches(@"writes one file, digits\.edgenet in\s+the\s+current\s+folder", EdgeNetProcess.Run("demo", "--help").AssertSucceeded().Out);
        Assert.Contains("writes `digits.edgenet` in the current folder", File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "README.md")));
        Assert.Equal([run.Model], Directory.GetFiles(Path.GetDirectoryName(run.Model)!));
    }

    [Fact]
    public void The_tables_in_the_README_are_the_ones_that_the_demo_prints()
    {
        string[][] shown = Rows(File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "README.md"))), printed = Rows(run.Demo.Out);
        Assert.True(shown.Length > 8);
        Assert.Equal(printed.Select(r => r[0]), shown.Select(r => r[0]));
        foreach ((string[] is_, string[] should) in shown.Zip(printed))
        {
            Assert.Equal(should.Select(c => Number().Replace(c, "#")), is_.Select(c => Number().Replace(c, "#")));
            foreach ((double a, double b) in Numbers(is_).Zip(Numbers(should)))
            {
                Assert.True(Math.Abs(a - b) <= Tolerance * b, $"README: {string.Join(" | ", is_)}; printed: {string.Join(" | ", should)}");
            }
        }
    }

    private static string[][] Rows(string text) =>
        [.. text.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith('│')).Select(l => Array.ConvertAll(l.Trim('│').Split('│'), c => c.Trim()))];

    private static double[] Numbers(string[] cells) =>
        [.. cells.SelectMany(c => Number().Matches(c)).Select(m => double.Parse(m.Value, NumberStyles.Number, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"\d[\d,]*(\.\d+)?")]
    private static partial Regex Number();

    /// <summary>One run for all of them.</summary>
    public sealed class Run : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Run() => Demo = EdgeNetProcess.Run("demo", "--out", Model).AssertSucceeded();

        public string Model => _folder.File("digits.edgenet");

        public EdgeNetProcess Demo { get; }

        public void Dispose() => _folder.Dispose();
    }
}
