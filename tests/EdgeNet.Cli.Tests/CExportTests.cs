using EdgeNet.Core;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>edgenet export --c as one types it; what is in the header is tested in EdgeNet.Trainer.Tests.</summary>
[Trait("speed", "slow")]
public sealed class CExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public CExportTests()
    {
        _model = _folder.File("bugs.edgenet");
        TrainingJob.Prepare(new TrainingRequest("builtin:bugs", _model) { Options = new TrainingOptions { Epochs = 1, Starts = 1 }, AllowLoss = true }).Run(null, default);
    }

    [Fact]
    public void A_header_is_written_that_says_how_much_memory_it_uses()
    {
        string header = _folder.File("bugs.h");
        int ram = EdgeNetProcess.Run("export", _model, "--out", header, "--c", "--json").AssertSucceeded().Json.GetProperty("ramBytes").GetInt32();
        Assert.Contains($"#define BUGS_RAM_BYTES {ram} ", File.ReadAllText(header));
        Assert.Contains("int bugs_classify(const float *raw)", File.ReadAllText(header));
        EdgeNetProcess.Run("export", _model, "--out", header, "--c").AssertSucceeded();
    }

    [Fact]
    public void What_is_not_an_exported_header_is_not_replaced()
    {
        string header = _folder.Write("bugs.h", "int mine;\n");
        EdgeNetProcess.Run("export", _model, "--out", header, "--c").AssertRefused("is not a C header that edgenet export has written", "--force");
        Assert.Equal("int mine;\n", File.ReadAllText(header));
    }

    [Fact]
    public void A_network_of_a_stream_is_refused_in_one_line()
    {
        byte[] pipeline = FeaturePipeline.Create(FeatureText.Parse("mean, rms"), ["x"], 100, 1, 8, 4).Section;
        string stream = _folder.Write("stream.edgenet", ModelWriter.Append(File.ReadAllBytes(_model), ModelFormat.SignalSection, pipeline));
        EdgeNetProcess.Run("export", stream, "--out", _folder.File("bugs.h"), "--c").AssertRefused("stream.edgenet", "a pipeline of filters and features");
        Assert.False(File.Exists(_folder.File("bugs.h")));
    }

    [Theory]
    [InlineData("bugs.c", "must end in .h")]
    [InlineData("7bugs.h", "7bugs")]
    [InlineData("my bugs.h", "my bugs")]
    [InlineData("_bugs.h", "_bugs")]
    [InlineData("bugs_.h", "bugs_")]
    [InlineData("my__bugs.h", "my__bugs")]
    [InlineData("k\u00E4fer.h", "fer")]
    public void Names_that_C_does_not_have_are_refused(string file, string part)
    {
        EdgeNetProcess.Run("export", _model, "--out", _folder.File(file), "--c").AssertRefused(part);
        Assert.False(File.Exists(_folder.File(file)));
    }

    [Theory]
    [InlineData("--csharp")]
    [InlineData("--namespace", "My.App")]
    [InlineData("--onnx")]
    public void Options_of_other_files_are_refused(params string[] options) =>
        EdgeNetProcess.Run(["export", _model, "--out", _folder.File("bugs.h"), "--c", .. options]).AssertRefused("--c ", "omit");

    public void Dispose() => _folder.Dispose();
}
