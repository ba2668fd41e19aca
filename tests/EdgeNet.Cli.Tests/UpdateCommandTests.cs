using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeNet.Deployment.Signing;
using EdgeNet.Link;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>Keys, signatures, the files for nanoff, and the server, as a user calls them.</summary>
[Trait("speed", "slow")]
public sealed partial class UpdateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_key_is_made_once_and_a_signed_model_goes_to_nanoff_with_its_signature_and_the_key()
    {
        string key = _folder.File("fleet.key"), model = Train(), json = _folder.File("deploy.json");
        EdgeNetProcess.Run("sign", "--new-key", key).AssertSucceeded();
        Assert.Equal(32, new FileInfo(key).Length);
        EdgeNetProcess.Run("sign", "--new-key", key).AssertRefused("this file already exists");
        EdgeNetProcess.Run("sign", model, "--key", key, "--model-version", "7").AssertSucceeded();
        EdgeNetProcess.Run("deploy", model, "--nanoff", json, "--key", key).AssertSucceeded();
        JsonElement files = JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("files");
        Assert.Equal(["I:\\model.edgenet", "I:\\model.edgenet.sig", "I:\\fleet.key"], files.EnumerateArray().Select(f => f.GetProperty("DestinationFilePath").GetString()));
        Assert.All(files.EnumerateArray(), f => Assert.True(File.Exists(f.GetProperty("SourceFilePath").GetString())));
    }

    [Fact]
    public void A_key_is_never_readable_by_others_and_never_written_through_a_link()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Whatever appears in the folder while keys are made has these permissions from its first moment on.
        UnixFileMode seen = 0;
        bool done = false;
        Thread watcher = new(() =>
        {
            while (!Volatile.Read(ref done))
            {
                foreach (string file in Directory.EnumerateFiles(_folder.Path, "*", new EnumerationOptions { AttributesToSkip = 0 }))
                {
                    seen |= ModeOf(file);
                }
            }
        });
        watcher.Start();
        for (int i = 0; i < 20; i++)
        {
            FleetKeyFile.Create(_folder.File($"{i}.key"));
        }

        Volatile.Write(ref done, true);
        watcher.Join();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, seen);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(_folder.File("19.key")));

        string target = _folder.File("elsewhere");
        File.CreateSymbolicLink(_folder.File("link.key"), target);
        EdgeNetProcess.Run("sign", "--new-key", _folder.File("link.key")).AssertRefused("this file already exists");
        Assert.False(File.Exists(target));
        EdgeNetProcess.Run("sign", "--new-key", _folder.File("none/f.key")).AssertRefused("none/f.key: cannot be written");

        static UnixFileMode ModeOf(string file)
        {
            try
            {
                return OperatingSystem.IsWindows() ? 0 : File.GetUnixFileMode(file);
            }
            catch (FileNotFoundException)
            {
                return 0;
            }
        }
    }

    [Fact]
    public void What_sign_is_not_given_or_cannot_use_is_refused_in_one_line()
    {
        string model = Train(), small = _folder.Write("small.key", "abc");
        EdgeNetProcess.Run("sign", model).AssertRefused("--key and --model-version");
        EdgeNetProcess.Run("sign", model, "--key", small, "--model-version", "1").AssertRefused("small.key", "16 to 64 bytes");
        EdgeNetProcess.Run("sign", model, "--key", _folder.File("none.key"), "--model-version", "1").AssertRefused("no such file");
        EdgeNetProcess.Run("sign", model, "--key", small, "--model-version", "99999999").AssertRefused("--model-version");
        _folder.Write("m.edgenet.sig", "not a signature");
        EdgeNetProcess.Run("deploy", model, "--nanoff", _folder.File("d.json")).AssertRefused("m.edgenet.sig", "is not a signature");
        Assert.False(File.Exists(_folder.File("d.json")));
    }

    /// <summary>What a board would refuse is not sent to it, as far as it can be known here.</summary>
    [Fact]
    public void A_signature_of_another_model_or_of_another_key_is_not_deployed_and_with_a_key_neither_is_a_model_without_one()
    {
        string key = _folder.File("fleet.key"), model = Train(), signature = model + ".sig", json = _folder.File("d.json");
        byte[] bytes = File.ReadAllBytes(model), fleet = [.. Enumerable.Range(0, 32).Select(i => (byte)i)], others = [.. bytes[..16], 1, 2, 3, 4, .. bytes[20..]];
        File.WriteAllBytes(key, fleet);
        EdgeNetProcess.Run("deploy", model, "--nanoff", json, "--key", key).AssertRefused("m.edgenet.sig", "is missing");
        File.WriteAllBytes(signature, ModelSigner.Sign(bytes, [.. fleet.Reverse()], 1, false).ToBytes());
        EdgeNetProcess.Run("deploy", model, "--nanoff", json, "--key", key).AssertRefused("m.edgenet.sig", "was not made with this key");
        File.WriteAllBytes(signature, ModelSigner.Sign(others, fleet, 1, false).ToBytes());
        EdgeNetProcess.Run("deploy", model, "--nanoff", json).AssertRefused("m.edgenet.sig", "is the signature of another model");
        EdgeNetProcess.Run("deploy", model, "--serial", _folder.File("port")).AssertRefused("m.edgenet.sig", "is the signature of another model");
        Assert.False(File.Exists(json));
    }

    [Fact]
    public void A_signature_has_the_security_counter_that_was_asked_for_or_none()
    {
        string key = _folder.File("fleet.key"), model = Train();
        File.WriteAllBytes(key, new byte[32]);
        foreach ((string[] option, int counter) in new[] { (Array.Empty<string>(), 0), (["--security-counter", "16777215"], 16777215) })
        {
            EdgeNetProcess signed = EdgeNetProcess.Run(["sign", model, "--key", key, "--model-version", "7", .. option]).AssertSucceeded();
            Assert.Contains($"version 7, security counter {counter}", signed.Out);
            byte[] signature = File.ReadAllBytes(model + ".sig");
            Assert.Equal((84, counter), (signature.Length, BitConverter.ToInt32(signature, 8)));
            Assert.True(ModelSigner.IsRight(File.ReadAllBytes(model), new byte[32], ModelSignature.Read(signature, 0, 84)));
        }

        EdgeNetProcess.Run("sign", model, "--key", key, "--model-version", "7", "--security-counter", "16777216").AssertRefused("--security-counter");
    }

    [Fact]
    public async Task Serve_offers_a_folder_until_it_is_interrupted_and_says_which_port_is_taken()
    {
        byte[] model = File.ReadAllBytes(Train());
        using Process server = EdgeNetProcess.Start("serve", _folder.Path, "--port", "0", "--address", "127.0.0.1");
        string line = (await server.StandardOutput.ReadLineAsync())!;
        Match address = Address().Match(line);
        Assert.True(address.Success, line);
        using HttpClient client = new();
        Assert.Equal(model, await client.GetByteArrayAsync($"{address.Value}/models/m"));

        EdgeNetProcess.Run("serve", _folder.Path, "--address", "127.0.0.1", "--port", address.Groups[1].Value).AssertRefused("cannot be used", "--port");
        EdgeNetProcess.Run("serve", _folder.File("nowhere")).AssertRefused("no such folder");
        EdgeNetProcess.Run("serve", _folder.Path, "--address", "fe80::1").AssertRefused("fe80::1 may be in any network", "fe80::1%");
        using Process interrupt = Process.Start("kill", ["-INT", $"{server.Id}"]);
        EdgeNetProcess ended = EdgeNetProcess.Finish(server);
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("stopped", ended.Out);
    }

    public void Dispose() => _folder.Dispose();

    private string Train()
    {
        string model = _folder.File("m.edgenet");
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--hidden", "2", "--epochs", "2", "--out", model, "--allow-loss").AssertSucceeded();
        return model;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Address();
}
