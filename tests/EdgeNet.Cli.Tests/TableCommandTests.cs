using System.Diagnostics;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>Tables as people have them, from the command line.</summary>
[Trait("speed", "slow")]
public sealed class TableCommandTests : IDisposable
{
    private const int Rows = 120;
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder.File("m.edgenet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_export_with_everything_is_trained_on_and_evaluated_with_the_options_that_the_messages_name()
    {
        string export = "sep=;\r\nid;colour;width;kind\r\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"{i * 37 % 1000};{(i % 3 == 0 ? "red" : "blue")};{(i == 5 ? "" : $"{i % 3},5")};{new[] { "a", "b", "c" }[i % 3]}\r\n"));
        string path = _folder.Write("export.csv", export);
        Train(path).AssertRefused("row 2, column 3 (width)", "--decimal comma");
        Train(path, "--decimal", "comma").AssertRefused("1 of 120 rows lack values", "column 3 (width) in 1", "--missing median");
        Train(path, "--decimal", "comma", "--missing", "median", "--ignore", "id,weight").AssertRefused("no column is called \"weight\"", "id, colour, width, kind");
        Train(path, "--decimal", "comma", "--missing", "median", "--ignore", "id").AssertSucceeded();
        Train(path, "--decimal", "decimal").AssertRefused("--decimal must be one of point, comma");
        Train(path, "--encoding", "ebcdic").AssertRefused("--encoding must be one of utf-8, latin1, windows-1252, utf-16");
        Train(path, "--file-names", "label").AssertRefused("must name fields in braces");
    }

    [Fact]
    public void A_table_is_piped_in_once()
    {
        string table = "a,b\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"{i % 2},{(i % 2 == 0 ? "x" : "y")}\n"));
        Piped(table, "train", "--data", "-", "--epochs", "3", "--allow-loss", "--out", Model).AssertSucceeded();
        Piped(table, "eval", Model, "--data", "-", "--json").AssertSucceeded();
        Assert.Equal(2, Piped("0\n1\n", "classify", Model, "-", "--json").AssertSucceeded().Json.GetProperty("results").GetArrayLength());
        Piped(table, "train", "--data", "-", "--test", "-", "--out", Model).AssertRefused("stdin can be read only once");
        Piped("", "train", "--data", "-", "--out", Model).AssertRefused("stdin: no rows of data");
    }

    /// <summary>Such as the digits of 8x8 pixels that are handed out as CSV.</summary>
    [Fact]
    public void A_table_of_pixels_is_convolved_where_its_picture_is_named_and_known_again_by_eval()
    {
        string path = _folder.Write("bars.csv", string.Concat(Enumerable.Range(0, Rows).Select(i => string.Concat(Enumerable.Range(0, 16).Select(p => (i % 2 == 0 ? p / 4 : p % 4) == i / 2 % 4 ? "16," : "0,")) + (i % 2 == 0 ? "row\n" : "column\n"))));
        string[] layers = ["--model", "conv 4 2x2, dense 2", "--augment"];
        Train(path, layers).AssertRefused("it needs a picture, not 16 values", "--input-size");
        Train(path, [.. layers, "--input-size", "5x5"]).AssertRefused("its 16 inputs are not the pixels of 5x5, which are 25");
        Train(path, [.. layers, "--input-size", "4x4"]).AssertSucceeded();
        Assert.Equal("setAsideInTraining", EdgeNetProcess.Run("eval", Model, "--data", path, "--json").AssertSucceeded().Json.GetProperty("origin").GetString());
        EdgeNetProcess.Run(["classify", Model, .. Enumerable.Repeat("0", 16)]).AssertSucceeded();
    }

    [Fact]
    public void A_folder_of_tables_is_split_by_what_its_files_are_called()
    {
        foreach (string name in new[] { "up_anna", "up_ben", "down_anna", "down_ben" })
        {
            _folder.Write($"r/{name}.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i % 5},{(name[0] == 'u' ? 1 : -1) * (i % 7)}\n")));
        }

        Train(_folder.File("r"), "--file-names", "{label}_{speaker}", "--split-by", "speaker").AssertSucceeded();
        Train(_folder.File("r"), "--file-names", "{label}_{speaker}", "--test-files", "*_ben*").AssertSucceeded();
        Train(_folder.File("r"), "--file-names", "{label}_{speaker}", "--test-files", "*_zoe*").AssertRefused("no file is like --test-files '*_zoe*'");
    }

    private static EdgeNetProcess Piped(string text, params string[] args)
    {
        using Process process = EdgeNetProcess.Start(args);
        process.StandardInput.Write(text);
        process.StandardInput.Close();
        return EdgeNetProcess.Finish(process);
    }

    private EdgeNetProcess Train(string data, params string[] options) => EdgeNetProcess.Run(["train", "--data", data, .. options.Contains("--model") ? (string[])[] : ["--hidden", "4"], "--epochs", "3", "--starts", "1", "--allow-loss", "--out", Model, .. options]);
}
