using System.Diagnostics;
using System.Text.Json;
using EdgeNet.Core;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>The commands as a user types them.</summary>
[Trait("speed", "slow")]
public sealed class CommandTests : IDisposable
{
    private const string Iris = "width,length,kind\n1,5,long\n1.2,5.5,long\n0.9,4.8,long\n1.1,5.2,long\n1,4.9,long\n3,1,wide\n3.2,1.2,wide\n2.9,0.9,wide\n3.1,1.1,wide\n3,1.3,wide\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_prints_one_JSON_object_with_the_agreed_names()
    {
        string model = _folder.File("xor.edgenet");
        JsonElement train = EdgeNetProcess.Run("train", "--data", "builtin:xor", "--hidden", "3", "--seed", "2", "--json", "--out", model).AssertSucceeded().Json;
        Assert.Equal(1.0, train.GetProperty("testAccuracy").GetDouble());
        Assert.Equal(1.0, train.GetProperty("quantisedTestAccuracy").GetDouble());
        Assert.Equal(4, train.GetProperty("testSamples").GetInt32());
        Assert.Equal((2 * 3) + 3 + 3 + 1, train.GetProperty("parameters").GetInt32());
        Assert.Equal(new FileInfo(model).Length, train.GetProperty("modelBytes").GetInt64());
        Assert.True(train.GetProperty("samplesPerSecond").GetDouble() > 0);
        Assert.True(train.GetProperty("seconds").GetDouble() > 0);
        Assert.Equal(2000, train.GetProperty("epochs").GetInt32());

        JsonElement inspect = EdgeNetProcess.Run("inspect", model, "--json").AssertSucceeded().Json;
        Assert.Equal("xor", inspect.GetProperty("name").GetString());
        Assert.Equal(2, inspect.GetProperty("inputShape")[0].GetInt32());
        Assert.Equal("XOR", inspect.GetProperty("labels")[0].GetString());
        JsonElement layer = inspect.GetProperty("layers")[0];
        Assert.Equal("dense", layer.GetProperty("kind").GetString());
        Assert.Equal(3, layer.GetProperty("shape")[1].GetInt32());
        Assert.Equal("relu", layer.GetProperty("activation").GetString());
        Assert.Equal(6, layer.GetProperty("weightBytes").GetInt32());
        Assert.Equal(9, inspect.GetProperty("macs").GetInt32());
        Assert.True(inspect.GetProperty("crcOk").GetBoolean());
        Assert.True(inspect.GetProperty("ramBytes").GetInt32() > 0);
        Assert.Equal(new FileInfo(model).Length, inspect.GetProperty("modelBytes").GetInt64());

        JsonElement result = EdgeNetProcess.Run("classify", model, "0", "1", "--json").AssertSucceeded().Json.GetProperty("results")[0];
        Assert.Equal("XOR", result.GetProperty("on")[0].GetString());
        Assert.Equal("XOR no", EdgeNetProcess.Run("classify", model, "1", "1").AssertSucceeded().Out.Split(": ")[1][..6]);
    }

