using System.Text.Json;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>No command overwrites what it has not written, unless it is told to.</summary>
[Trait("speed", "slow")]
public sealed class OutputTests : IDisposable
{
    private const string Precious = "a,b\n1,2\n";

    private readonly TemporaryFolder _folder = new();

    private string Model => _folder.File("m.edgenet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_overwrites_models_only()
    {
        string csv = _folder.Write("data.csv", string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i % 2}\n")));
        string text = File.ReadAllText(csv);
        Train(csv, csv).AssertRefused("data.csv", "is an input of this command");
        Train(csv, csv, "--force").AssertRefused("data.csv", "is an input of this command");
        Assert.Equal(text, File.ReadAllText(csv));

        string notes = _folder.Write("notes.edgenet", Precious);
        Train(csv, notes).AssertRefused("notes.edgenet", "is not a model file", "--force");
        Assert.Equal(Precious, File.ReadAllText(notes));
        Train(csv, Model).AssertSucceeded();
        Train(csv, Model).AssertSucceeded();
        Train(csv, notes, "--force").AssertSucceeded();
        EdgeNetProcess.Run("inspect", notes).AssertSucceeded();
        Assert.Equal(["data.csv", "m.edgenet", "notes.edgenet"], Files());
    }

    [UnixFact]
    public void Training_refuses_devices_and_writes_what_a_link_leads_to()
    {
        string link = _folder.File("link.edgenet");
        File.CreateSymbolicLink(link, "m.edgenet");
        Train("builtin:bugs", "/dev/null", "--force").AssertRefused("/dev/null", "is a device");
        Train("builtin:bugs", link).AssertSucceeded();
        Assert.Equal("m.edgenet", new FileInfo(link).LinkTarget);
        EdgeNetProcess.Run("inspect", Model).AssertSucceeded();
        Train("builtin:bugs", Model + "/").AssertRefused("names a folder");
        Train("builtin:bugs", "").AssertRefused("empty");
    }

    [UnixFact]
    public void Links_that_form_a_circle_are_named_whatever_they_are_given_for()
    {
        string a = _folder.File("a"), b = _folder.File("b");
        File.CreateSymbolicLink(a, b);
        File.CreateSymbolicLink(b, a);
        Train(a, Model).AssertRefused("a: cannot be read (its links form a circle)");
        Train("builtin:bugs", Model, "--from", a).AssertRefused("a: cannot be read (its links form a circle)");
        Train("builtin:bugs", a).AssertRefused("a: cannot be written (its links form a circle)");
    }

    [Fact]
    public void The_demo_does_not_begin_where_it_would_overwrite_something()
    {
        _folder.Write("m.edgenet", Precious);
        EdgeNetProcess.Run("demo", "--out", Model).AssertRefused("m.edgenet", "--force");
        Assert.Equal(Precious, File.ReadAllText(Model));
    }

    [Fact]
    public void Exporting_overwrites_only_what_was_exported()
    {
        Train("builtin:bugs", Model).AssertSucceeded();
        byte[] model = File.ReadAllBytes(Model);
        string code = _folder.Write("Bugs.cs", "class Bugs { }");
        Export(code).AssertRefused("Bugs.cs", "is not C# that edgenet export has written", "--force");
        Export(code, "--csharp").AssertRefused("--force");
        Assert.Equal("class Bugs { }", File.ReadAllText(code));
        Export(code, "--force").AssertSucceeded();
        Export(code, "--csharp").AssertSucceeded();
        Export(code).AssertSucceeded();
        string link = _folder.File("Link.cs");
        File.CreateSymbolicLink(link, Model);
        Export(link, "--force").AssertRefused("is an input of this command");
        Assert.Equal(model, File.ReadAllBytes(Model));
    }

    [Fact]
    public void Exporting_onnx_overwrites_only_what_was_exported()
    {
        Train("builtin:bugs", Model).AssertSucceeded();
        string onnx = _folder.Write("bugs.onnx", "\b\aa foreign network");
        Export(onnx, "--onnx").AssertRefused("is not ONNX that edgenet has written", "--force");
        Export(onnx, "--onnx", "--force").AssertSucceeded();
        Export(onnx, "--onnx").AssertSucceeded();
        Train("builtin:bugs", Model, "--onnx", onnx).AssertSucceeded();
        Train("builtin:bugs", Model, "--onnx", Model).AssertRefused("is an input of this command");
        string other = _folder.Write("other.onnx", Precious);
        Train("builtin:bugs", Model, "--onnx", other).AssertRefused("is not ONNX that edgenet has written");
        Assert.Equal(Precious, File.ReadAllText(other));
        Export(onnx, "--onnx", "--csharp").AssertRefused("--onnx writes no C#");
        Export(onnx, "--onnx", "--namespace", "My.App").AssertRefused("--onnx writes no C#");
    }

    [Fact]
    public void A_checkpoint_does_not_overwrite_the_data_it_is_trained_with()
    {
        string csv = _folder.Write("data.csv", string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i % 2}\n"))), test = _folder.File("test.csv");
        string text = File.ReadAllText(csv);
        File.WriteAllText(test, text);
        Train(csv, Model, "--checkpoint", csv, "--force").AssertRefused("data.csv", "is an input of this command");
        Train(csv, Model, "--test", test, "--checkpoint", test, "--force").AssertRefused("test.csv", "is an input of this command");
        Assert.Equal((text, text), (File.ReadAllText(csv), File.ReadAllText(test)));
    }

    [Fact]
    public void A_training_outlives_a_checkpoint_that_cannot_be_saved()
    {
        string folder = _folder.File("kept");
        Directory.CreateDirectory(folder);
        List<string> warnings = [];
        TrainingJob job = TrainingJob.Prepare(new TrainingRequest("builtin:bugs", Model)
        {
            Checkpoint = Path.Combine(folder, "c.safetensors"),
            AllowLoss = true,
            Options = new TrainingOptions { Epochs = 2, Starts = 3 },
        });
        Directory.Delete(folder);
        TrainedModel trained = job.Run(null, default, warnings.Add);
        Assert.Contains("c.safetensors: cannot be written", Assert.Single(warnings));
        Assert.Contains("c.safetensors: cannot be written", trained.CheckpointFailure);
        EdgeNetProcess.Run("inspect", Model).AssertSucceeded();
    }

    [Fact]
    public void A_checkpoint_that_can_be_saved_again_is_no_failure()
    {
        string folder = _folder.File("kept"), checkpoint = Path.Combine(folder, "c.safetensors");
        Directory.CreateDirectory(folder);
        List<string> warnings = [];
        TrainingJob job = TrainingJob.Prepare(new TrainingRequest("builtin:bugs", Model)
        {
            Checkpoint = checkpoint,
            AllowLoss = true,
            Options = new TrainingOptions { Epochs = 2, Starts = 3 },
        });
        Directory.Delete(folder);
        TrainedModel trained = job.Run(p => _ = p.Start == 3 ? Directory.CreateDirectory(folder) : null, default, warnings.Add);
        Assert.Single(warnings);
        Assert.Null(trained.CheckpointFailure);
        Assert.True(File.Exists(checkpoint));
    }

    [Fact]
    public void Signing_overwrites_signatures_only()
    {
        Train("builtin:bugs", Model).AssertSucceeded();
        string key = _folder.File("fleet.key"), signature = _folder.File("m.edgenet.sig");
        EdgeNetProcess.Run("sign", "--new-key", key).AssertSucceeded();
        File.WriteAllText(signature, Precious);
        Sign(key, 1).AssertRefused("m.edgenet.sig", "is not a signature", "--force");
        Assert.Equal(Precious, File.ReadAllText(signature));
        Sign(key, 1, "--force").AssertSucceeded();
        Sign(key, 2).AssertSucceeded();

        // A signature that is damaged is made again.
        byte[] damaged = File.ReadAllBytes(signature);
        damaged[10] ^= 1;
        File.WriteAllBytes(signature, damaged);
        Sign(key, 3).AssertSucceeded();

        File.Delete(signature);
        File.CreateSymbolicLink(signature, key);
        byte[] secret = File.ReadAllBytes(key);
        Sign(key, 4, "--force").AssertRefused("is an input of this command");
        Assert.Equal(secret, File.ReadAllBytes(key));
    }

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("{ \"files\": 7 }")]
    [InlineData("{ \"compilerOptions\": {} }")]
    [InlineData("not JSON")]
    public void A_deployment_overwrites_deployments_only(string other)
    {
        Train("builtin:bugs", Model).AssertSucceeded();
        string json = _folder.Write("deploy.json", other);
        Deploy(json).AssertRefused("deploy.json", "is not a deployment for nanoff", "--force");
        Assert.Equal(other, File.ReadAllText(json));
        Deploy(json, "--force").AssertSucceeded();
        Deploy(json).AssertSucceeded();
        Assert.Equal(1, JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("files").GetArrayLength());
    }

    private static EdgeNetProcess Train(string data, string output, params string[] more) =>
        EdgeNetProcess.Run(["train", "--data", data, "--hidden", "2", "--epochs", "2", "--allow-loss", "--out", output, .. more]);

    private EdgeNetProcess Export(string output, params string[] more) => EdgeNetProcess.Run(["export", Model, "--out", output, .. more]);

    private EdgeNetProcess Sign(string key, int version, params string[] more) => EdgeNetProcess.Run(["sign", Model, "--key", key, "--model-version", $"{version}", .. more]);

    private EdgeNetProcess Deploy(string json, params string[] more) => EdgeNetProcess.Run(["deploy", Model, "--nanoff", json, .. more]);

    private string[] Files() => [.. Directory.GetFiles(_folder.Path).Select(f => Path.GetFileName(f)).Order()];
}
