using System.IO.Compression;
using System.Text.Json;
using EdgeNet.Core;
using EdgeNet.Import.Graphs;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>Networks of LiteRT from the command line.</summary>
[Trait("speed", "slow")]
public sealed class ImportCommandTests : IDisposable
{
    private static readonly string LiteRt = Path.Combine(SharedData.Folder, "litert"), Networks = Path.Combine(SharedData.ProjectRoot, "tests", "EdgeNet.Import.Tests", "LiteRt", "Networks");

    private readonly TemporaryFolder _folder = new();

    private static string Classifier => Path.Combine(Networks, "flatten_by_arithmetic.tflite");

    private string Model => _folder.File("m.edgenet");

    public void Dispose() => _folder.Dispose();

    [SharedDataFact]
    public void An_imported_network_gives_the_bytes_of_the_original()
    {
        string kws = Path.Combine(LiteRt, "kws_int8");
        EdgeNetProcess imported = EdgeNetProcess.Run("import", kws + ".tflite", "--out", Model).AssertSucceeded();
        Assert.Contains("computes as LiteRT's reference kernels do, byte for byte", imported.Out);
        Assert.Contains("raw values are the network's own real input values, -123.4 to 25.73; others need --mean and --std", imported.Out);
        EdgeNetProcess.Run("classify", Model, "--raw-in", kws + ".inputs.bin", "--raw-out", _folder.File("out.bin"), "--raw-layers", _folder.File("layers.txt")).AssertSucceeded();
        Assert.Equal(File.ReadAllBytes(kws + ".outputs.bin"), File.ReadAllBytes(_folder.File("out.bin")));
        using StreamReader layers = new(new GZipStream(File.OpenRead(kws + ".layers.txt.gz"), CompressionMode.Decompress));
        Assert.Equal(layers.ReadToEnd(), File.ReadAllText(_folder.File("layers.txt")));
    }

    [Fact]
    public void Labels_and_the_mapping_of_raw_values_can_be_given()
    {
        string labels = _folder.Write("labels.txt", "ant\nbee\ncat\ndog\nemu\nfox\n");
        JsonElement json = EdgeNetProcess.Run("import", Classifier, "--out", Model, "--labels", labels, "--mean", "127.5", "--std", "20,30,40", "--json").AssertSucceeded().Json;
        Assert.Equal(["ant", "bee", "cat", "dog", "emu", "fox"], json.GetProperty("labels").EnumerateArray().Select(l => l.GetString()));
        Assert.Equal("Options", json.GetProperty("mappingSource").GetString());
        Assert.Equal("Classification", json.GetProperty("task").GetString());
        Assert.Equal(new FileInfo(Model).Length, json.GetProperty("modelBytes").GetInt64());
        JsonElement inspected = EdgeNetProcess.Run("inspect", Model, "--json").AssertSucceeded().Json;
        Assert.Equal("flatten_by_arithmetic", inspected.GetProperty("name").GetString());
        Assert.Equal([4, 4, 3], inspected.GetProperty("inputShape").EnumerateArray().Select(d => d.GetInt32()));
    }

    [Fact]
    public void A_stripped_model_is_smaller_and_gives_the_same_bytes()
    {
        _folder.Write("in.bin", [.. Enumerable.Range(0, 96).Select(i => (byte)(i * 37))]);
        byte[] whole = Outputs(), stripped = Outputs("--strip");
        Assert.Equal(whole, stripped);
        Assert.Equal(12, whole.Length);

        byte[] Outputs(params string[] options)
        {
            EdgeNetProcess.Run(["import", Classifier, "--out", Model, .. options]).AssertSucceeded();
            EdgeNetProcess.Run("classify", Model, "--raw-in", _folder.File("in.bin"), "--raw-out", _folder.File("out.bin")).AssertSucceeded();
            return File.ReadAllBytes(_folder.File("out.bin"));
        }
    }

    [Fact]
    public void What_cannot_be_imported_is_refused_and_nothing_is_written()
    {
        _folder.Write("labels.txt", "ant\nbee\n");
        _folder.Write("no.tflite", "not a network");
        EdgeNetProcess.Run("import", _folder.File("no.tflite"), "--out", Model).AssertRefused("not a LiteRT file: it does not have TFL3 at byte 4");
        EdgeNetProcess.Run("import", Classifier, "--out", Model, "--labels", _folder.File("labels.txt")).AssertRefused("for 6 outputs; give one per line");
        EdgeNetProcess.Run("import", Classifier, "--out", Model, "--std", "1,2").AssertRefused("2 numbers for the mean or deviation of 3 channels; give one for all, or one each");
        EdgeNetProcess.Run("import", Classifier, "--out", Model, "--std", "0").AssertRefused("--std must be a number above 0, or one per channel with commas between, not 0");
        EdgeNetProcess.Run("import", Classifier, "--out", _folder.File("labels.txt")).AssertRefused("labels.txt: is not a model file and would be lost");
        EdgeNetProcess.Run("import", Classifier, "--out", Classifier).AssertRefused("is an input of this command");
        Assert.False(File.Exists(Model));
    }