    [Fact]
    public void A_table_becomes_a_model_that_classifies_numbers_and_files()
    {
        string csv = _folder.Write("bugs.csv", Iris);
        string model = _folder.File("bugs.edgenet");
        EdgeNetProcess.Run("train", "--data", csv, "--label-column", "kind", "--hidden", "4", "--out", model).AssertSucceeded();
        Assert.Contains("wide", EdgeNetProcess.Run("classify", model, "3", "1").AssertSucceeded().Out);
        Assert.Contains("wide", EdgeNetProcess.Run("classify", model, "3,1").AssertSucceeded().Out);
        Assert.Contains("long", EdgeNetProcess.Run("classify", model, "-1", "5").AssertSucceeded().Out);
        EdgeNetProcess rows = EdgeNetProcess.Run("classify", model, csv, "--json").AssertSucceeded();
        Assert.Equal(10, rows.Json.GetProperty("results").GetArrayLength());
        JsonElement eval = EdgeNetProcess.Run("eval", model, "--data", csv, "--json").AssertSucceeded().Json;
        Assert.Equal(1.0, eval.GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public void A_regression_reports_errors_in_place_of_accuracies()
    {
        string model = _folder.File("miles.edgenet");
        JsonElement train = EdgeNetProcess.Run("train", "--data", "builtin:miles", "--json", "--out", model).AssertSucceeded().Json;
        Assert.InRange(train.GetProperty("testError").GetDouble(), 0, 0.01);
        Assert.InRange(train.GetProperty("quantisedTestError").GetDouble(), 0, 0.01);
        Assert.False(train.TryGetProperty("testAccuracy", out _));
        JsonElement result = EdgeNetProcess.Run("classify", model, "42.195", "--json").AssertSucceeded().Json.GetProperty("results")[0];
        Assert.Equal(26.219, result.GetProperty("values")[0].GetDouble(), 0.01);
    }

    [Fact]
    public void Folds_are_reported_before_the_model_is_trained_as_usual()
    {
        string plain = _folder.File("one/bugs.edgenet"), folded = _folder.File("two/bugs.edgenet");
        Directory.CreateDirectory(_folder.File("one"));
        Directory.CreateDirectory(_folder.File("two"));
        string[] options = ["train", "--data", "builtin:bugs", "--hidden", "4", "--epochs", "5", "--class-weights", "balanced", "--json", "--out"];
        Assert.False(EdgeNetProcess.Run([.. options, plain]).AssertSucceeded().Json.TryGetProperty("folds", out _));
        JsonElement folds = EdgeNetProcess.Run([.. options, folded, "--folds", "4"]).AssertSucceeded().Json.GetProperty("folds");
        double[] scores = [.. folds.GetProperty("scores").EnumerateArray().Select(s => s.GetDouble())];
        Assert.Equal((4, 4), (folds.GetProperty("count").GetInt32(), scores.Length));
        Assert.Equal(scores.Average(), folds.GetProperty("mean").GetDouble(), 1e-9);
        Assert.Equal(Math.Sqrt(scores.Sum(s => Math.Pow(s - scores.Average(), 2)) / 3), folds.GetProperty("spread").GetDouble(), 1e-9);
        Assert.Equal(File.ReadAllBytes(plain), File.ReadAllBytes(folded));

        JsonElement regression = EdgeNetProcess.Run("train", "--data", "builtin:miles", "--hidden", "0", "--epochs", "100", "--folds", "3", "--json", "--out", plain).AssertSucceeded().Json.GetProperty("folds");
        Assert.InRange(regression.GetProperty("mean").GetDouble(), 0, 0.1);
        Assert.InRange(regression.GetProperty("r2").GetProperty("mean").GetDouble(), 0.999, 1);
        EdgeNetProcess.Run("train", "--data", "builtin:xor", "--folds", "5", "--out", plain).AssertRefused("4 samples", "5 folds");
        EdgeNetProcess.Run("train", "--data", "builtin:miles", "--class-weights", "balanced", "--out", plain).AssertRefused("no classes to balance");
    }

    [Fact]
    public void The_same_command_writes_the_same_bytes()
    {
        string one = _folder.File("same.edgenet"), two = _folder.File("again/same.edgenet");
        Directory.CreateDirectory(_folder.File("again"));
        EdgeNetProcess.Run("train", "--data", "builtin:digits8", "--epochs", "1", "--threads", "1", "--out", one).AssertSucceeded();
        EdgeNetProcess.Run("train", "--data", "builtin:digits8", "--epochs", "1", "--threads", "2", "--out", two).AssertSucceeded();
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(two));
    }

    [Fact]
    public void A_training_is_kept_in_a_file_and_continued_from_it()
    {
        string whole = _folder.File("whole.edgenet"), half = _folder.File("half.edgenet"), continued = _folder.File("continued.edgenet"), kept = _folder.File("kept.safetensors");
        string[] options = ["train", "--data", "builtin:digits8", "--hidden", "8", "--optimizer", "sgd", "--name", "digits"];
        EdgeNetProcess.Run([.. options, "--epochs", "3", "--out", whole]).AssertSucceeded();
        EdgeNetProcess.Run([.. options, "--epochs", "1", "--checkpoint", kept, "--out", half]).AssertSucceeded();
        EdgeNetProcess.Run([.. options, "--epochs", "3", "--from", kept, "--checkpoint", kept, "--out", continued]).AssertSucceeded();
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(continued));
        EdgeNetProcess.Run([.. options, "--epochs", "4", "--seed", "2", "--from", kept, "--out", half]).AssertRefused("kept.safetensors", "other data");
        EdgeNetProcess.Run([.. options, "--epochs", "4", "--batch", "32", "--from", kept, "--out", half]).AssertRefused("kept.safetensors", "batch");
        EdgeNetProcess.Run([.. options, "--epochs", "4", "--from", whole, "--out", half]).AssertRefused("whole.edgenet", "safetensors");
        EdgeNetProcess.Run([.. options, "--epochs", "4", "--from", _folder.File("none"), "--out", half]).AssertRefused("none", "no such file");
    }

