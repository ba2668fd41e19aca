using System.IO.Compression;
using System.Text.Json;
using EdgeNet.TestSupport;

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
    public void A_network_is_shown_with_what_a_board_needs()
    {
        JsonElement json = EdgeNetProcess.Run("inspect", Classifier, "--json").AssertSucceeded().Json;
        Assert.Equal(["CONV_2D at node 0", "RESHAPE at node 4", "FULLY_CONNECTED at node 5", "SOFTMAX at node 6"], json.GetProperty("operators").EnumerateArray().Select(o => o.GetProperty("place").GetString()));

        // 3x3x3 weights for each of 4 outputs at 16 places, then 64 weights for each of 6.
        Assert.Equal([27 * 4 * 16, 0, 64 * 6, 0], json.GetProperty("operators").EnumerateArray().Select(o => o.GetProperty("macs").GetInt32()));
        Assert.InRange(json.GetProperty("predictedMicroseconds").GetDouble(), 100, 100_000);
        Assert.Contains("CONV_2D at node 0", EdgeNetProcess.Run("inspect", Classifier).AssertSucceeded().Out);
    }
}
