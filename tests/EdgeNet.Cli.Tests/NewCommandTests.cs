using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>edgenet new writes all of a project or nothing, and edgenet new --update replaces EdgeNet/ or nothing.</summary>
[Trait("speed", "slow")]
public sealed class NewCommandTests : IDisposable
{
    private const string Manifest = "EdgeNet/manifest.json";

    private readonly TemporaryFolder _folder = new();

    private string Project => _folder.File("App1");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_project_is_written_into_a_new_or_an_empty_folder()
    {
        EdgeNetProcess.Run("new", Project, "--sensor", "amg8833").AssertSucceeded();
        Assert.True(File.Exists(_folder.File("App1/App1.sln")));
        Directory.CreateDirectory(_folder.File("my-second app"));
        EdgeNetProcess json = EdgeNetProcess.Run("new", _folder.File("my-second app") + "/", "--json").AssertSucceeded();
        Assert.Equal("my_second_app", json.Json.GetProperty("name").GetString());
        Assert.True(File.Exists(_folder.File("my-second app/my_second_app/my_second_app.nfproj")));
        Assert.Equal(json.Json.GetProperty("files").GetInt32(), Tree("my-second app").Count);
    }

    [Fact]
    public void What_is_there_is_not_touched()
    {
        string notes = _folder.Write("App1/notes.txt", "mine");
        EdgeNetProcess.Run("new", Project).AssertRefused("App1", "is not empty");
        EdgeNetProcess.Run("new", notes).AssertRefused("notes.txt", "is not a folder");
        EdgeNetProcess.Run("new", _folder.Path + "/App1/..").AssertRefused("is not empty");
        Assert.Equal(["notes.txt"], Tree("App1").Keys);
        File.CreateSymbolicLink(_folder.File("dangling"), _folder.File("nowhere"));
        EdgeNetProcess.Run("new", _folder.File("dangling")).AssertRefused("is not a folder");
    }