    [Fact]
    public void Layers_are_typed_as_a_text()
    {
        string model = _folder.File("pooled.edgenet");
        JsonElement train = EdgeNetProcess.Run("train", "--data", "builtin:digits8", "--model", "pool 2, dense 8 tanh, dense 10", "--epochs", "1", "--json", "--out", model).AssertSucceeded().Json;
        Assert.Equal((16 * 8) + 8 + 80 + 10, train.GetProperty("parameters").GetInt32());
        Assert.Contains("max pool", EdgeNetProcess.Run("inspect", model).AssertSucceeded().Out);
        string[] options = ["train", "--data", "builtin:digits8", "--out", model];
        EdgeNetProcess.Run([.. options, "--model", "pool 2, dense 8 tanh, dense 9"]).AssertRefused("dense 9", "dense 10");
        EdgeNetProcess.Run([.. options, "--model", "pol 2, dense 10"]).AssertRefused("pol", "character 1");
        EdgeNetProcess.Run([.. options, "--model", "large"]).AssertRefused("large", "tiny, small or accurate");
        EdgeNetProcess.Run([.. options, "--model", "tiny", "--hidden", "8"]).AssertRefused("--model", "--hidden");
        Assert.Contains("model       conv 5 3x3 relu, pool 2, dense 10\n", EdgeNetProcess.Run([.. options, "--model", "tiny", "--epochs", "1"]).AssertSucceeded().Out.ReplaceLineEndings("\n"));
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--augment", "--out", model).AssertRefused("bugs", "--augment is for pictures");
        EdgeNetProcess.Run([.. options, "--model", "dense 10", "--hidden", "8"]).AssertRefused("--model", "--hidden");
        EdgeNetProcess.Run([.. options, "--model", "dense 10", "--activation", "relu"]).AssertRefused("--model", "--activation");
    }

    [Fact]
    public void Every_row_has_its_own_values_and_logits_in_JSON()
    {
        string model = _folder.File("bugs.edgenet");
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--hidden", "4", "--epochs", "30", "--out", model).AssertSucceeded();
        string[] rows = ["1,5", "3,1", "2,2"];
        JsonElement[] together = [.. EdgeNetProcess.Run("classify", model, _folder.Write("rows.csv", string.Join('\n', rows)), "--json").AssertSucceeded().Json.GetProperty("results").EnumerateArray()];
        for (int i = 0; i < rows.Length; i++)
        {
            JsonElement alone = EdgeNetProcess.Run("classify", model, rows[i], "--json").AssertSucceeded().Json.GetProperty("results")[0];
            Assert.Equal(alone.GetProperty("logits").GetRawText(), together[i].GetProperty("logits").GetRawText());
            Assert.Equal(alone.GetProperty("values").GetRawText(), together[i].GetProperty("values").GetRawText());
        }

        Assert.Equal(3, together.Select(r => r.GetProperty("logits").GetRawText()).Distinct().Count());
    }

