using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeNet.Cli.Options;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>The folders of examples/: what a README says to type, it prints what the README says. Expected lines are blocks marked as text; a number may differ by 3 %, one below 1 by half.</summary>
public sealed partial class ExampleFolderTests : IDisposable
{
    private static readonly string Examples = Path.Combine(SharedData.ProjectRoot, "examples");

    private static readonly string[] Names = [.. Directory.EnumerateDirectories(Examples).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> All => [.. Names];

    public static TheoryData<string> WithData => [.. Names.Where(n => Words(n)[1] is string data && (data.StartsWith("builtin:", StringComparison.Ordinal) || File.Exists(Path.Combine(Examples, n, data))))];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>What the studio's first page begins with is a command of the README, without what it writes and the folds, which only report.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void An_example_begins_in_the_studio_as_its_README_does(string name)
    {
        string[] words = Words(name);
        Assert.Contains(Steps(name), s => s.Command[0] == "train" && Without(Without(s.Command[1..], "--out"), "--folds").SequenceEqual(words));
        Assert.Equal(words[1], TrainingRequestOptions.Read([.. words, "--out", "model.edgenet"]).Data);

        static string[] Without(string[] words, string option) => Array.IndexOf(words, option) is >= 0 and int at ? [.. words[..at], .. words[(at + 2)..]] : words;
    }

    [Theory]
    [Trait("speed", "slow")]
    [MemberData(nameof(WithData))]
    public void An_example_that_brings_its_data_does_what_it_says(string name) => Check(name);

    [SharedDataFact]
    [Trait("speed", "slow")]
    public void MNIST_does_what_the_books_say()
    {
        Link(SharedData.Mnist, "mnist");
        Check("05-mnist");
    }

    [SharedDataFact]
    [Trait("speed", "slow")]
    public void Convolution_on_MNIST_does_what_it_says()
    {
        Link(SharedData.Mnist, "mnist");
        Check("07-mnist-convolution");
    }

    [SharedDataFact]
    [Trait("speed", "slow")]
    public void Gestures_do_what_they_say()
    {
        Link(Path.Combine(SharedData.Folder, "imu", "gestures"), "gestures");
        Check("09-gestures");
    }

    [SharedDataFact]
    [Trait("speed", "slow")]
    public void Spoken_digits_do_what_they_say()
    {
        Link(Path.Combine(SharedData.Folder, "spoken-digits"), "recordings");
        Check("10-spoken-digits");
    }

    /// <summary>Figures of the drawing that are quick to measure again: the first and the last learning rate, the first number of epochs and the fewest units.</summary>
    [SharedDataFact]
    [Trait("speed", "slow")]
    public void The_experiments_with_MNIST_are_as_they_were_measured()
    {
        string[] book = Steps("05-mnist")[0].Command;
        string[][] rows = [.. File.ReadLines(Path.Combine(Examples, "05-mnist", "experiments.csv")).Skip(1).Select(l => l.Split(','))];
        Assert.Equal(20, rows.Length);
        foreach (string[] row in new[] { rows[0], rows[6], rows[7], rows[14] })
        {
            string[] command = [.. book];
            (command[Array.IndexOf(command, "--lr") + 1], command[Array.IndexOf(command, "--epochs") + 1], command[Array.IndexOf(command, "--hidden") + 1]) = (row[1], row[2], row[3]);
            command[Array.IndexOf(command, "--data") + 1] = SharedData.Mnist;
            command[Array.IndexOf(command, "--out") + 1] = _folder.File("m.edgenet");
            double right = 100 * EdgeNetProcess.Run([.. command, "--allow-loss", "--json"]).AssertSucceeded().Json.GetProperty("quantisedTestAccuracy").GetDouble();
            Assert.Equal(double.Parse(row[4], CultureInfo.InvariantCulture), right, 1.0);
        }
    }

    private void Check(string name)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Examples, name), "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".edgenet", StringComparison.Ordinal)))
        {
            string target = _folder.File(Path.GetRelativePath(Path.Combine(Examples, name), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        string printed = "";
        foreach ((string[] command, string[] expected) in Steps(name))
        {
            printed += " " + EdgeNetProcess.RunIn(_folder.Path, command).AssertSucceeded().Out;
            Assert.All(expected, line => AssertSays(printed, line));
            printed = expected.Length > 0 ? "" : printed;
        }
    }

    private void Link(string data, string name) => Directory.CreateSymbolicLink(_folder.File(name), data);

    private static string[] Words(string name) =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Examples, name, "studio.json"))).RootElement.GetProperty("train").EnumerateArray().Select(w => w.GetString()!)];

    // Commands are indented; what follows in a block marked as text is what they print.
    private static List<(string[] Command, string[] Expected)> Steps(string name)
    {
        List<(string[] Command, string[] Expected)> steps = [];
        string[] lines = Documents.Read($"examples/{name}/README.md").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("    edgenet ", StringComparison.Ordinal))
            {
                steps.Add(([.. CommandLineParser.SplitCommandLine(lines[i].Trim().Replace('\'', '"')).Skip(1)], []));
            }
            else if (lines[i] == "```text")
            {
                int end = Array.IndexOf(lines, "```", i);
                steps[^1] = (steps[^1].Command, lines[(i + 1)..end]);
            }
        }

        Assert.Contains(steps, s => s.Expected.Length > 0);
        return steps;
    }

    private static void AssertSays(string printed, string line)
    {
        string expected = Plain(line);
        string pattern = string.Join(Number().ToString(), Number().Split(expected).Select(Regex.Escape));
        double[] wanted = Numbers(expected);
        bool found = Regex.Matches(Plain(printed), pattern).Any(m => wanted.Zip(Numbers(m.Value)).All(n => Math.Abs(n.First - n.Second) <= Math.Abs(n.First) * (Math.Abs(n.First) < 1 ? 0.5 : 0.03)));
        Assert.True(found, $"\"{line}\" is not in\n{printed}");
    }

    private static double[] Numbers(string text) => [.. Number().Matches(text).Select(m => double.Parse(m.Value, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture))];

    // Lines of tables and breaks depend on the width of the terminal.
    private static string Plain(string text) => Regex.Replace(text, @"[\s\u2500-\u257F]+", " ").Trim();

    [GeneratedRegex(@"-?\d[\d,]*\.?\d*")]
    private static partial Regex Number();
}