    [Theory]
    [InlineData("1st", "is not a valid C# name")]
    [InlineData("class", "is not a valid C# name")]
    [InlineData("record", "another meaning")]
    [InlineData("EdgeNet", "another meaning")]
    [InlineData("system", "another meaning")]
    [InlineData("nul", "another meaning")]
    [InlineData("Grüße", "is not a valid C# name")]
    [InlineData("a$b", "is not a valid C# name")]
    [InlineData("a;b", "is not a valid C# name")]
    [InlineData("a\u202Eb", "is not a valid C# name")]
    [InlineData("a\nb", "is not a valid C# name")]
    public void A_folder_whose_name_is_no_project_is_refused_with_the_reason(string name, string reason)
    {
        EdgeNetProcess.Run("new", _folder.File(name)).AssertRefused(reason);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_name_that_is_too_long_is_refused()
    {
        EdgeNetProcess.Run("new", _folder.File(new string('a', 61))).AssertRefused("longer than 60");
        EdgeNetProcess.Run("new", _folder.File(new string('a', 5000))).AssertRefused();
        EdgeNetProcess.Run("new", "/").AssertRefused("/");
        EdgeNetProcess.Run("new", "").AssertRefused("empty");
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Options_that_do_not_belong_together_are_refused()
    {
        EdgeNetProcess.Run("new", Project, "--update", "--sensor", "none").AssertRefused("leave out --sensor");
        EdgeNetProcess.Run("new", Project, "--force").AssertRefused("--force is for --update");
        EdgeNetProcess.Run("new", Project, "--kind", "web", "--link", "http").AssertRefused("--kind web has no --link");
        EdgeNetProcess.Run("new", Project, "--kind", "pi", "--board", "esp32").AssertRefused("--kind pi has no --board");
        EdgeNetProcess.Run("new", Project, "--kind", "console").AssertRefused("--model");
        EdgeNetProcess.Run("new", Project, "--sensor", "radar").AssertRefused("mpu6886, amg8833, analog, microphone");
        EdgeNetProcess.Run("new", Project, "--model", _folder.File("none.edgenet")).AssertRefused("no such file");
        EdgeNetProcess.Run("new", Project, "--model", _folder.Write("bad.edgenet", "no model")).AssertRefused("bad.edgenet");
        Assert.False(Directory.Exists(Project));
    }

    [UnixFact]
    public void A_folder_that_cannot_be_written_gets_one_line_and_nothing_is_left()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // A file system that nobody writes to, and a path through a device.
        EdgeNetProcess.Run("new", "/proc/App1").AssertRefused("/proc/App1");
        EdgeNetProcess.Run("new", "/dev/full/App1").AssertRefused("/dev/full");
        string readOnly = _folder.File("locked");
        Directory.CreateDirectory(readOnly);
        File.SetUnixFileMode(readOnly, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            // root may write anywhere.
            if (Environment.UserName != "root")
            {
                EdgeNetProcess.Run("new", Path.Combine(readOnly, "App1")).AssertRefused("cannot be written");
            }
        }
        finally
        {
            File.SetUnixFileMode(readOnly, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.Empty(Tree("locked"));
    }

    /// <summary>What is in the way of a file in the middle of a project, and a Ctrl-C there.</summary>
    [Fact]
    public void A_project_that_cannot_be_finished_is_taken_away()
    {
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal) { ["a/b/c.txt"] = [1], ["a/d.txt"] = [2], ["a/d.txt/e.txt"] = [3] };
        Assert.Contains("nothing was left", Assert.Throws<UserException>(() => ProjectWriter.Write(Project, files, default)).Message);
        Assert.False(Directory.Exists(Project));
        Directory.CreateDirectory(Project);
        Assert.Throws<UserException>(() => ProjectWriter.Write(Project, files, default));
        Assert.Empty(Directory.GetFileSystemEntries(Project));

        using CancellationTokenSource source = new();
        IEnumerable<KeyValuePair<string, byte[]>> Interrupted()
        {
            yield return new("a/b.txt", [1]);
            source.Cancel();
            yield return new("c.txt", [1]);
        }

        Assert.Throws<OperationCanceledException>(() => ProjectWriter.Write(Project, Interrupted(), source.Token));
        Assert.Empty(Directory.GetFileSystemEntries(Project));
    }

    [Fact]
    public void A_file_that_somebody_else_puts_there_meanwhile_stays()
    {
        IEnumerable<KeyValuePair<string, byte[]>> Disturbed()
        {
            yield return new("a.txt", [1]);
            _folder.Write("App1/b.txt", "theirs");
            yield return new("b.txt", [2]);
        }

        Assert.Throws<UserException>(() => ProjectWriter.Write(Project, Disturbed(), default));
        Assert.Equal(["b.txt"], Tree("App1").Keys);
        Assert.Equal("theirs", File.ReadAllText(_folder.File("App1/b.txt")));
    }

    [Fact]
    public void An_update_replaces_EdgeNet_and_nothing_else()
    {
        Write();
        Dictionary<string, string> before = Tree("App1");
        Assert.Contains("already", EdgeNetProcess.Run("new", "--update", Project).AssertSucceeded().Out);
        Assert.Equal(before, Tree("App1"));

        Age();
        File.AppendAllText(_folder.File("App1/App1/Program.cs"), "// mine\n");
        Directory.CreateDirectory(_folder.File("App1/EdgeNet/obj"));
        _folder.Write("App1/EdgeNet/obj/x.cs", "left by a build");
        EdgeNetProcess update = EdgeNetProcess.Run("new", "--update", Project).AssertSucceeded();
        Assert.Matches(@"from EdgeNet 0\.0\.9 \([0-9a-f]{8}\) to EdgeNet 0\.1\.0 \([0-9a-f]{8}\), 1 files", update.Out);
        Dictionary<string, string> after = Tree("App1");
        Assert.EndsWith("// mine\n", after["App1/Program.cs"]);
        after["App1/Program.cs"] = before["App1/Program.cs"];
        Assert.Equal(before, after);
    }

    [Fact]
    public void A_file_that_the_user_has_added_does_not_stop_an_update_and_is_kept()
    {
        Write();
        Age();
        string added = _folder.Write("App1/EdgeNet/Mine.cs", "class Mine { }");
        EdgeNetProcess.Run("new", "--update", Project).AssertSucceeded();
        EdgeNetProcess.Run("new", "--update", Project).AssertSucceeded();
        Assert.Equal("class Mine { }", File.ReadAllText(added));
    }

    [Fact]
    public void Files_that_the_user_has_changed_are_named_and_kept_unless_forced()
    {
        Write();
        Age();
        string changed = _folder.File("App1/EdgeNet/Core/Network.cs"), added = _folder.Write("App1/EdgeNet/Mine.cs", "class Mine { }");
        File.AppendAllText(changed, "// mine");
        File.Delete(_folder.File("App1/EdgeNet/Device/Log.cs"));
        Dictionary<string, string> before = Tree("App1");
        EdgeNetProcess.Run("new", "--update", Project).AssertRefused("EdgeNet/Core/Network.cs", "EdgeNet/Device/Log.cs", "--force");
        Assert.Equal(before, Tree("App1"));
        EdgeNetProcess.Run("new", "--update", Project, "--force").AssertSucceeded();
        Assert.DoesNotContain("// mine", File.ReadAllText(changed));
        Assert.True(File.Exists(_folder.File("App1/EdgeNet/Device/Log.cs")));
        Assert.Equal("class Mine { }", File.ReadAllText(added));
    }

    /// <summary>git may change the ends of lines, which is no change of a text; in an assembly it is damage.</summary>
    [Fact]
    public void The_ends_of_lines_do_not_count()
    {
        Write();
        foreach (string source in Directory.GetFiles(_folder.File("App1/EdgeNet"), "*.cs", SearchOption.AllDirectories))
        {
            File.WriteAllText(source, File.ReadAllText(source).Replace("\n", "\r\n", StringComparison.Ordinal));
        }

        EdgeNetProcess.Run("new", "--update", Project).AssertSucceeded();
        string assembly = _folder.File("App1/EdgeNet/board/EdgeNet.Emulator.dll");
        byte[] bytes = File.ReadAllBytes(assembly);
        bytes[^1] ^= 1;
        File.WriteAllBytes(assembly, bytes);
        EdgeNetProcess.Run("new", "--update", Project).AssertRefused("EdgeNet/board/EdgeNet.Emulator.dll");
    }

    [UnixFact]
    public void Links_are_not_followed()
    {
        Write();
        Age();
        string outside = _folder.Write("outside/Precious.cs", "precious");
        Directory.CreateSymbolicLink(_folder.File("App1/EdgeNet/Linked"), _folder.File("outside"));
        File.Delete(_folder.File("App1/EdgeNet/Core/Network.cs"));
        File.CreateSymbolicLink(_folder.File("App1/EdgeNet/Core/Network.cs"), outside);
        EdgeNetProcess.Run("new", "--update", Project).AssertRefused("EdgeNet/Core/Network.cs", "EdgeNet/Linked");
        EdgeNetProcess.Run("new", "--update", Project, "--force").AssertSucceeded();
        Assert.Equal("precious", File.ReadAllText(outside));
        Assert.Null(new FileInfo(_folder.File("App1/EdgeNet/Core/Network.cs")).LinkTarget);

        Directory.Move(_folder.File("App1/EdgeNet"), _folder.File("elsewhere"));
        Directory.CreateSymbolicLink(_folder.File("App1/EdgeNet"), _folder.File("elsewhere"));
        EdgeNetProcess.Run("new", "--update", Project, "--force").AssertRefused("has no folder EdgeNet");
        Assert.True(File.Exists(_folder.File("elsewhere/manifest.json")));
    }

    [Theory]
    [InlineData("", "is not a manifest")]
    [InlineData("[]", "is not a manifest")]
    [InlineData("{ \"version\": 1 }", "is not a manifest")]
    [InlineData("HEAD, \"files\": { \"../../outside\": \"HASH\" } }", "is not a path in the folder")]
    [InlineData("HEAD, \"files\": { \"/etc/passwd\": \"HASH\" } }", "is not a path in the folder")]
    [InlineData("HEAD, \"files\": { \"C:\\\\x\": \"HASH\" } }", "is not a path in the folder")]
    [InlineData("HEAD, \"files\": { \"a//b\": \"HASH\" } }", "is not a path in the folder")]
    [InlineData("HEAD, \"files\": { \"a.cs\": \"1234\" } }", "the hash of a.cs")]
    [InlineData("HEAD, \"files\": { \"a.cs\": 7 } }", "is not a manifest")]
    [InlineData("{ \"version\": \"1.0\\u001b[2J\", \"project\": \"App1\", \"kind\": \"device\", \"sensor\": \"none\", \"link\": \"none\", \"files\": {} }", "version")]
    [InlineData("{ \"version\": \"1.0\", \"project\": \"A; B\", \"kind\": \"device\", \"sensor\": \"none\", \"link\": \"none\", \"files\": {} }", "name")]
    [InlineData("{ \"version\": \"1.0\", \"project\": \"App1\", \"kind\": \"toaster\", \"sensor\": \"none\", \"link\": \"none\", \"files\": {} }", "is not a manifest")]
    public void A_manifest_that_somebody_has_changed_is_refused_in_a_line(string manifest, string reason)
    {
        Write();
        string head = "{ \"version\": \"0.1.0\", \"project\": \"App1\", \"kind\": \"device\", \"sensor\": \"none\", \"link\": \"none\"";
        File.WriteAllText(_folder.File("App1/" + Manifest), manifest.Replace("HEAD", head, StringComparison.Ordinal).Replace("HASH", new string('a', 64), StringComparison.Ordinal));
        Dictionary<string, string> before = Tree("App1");
        EdgeNetProcess.Run("new", "--update", Project).AssertRefused("manifest.json", reason);
        EdgeNetProcess.Run("new", "--update", Project, "--force").AssertRefused("manifest.json", reason);
        Assert.Equal(before, Tree("App1"));
    }

    [Fact]
    public void What_is_no_project_is_not_updated()
    {
        EdgeNetProcess.Run("new", "--update", _folder.File("none")).AssertRefused("has no folder EdgeNet");
        _folder.Write("App1/EdgeNet/readme.txt", "mine");
        EdgeNetProcess.Run("new", "--update", Project, "--force").AssertRefused("manifest.json", "no such file");
        _folder.Write("App1/.edgenet-update/important", "mine");
        EdgeNetProcess.Run("new", "--update", Project, "--force").AssertRefused("was not left by an update");
        Assert.Equal("mine", File.ReadAllText(_folder.File("App1/.edgenet-update/important")));
    }

    /// <summary>A crash before each change that an update makes on the disk: the next update finds a whole EdgeNet/, the old or the new one, and ends with the new one.</summary>
    [Fact]
    public void An_update_that_crashes_anywhere_is_put_right_by_the_next()
    {
        Write();
        Dictionary<string, string> fresh = Tree("App1");
        List<string> steps = [];
        Age();
        EdgeNetUpdate.Run(Project, false, steps.Add);
        Assert.True(steps.Count > 80);

        // Each of the last steps, and some of the writes of files, which are all alike.
        foreach (int crash in Enumerable.Range(0, steps.Count).Where(s => s < 3 || s > steps.Count - 5 || s % 20 == 0))
        {
            Age();
            Dictionary<string, string> old = Tree("App1");
            int step = 0;
            Assert.Throws<InvalidOperationException>(() => EdgeNetUpdate.Run(Project, false, _ => step += step == crash ? throw new InvalidOperationException("crash") : 1));

            // Another crash, while the first is put right.
            Assert.True(steps[crash] == steps[0] || Throws(() => EdgeNetUpdate.Run(Project, false, _ => throw new InvalidOperationException("crash"))));
            EdgeNetUpdate.Run(Project, false);
            Assert.Equal(fresh, Tree("App1"));
            Assert.False(Directory.Exists(_folder.File("App1/.edgenet-update")), steps[crash]);
        }

        static bool Throws(Action run)
        {
            Assert.Throws<InvalidOperationException>(run);
            return true;
        }
    }

    /// <summary>A full disk, at each change: one line, and EdgeNet/ as it was.</summary>
    [Fact]
    public void An_update_without_room_leaves_the_old_folder()
    {
        Write();
        List<string> steps = [];
        Age();
        EdgeNetUpdate.Run(Project, false, steps.Add);
        Age();
        Dictionary<string, string> old = Tree("App1");
        foreach (int full in Enumerable.Range(0, steps.Count - 1).Where(s => s < 3 || s > steps.Count - 5 || s % 20 == 0))
        {
            int step = 0;
            void Fill(string change)
            {
                if (step++ == full)
                {
                    throw new IOException("No space left on device");
                }
            }

            Assert.Contains("No space left on device", Assert.Throws<UserException>(() => EdgeNetUpdate.Run(Project, false, Fill)).Message);
            Assert.Equal(old, Tree("App1"));
        }
    }

    private void Write() => NewProject.Create(new NewProjectRequest(Project)).Write(default);

    // An older version: of one file, whose hash is in the manifest.
    private void Age()
    {
        string path = _folder.File("App1/EdgeNet/Core/Format/Crc32.cs"), manifest = _folder.File("App1/" + Manifest);
        byte[] source = File.ReadAllBytes(path), older = [.. source, .. "// older\n"u8];
        File.WriteAllBytes(path, older);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"version\": \"0.1.0\"", "\"version\": \"0.0.9\"", StringComparison.Ordinal)
            .Replace(EdgeNetManifest.Hash(path, source), EdgeNetManifest.Hash(path, older), StringComparison.Ordinal));
    }

    // Without what a build would leave, which nobody keeps.
    private Dictionary<string, string> Tree(string root) => Directory.GetFiles(_folder.File(root), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Select(f => Path.GetRelativePath(_folder.File(root), f).Replace('\\', '/')).Where(f => !f.StartsWith("EdgeNet/obj/", StringComparison.Ordinal))
        .ToDictionary(f => f, f => File.ReadAllText(_folder.File($"{root}/{f}")));
}