    [Fact]
    public void Raw_tensors_that_do_not_fit_are_refused()
    {
        EdgeNetProcess.Run("import", Classifier, "--out", Model).AssertSucceeded();
        _folder.Write("in.bin", new byte[47]);
        _folder.Write("notes.txt", "mine");
        EdgeNetProcess.Run("classify", Model, "--raw-in", _folder.File("in.bin"), "--raw-out", _folder.File("out.bin")).AssertRefused("in.bin: 47 bytes are not a whole number of inputs of 48");
        EdgeNetProcess.Run("classify", Model, "--raw-in", _folder.File("in.bin")).AssertRefused("--raw-in and --raw-out are given together");
        EdgeNetProcess.Run("classify", Model, "1", "--raw-in", _folder.File("in.bin"), "--raw-out", _folder.File("out.bin")).AssertRefused("with --raw-in no other input is given");
        EdgeNetProcess.Run("classify", Model).AssertRefused("an input is missing");
        _folder.Write("in.bin", new byte[48]);
        EdgeNetProcess.Run("classify", Model, "--raw-in", _folder.File("in.bin"), "--raw-out", _folder.File("notes.txt")).AssertRefused("notes.txt: is not a file of bytes (.bin) and would be lost");
        File.WriteAllBytes(_folder.File("tiny.edgenet"), TinyModels.Largest(["a", "b"]).Bytes);
        EdgeNetProcess.Run("classify", _folder.File("tiny.edgenet"), "--raw-in", _folder.File("in.bin"), "--raw-out", _folder.File("out.bin")).AssertRefused("its inputs and outputs are no bytes");
        Assert.Equal("mine", File.ReadAllText(_folder.File("notes.txt")));
    }

    [Fact]
    public void Raw_outputs_and_raw_layers_are_two_files_neither_of_which_is_the_input()
    {
        EdgeNetProcess.Run("import", Classifier, "--out", Model).AssertSucceeded();
        string input = _folder.Write("in.bin", new byte[48]), both = _folder.File("both.bin");
        EdgeNetProcess.Run("classify", Model, "--raw-in", input, "--raw-out", both, "--raw-layers", both).AssertRefused("both.bin: cannot hold both the outputs and the tensors; give two names");
        EdgeNetProcess.Run("classify", Model, "--raw-in", input, "--raw-out", input).AssertRefused("is an input of this command");
        EdgeNetProcess.Run("classify", Model, "--raw-in", input, "--raw-out", both, "--raw-layers", input).AssertRefused("is an input of this command");
        Assert.False(File.Exists(both));
        Assert.Equal(new byte[48], File.ReadAllBytes(input));
    }

    [Theory]
    [InlineData(1 / 255f, -128, "by its range 0 to 1 is likelier")]
    [InlineData(2 / 255f, 0, "by its range -1 to 1 is likelier")]
    [InlineData(1f, -128, "others need --mean and --std")]
    [InlineData(0.02f, -20, "others need --mean and --std")]
    [InlineData(null, 0, "for pixels of 0 to 255 add --std 255 if it was trained with 0 to 1, --mean 127.5 --std 127.5 if with -1 to 1")]
    public void A_network_of_pictures_is_imported_with_a_note_of_how_pixels_are_read(float? scale, int zero, string note)
    {
        Assert.EndsWith(note, Text(8, 3));
        Assert.EndsWith("others need --mean and --std", Text(8, 2));
        Assert.EndsWith("others need --mean and --std", Text(7, 3));

        string Text(int side, int channels) => RawMapping.Of(null, null, GraphNotes.None).Text(new GraphTensor("picture", 0, new TensorShape(side, side, channels), [1, side, side, channels], scale is float s ? new AffineStep(s, zero, true) : null));
    }