    [Fact]
    public void Every_row_has_its_own_yes_or_no_in_JSON()
    {
        string model = _folder.File("gates.edgenet");
        EdgeNetProcess.Run("train", "--data", "builtin:xor", "--hidden", "3", "--seed", "2", "--out", model).AssertSucceeded();
        JsonElement results = EdgeNetProcess.Run("classify", model, _folder.Write("rows.csv", "0,1\n1,1\n"), "--json").AssertSucceeded().Json.GetProperty("results");
        Assert.Equal(1, results[0].GetProperty("on").GetArrayLength());
        Assert.Equal(0, results[1].GetProperty("on").GetArrayLength());
    }

    [Fact]
    public void Help_lists_every_command()
    {
        string help = EdgeNetProcess.Run("--help").AssertSucceeded().Out;
        Assert.All(new[] { "demo", "train", "eval", "inspect", "classify", "emulate", "boards", "export", "deploy", "capture", "watch", "teach", "serve", "sign", "datasets" }, c => Assert.Contains($"\n  {c} ", help));
    }

    [Fact]
    public void Without_a_command_all_are_listed_one_line_each()
    {
        string[] lines = EdgeNetProcess.Run().AssertSucceeded().Out.Split('\n');
        Assert.All(new[] { "demo", "new", "train", "eval", "inspect", "classify", "emulate", "boards", "export", "deploy", "capture", "watch", "teach", "serve", "sign", "datasets" },
            c => Assert.Single(lines, l => l.StartsWith($"  edgenet {c} ", StringComparison.Ordinal) && l.Length is > 30 and <= 80));
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("train")]
    [InlineData("eval")]
    [InlineData("inspect")]
    [InlineData("classify")]
    [InlineData("emulate")]
    [InlineData("boards")]
    [InlineData("watch")]
    [InlineData("deploy")]
    [InlineData("export")]
    [InlineData("datasets")]
    public void Every_command_explains_itself_with_an_example(string command)
    {
        EdgeNetProcess help = EdgeNetProcess.Run(command, "--help").AssertSucceeded();
        Assert.Contains("edgenet " + command, help.Out);
        Assert.Contains("Example", help.Out);
    }

    [Fact]
    public void Boards_are_listed_and_printed_as_files_which_every_command_accepts()
    {
        string list = EdgeNetProcess.Run("boards").AssertSucceeded().Out;
        Assert.All(new[] { "esp32", "esp32-psram", "esp32-s3", "esp32-c3", "rp2040", "~100 ", " 53 " }, part => Assert.Contains(part, list));
        JsonElement[] boards = [.. EdgeNetProcess.Run("boards", "--json").AssertSucceeded().Json.GetProperty("boards").EnumerateArray()];
        Assert.Equal(5, boards.Length);
        Assert.All(boards, b => Assert.Contains(b.GetProperty("title").GetString()!, list)); // no words are broken in 80 columns
        Assert.Equal("measured", boards.Single(b => b.GetProperty("name").GetString() == "esp32-c3").GetProperty("sources").GetProperty("heapBytes").GetProperty("basis").GetString());
        string json = EdgeNetProcess.Run("boards", "esp32").AssertSucceeded().Out, path = _folder.File("mine.json"), model = _folder.File("bugs.edgenet");
        Assert.Contains("\"value\": 102400", json);
        File.WriteAllText(path, json.Replace("\"esp32\"", "\"mine\"", StringComparison.Ordinal).Replace("102400", "65536", StringComparison.Ordinal));
        EdgeNetProcess.Run("boards", "esp8266").AssertRefused("esp32-c3", "esp8266");

        Assert.Equal(65536, EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--hidden", "4", "--epochs", "5", "--board", path, "--json", "--out", model).AssertSucceeded().Json.GetProperty("boardHeapSizeBytes").GetInt32());
        Assert.Equal("mine", EdgeNetProcess.Run("inspect", model, "--board", path, "--json").AssertSucceeded().Json.GetProperty("board").GetString());
        Assert.Contains("virtual board mine", EdgeNetProcess.Run("emulate", model, "--data", "builtin:bugs", "--board", path, "--samples", "2").AssertSucceeded().Out);
        File.WriteAllText(path, json.Replace("102400", "NaN", StringComparison.Ordinal));
        EdgeNetProcess.Run("emulate", model, "--data", "builtin:bugs", "--board", path).AssertRefused("mine.json", "line 6");

        EdgeNetProcess all = EdgeNetProcess.Run("emulate", model, "--data", "builtin:bugs", "--board", "all", "--samples", "2", "--json").AssertSucceeded();
        Assert.Equal(["esp32", "esp32-c3", "esp32-psram", "esp32-s3", "rp2040"], all.Json.EnumerateArray().Select(b => b.GetProperty("board").GetString()));
        Assert.All(all.Json.EnumerateArray(), b => Assert.True(b.GetProperty("fits").GetBoolean()));
        EdgeNetProcess.Run("emulate", model, "--data", "builtin:bugs", "--board", "all", "--serial", "/dev/null").AssertRefused("--serial compares one board");
        EdgeNetProcess.Run("emulate", model, "--data", "builtin:bugs", "--save-board", path).AssertRefused("--serial PORT");
    }

    [Fact]
    public void A_model_is_emulated_on_a_board_and_exported_as_source()
    {
        string model = _folder.File("bugs.edgenet");
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--hidden", "4", "--epochs", "50", "--out", model).AssertSucceeded();
        JsonElement json = EdgeNetProcess.Run("emulate", model, "--data", "builtin:bugs", "--board", "esp32", "--samples", "20", "--json").AssertSucceeded().Json;
        Assert.Equal(20, json.GetProperty("samples").GetInt32());
        Assert.Equal(1.0, json.GetProperty("agreement").GetDouble());
        Assert.InRange(json.GetProperty("accuracy").GetDouble(), 0.9, 1.0);
        Assert.True(json.GetProperty("instructionsPerClassification").GetDouble() > 100);
        Assert.True(json.GetProperty("predictedMicroseconds").GetDouble() > 10);
        Assert.Equal(100 * 1024, json.GetProperty("heapSizeBytes").GetInt32());
        Assert.InRange(json.GetProperty("heapPeakBytes").GetInt32(), 1, 100 * 1024);
        Assert.Equal(new FileInfo(model).Length, json.GetProperty("modelBytes").GetInt64());
        Assert.Contains("EdgeNet.Core", json.GetProperty("hotMethods")[0].GetProperty("method").GetString());
        Assert.Equal(2 << 20, EdgeNetProcess.Run("emulate", model, "--data", "builtin:bugs", "--board", "esp32-psram", "--samples", "1", "--json").AssertSucceeded()
            .Json.GetProperty("heapSizeBytes").GetInt32());
        EdgeNetProcess.Run("emulate", model, "--data", "builtin:bugs", "--board", "arduino").AssertRefused("--board", "esp32-psram");
        EdgeNetProcess.Run("emulate", model, "--data", "builtin:four-pixels").AssertRefused("2 values");

        string source = _folder.File("BugsModel.cs");
        EdgeNetProcess.Run("export", model, "--out", source, "--namespace", "My.App").AssertSucceeded();
        string text = File.ReadAllText(source);
        Assert.Contains("namespace My.App;", text);
        Assert.Equal(new FileInfo(model).Length, text.Split('{')[^1].Count(c => c == ','));
        EdgeNetProcess.Run("export", model, "--out", _folder.File("7 bugs.cs")).AssertRefused("7 bugs");
    }

    [Fact]
    public void A_model_that_does_not_fit_a_board_is_refused_with_what_the_board_says()
    {
        string model = _folder.File("large.edgenet");
        EdgeNetProcess.Run("train", "--data", "builtin:digits", "--hidden", "128", "--epochs", "1", "--out", model).AssertSucceeded();
        EdgeNetProcess.Run("emulate", model, "--data", "builtin:digits").AssertRefused("bytes of heap", "102,400");
    }

    [Fact]
    public void A_tiny_network_is_exported_as_code_without_loops_and_a_larger_one_with_them()
    {
        string bugs = _folder.File("bugs.edgenet"), digits = _folder.File("digits.edgenet"), code = _folder.File("Bugs.cs");
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--hidden", "2", "--epochs", "2", "--out", bugs, "--allow-loss").AssertSucceeded();
        EdgeNetProcess.Run("export", bugs, "--out", code, "--csharp", "--namespace", "My.App").AssertSucceeded();
        string source = File.ReadAllText(code);
        Assert.Contains("namespace My.App;", source);
        Assert.Contains("public static int Classify(float[] raw)", source);
        Assert.DoesNotContain("for (", source);
        EdgeNetProcess.Run("train", "--data", "builtin:digits", "--hidden", "8", "--epochs", "1", "--out", digits, "--allow-loss").AssertSucceeded();
        EdgeNetProcess.Run("export", digits, "--out", code, "--csharp").AssertSucceeded();
        Assert.Contains("for (", File.ReadAllText(code));
    }

    [Fact]
    public void Exported_source_has_names_that_a_compiler_accepts()
    {
        string model = _folder.File("bugs.edgenet");
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--hidden", "2", "--epochs", "2", "--out", model, "--allow-loss").AssertSucceeded();
        foreach (string space in new[] { "My App", "My..App", "My.class", ".App", "App;", "7.App", "A { } class B" })
        {
            Refused("Bugs.cs", space, "--namespace");
        }

        foreach (string file in new[] { "class.cs", "Bytes.cs", "required.cs", "Bugs.txt", "Bugs" })
        {
            Refused(file, "App", Path.GetFileNameWithoutExtension(file));
        }

        foreach (string file in new[] { "Classify.cs", "Logit.cs", "Labels.cs", "InputCount.cs", "table0.cs", "ArgumentException.cs" })
        {
            Refused(file, "App", Path.GetFileNameWithoutExtension(file), asCode: true);
        }

        EdgeNetProcess.Run("export", model, "--out", _folder.File("Bugs2.cs"), "--namespace", "_.A1.record").AssertSucceeded();

        void Refused(string file, string space, string part, bool asCode = false)
        {
            string[] options = asCode ? ["--csharp"] : [];
            EdgeNetProcess.Run(["export", model, "--out", _folder.File(file), "--namespace", space, .. options]).AssertRefused(part);
            Assert.False(File.Exists(_folder.File(file)));
        }
    }

    [Fact]
    public void A_regression_is_exported_as_code_that_gives_its_values()
    {
        string model = _folder.File("m.edgenet"), code = _folder.File("Code.cs");
        EdgeNetProcess.Run("train", "--data", "builtin:miles", "--hidden", "4", "--epochs", "2", "--out", model, "--allow-loss").AssertSucceeded();
        EdgeNetProcess.Run("export", model, "--out", code, "--csharp").AssertSucceeded();
        Assert.Contains("public static float Value(int output)", File.ReadAllText(code));
        EdgeNetProcess.Run("export", model, "--out", code).AssertSucceeded();
    }

    [Fact]
    public void A_stripped_model_says_nothing_of_itself_and_classifies_as_the_other_one()
    {
        string full = _folder.File("xor.edgenet"), stripped = _folder.File("small.edgenet"), source = _folder.File("Small.cs");
        EdgeNetProcess.Run("train", "--data", "builtin:xor", "--hidden", "3", "--out", full).AssertSucceeded();
        EdgeNetProcess.Run("train", "--data", "builtin:xor", "--hidden", "3", "--out", stripped, "--strip").AssertSucceeded();

        // What is missing are the sections "meta" (8 bytes of header, one of a count, and per entry a byte and two of lengths, padded) and "stat" (12 bytes per input).
        ModelFile model = ModelFile.Parse(File.ReadAllBytes(full));
        int entries = new[] { "name", "dataset", "accuracy", "build" }.Sum(k => 3 + k.Length + model.Meta(k).Length);
        Assert.Equal(8 + ((1 + entries + 3) & ~3) + 8 + (2 * 12), new FileInfo(full).Length - new FileInfo(stripped).Length);
        Assert.InRange(new FileInfo(stripped).Length, 1, 300);
        foreach (string[] row in new string[][] { ["0", "0"], ["0", "1"], ["1", "0"], ["1", "1"] })
        {
            Assert.Equal(EdgeNetProcess.Run(["classify", full, .. row, "--json"]).AssertSucceeded().Out, EdgeNetProcess.Run(["classify", stripped, .. row, "--json"]).AssertSucceeded().Out);
        }

        Assert.Contains("name      xor", EdgeNetProcess.Run("inspect", full).AssertSucceeded().Out);
        string shown = EdgeNetProcess.Run("inspect", stripped).AssertSucceeded().Out;
        Assert.DoesNotContain("name      ", shown);
        Assert.DoesNotContain("dataset", shown);
        Assert.Equal("", EdgeNetProcess.Run("inspect", stripped, "--json").AssertSucceeded().Json.GetProperty("name").GetString());
        EdgeNetProcess.Run("emulate", stripped, "--data", "builtin:xor").AssertSucceeded();
        EdgeNetProcess.Run("export", stripped, "--out", source, "--csharp").AssertSucceeded();
        Assert.Contains("A model without a name", File.ReadAllText(source));
    }

    [Fact]
    public void A_deployment_is_written_as_nanoff_takes_it()
    {
        string model = _folder.File("bugs.edgenet"), target = _folder.File("deploy.json");
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--hidden", "2", "--epochs", "2", "--starts", "1", "--out", model).AssertSucceeded();
        EdgeNetProcess.Run("deploy", model, "--nanoff", target).AssertSucceeded();
        JsonElement json = JsonDocument.Parse(File.ReadAllText(target)).RootElement;
        Assert.False(json.TryGetProperty("serialport", out _));
        JsonElement file = Assert.Single(json.GetProperty("files").EnumerateArray());
        Assert.Equal("I:\\model.edgenet", file.GetProperty("DestinationFilePath").GetString());
        Assert.Equal(model, file.GetProperty("SourceFilePath").GetString());

        // With a port the tool is run; where it is not installed, the file is there all the same and the next step is named.
        EdgeNetProcess run = EdgeNetProcess.Run("deploy", model, "--nanoff", target, "--port", "COM42");
        Assert.Equal("COM42", JsonDocument.Parse(File.ReadAllText(target)).RootElement.GetProperty("serialport").GetString());
        run.AssertRefused("nanoff");

        EdgeNetProcess.Run("deploy", _folder.Write("bad.edgenet", "hello"), "--nanoff", target).AssertRefused("bad.edgenet", "not an EdgeNet model file");
    }

    [Fact]
    public void Datasets_are_listed_and_shown()
    {
        Assert.Contains("builtin:four-pixels", EdgeNetProcess.Run("datasets").AssertSucceeded().Out);
        Assert.Contains("0, 1 -> XOR 1", EdgeNetProcess.Run("datasets", "xor").AssertSucceeded().Out);
        Assert.Equal(14, EdgeNetProcess.Run("datasets", "--json").AssertSucceeded().Json.GetProperty("datasets").GetArrayLength());
    }
}