    [SharedDataFact]
    public void Pictures_of_as_many_values_as_a_network_reads_can_be_read()
    {
        string vww = Path.Combine(LiteRt, "vww_int8.tflite");
        Assert.Contains("for pixels of 0 to 255 add --std 255", EdgeNetProcess.Run("import", vww, "--out", Model).AssertSucceeded().Out);
        EdgeNetProcess.Run("import", vww, "--out", Model, "--std", "255").AssertSucceeded();
        string[] labels = [.. EdgeNetProcess.Run("inspect", Model, "--json").AssertSucceeded().Json.GetProperty("labels").EnumerateArray().Select(l => l.GetString()!)];
        Array.ForEach(labels, label => _folder.Write($"photos/{label}/1.png", Png.Write(2, 2, 2, [0, 200, 0, 0, 0, 200, 0, 0, 0, 0, 200, 200, 0, 0])));
        Assert.Equal(2, EdgeNetProcess.Run("eval", Model, "--data", _folder.File("photos"), "--json").AssertSucceeded().Json.GetProperty("samples").GetInt32());
    }

    [SharedDataFact]
    public void One_output_is_no_classification()
    {
        string oneOutput = Path.Combine(LiteRt, "hello_world_int8.tflite");
        EdgeNetProcess.Run("import", oneOutput, "--out", Model, "--task", "classification").AssertRefused("has one output, which cannot choose between classes; import it with --task multi-label");
        Assert.False(File.Exists(Model));
    }

    [Fact]
    public void A_network_of_another_program_is_no_model_file_yet()
    {
        string renamed = _folder.Write("renamed.bin", File.ReadAllBytes(Classifier)), text = _folder.Write("long.txt", "a text that is longer than a header");
        EdgeNetProcess.Run("classify", Classifier, "1").AssertRefused("it does not start with EDGN; make one of it with \"edgenet import\"");
        EdgeNetProcess.Run("export", renamed, "--out", _folder.File("m.onnx"), "--onnx").AssertRefused("it does not start with EDGN; make one of it with \"edgenet import\"");
        Assert.DoesNotContain("edgenet import", EdgeNetProcess.Run("classify", text, "1").AssertRefused("it does not start with EDGN").Error);
    }

    [Fact]
    public void Exported_code_of_a_model_without_a_build_names_it_without_brackets()
    {
        EdgeNetProcess.Run("import", Classifier, "--out", Model).AssertSucceeded();
        EdgeNetProcess.Run("export", Model, "--out", _folder.File("m.h"), "--c").AssertSucceeded();
        EdgeNetProcess.Run("export", Model, "--out", _folder.File("M.cs")).AssertSucceeded();
        Assert.DoesNotContain("flatten_by_arithmetic ()", File.ReadAllText(_folder.File("m.h")));
        Assert.Contains("The model flatten_by_arithmetic", File.ReadAllText(_folder.File("m.h")));
        Assert.DoesNotContain("\"flatten_by_arithmetic\" ()", File.ReadAllText(_folder.File("M.cs")));
        Assert.Contains("The model \"flatten_by_arithmetic\"", File.ReadAllText(_folder.File("M.cs")));
    }

    [Fact]
    public void ONNX_is_exported_to_a_file_that_is_called_so()
    {
        EdgeNetProcess.Run("import", Classifier, "--out", Model).AssertSucceeded();
        EdgeNetProcess.Run("export", Model, "--out", _folder.File("m.bin"), "--onnx").AssertRefused("m.bin: the output is ONNX, so the name of the file must end in .onnx");
    }

    [Fact]
    public void A_network_is_shown_with_what_a_board_needs()
    {
        JsonElement json = EdgeNetProcess.Run("inspect", Classifier, "--json").AssertSucceeded().Json;
        Assert.Equal(["CONV_2D at node 0", "RESHAPE at node 4", "FULLY_CONNECTED at node 5", "SOFTMAX at node 6"], json.GetProperty("operators").EnumerateArray().Select(o => o.GetProperty("place").GetString()));

        // 3x3x3 weights for each of 4 outputs at 16 places, then 64 weights for each of 6.
        Assert.Equal([27 * 4 * 16, 0, 64 * 6, 0], json.GetProperty("operators").EnumerateArray().Select(o => o.GetProperty("macs").GetInt32()));
        Assert.InRange(json.GetProperty("predictedMicroseconds").GetDouble(), 100, 100_000);
        string text = EdgeNetProcess.Run("inspect", Classifier, "--board", "esp32-psram").AssertSucceeded().Out;
        Assert.All(["CONV_2D at node 0", "\non esp32-psram ", "ms predicted per classification, of an input that is drawn at random"], part => Assert.Contains(part, text));
    }
}
