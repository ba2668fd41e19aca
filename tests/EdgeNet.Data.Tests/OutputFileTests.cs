using System.Diagnostics;
using EdgeNet.Files;
using EdgeNet.TestSupport;

namespace EdgeNet.Data.Tests;

/// <summary>What a command writes is whole or not there, and nothing is lost by it.</summary>
public sealed class OutputFileTests : IDisposable
{
    // "EDGN" and version 1 in front of what belongs to nobody.
    private static readonly OutputKind ModelKind = new("a model file", head => head is [0x45, 0x44, 0x47, 0x4E, _, 0, ..]);

    private static readonly byte[] Model = [0x45, 0x44, 0x47, 0x4E, 1, 0, 7, 7], Other = [0x45, 0x44, 0x47, 0x4E, 1, 0, 8];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_file_appears_when_it_is_committed_and_nothing_before()
    {
        OutputFile file = Create("m.edgenet");
        Assert.Empty(Files());
        Assert.False(file.Exists);
        file.Commit(Model);
        Assert.Equal(Model, File.ReadAllBytes(_folder.File("m.edgenet")));
        Assert.True(file.Exists);
        Assert.Single(Files());
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("a,b,c\n1,2,3\n")]
    [InlineData("EDGN,B,C\n")]
    [InlineData("EDG")]
    public void A_file_of_another_kind_is_left_alone_unless_it_is_forced(string text)
    {
        string path = _folder.Write("m.edgenet", text);
        AssertRefused("--force", () => Create("m.edgenet"));
        Assert.Equal(text, File.ReadAllText(path));
        OutputFile.Create(path, ModelKind, force: true).Commit(Model);
        Assert.Equal(Model, File.ReadAllBytes(path));
        Assert.Single(Files());
    }

    [Fact]
    public void A_file_of_its_kind_and_an_empty_one_are_replaced_and_keep_their_permissions()
    {
        foreach (byte[] before in new[] { Other, [] })
        {
            string path = _folder.Write("m.edgenet", before);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            }

            Create("m.edgenet").Commit(Model);
            Assert.Equal(Model, File.ReadAllBytes(path));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead, File.GetUnixFileMode(path));
            }
        }
    }

    [Fact]
    public void A_write_protected_file_is_left_alone()
    {
        string path = _folder.Write("m.edgenet", Other);
        new FileInfo(path).IsReadOnly = true;
        AssertRefused("write-protected", () => Create("m.edgenet"));
        new FileInfo(path).IsReadOnly = false;
    }

    [Fact]
    public void What_a_command_reads_is_never_written_not_even_by_force_or_through_another_name()
    {
        string data = _folder.Write("data/a.csv", "1,2\n");
        _folder.Write("data/m.edgenet", Other);
        string link = _folder.File("link"), other = _folder.File("other.edgenet"), twisted = Path.Combine(_folder.File("data"), "..", "data", "a.csv");
        Directory.CreateSymbolicLink(link, _folder.File("data"));
        File.CreateSymbolicLink(other, data);
        foreach (string output in new[] { data, twisted, other, Path.Combine(link, "a.csv") })
        {
            AssertRefused("is an input of this command", () => OutputFile.Create(output, ModelKind, true, data));
            AssertRefused("is an input of this command", () => OutputFile.Create(output, ModelKind, true, _folder.File("data")));
        }

        // Of its own kind too, and with the same bytes under two names the other name keeps them.
        AssertRefused("is an input of this command", () => OutputFile.Create(_folder.File("data/m.edgenet"), ModelKind, true, Path.Combine(link, "m.edgenet")));
        OutputFile.Create(_folder.File("data/m.edgenet"), ModelKind, false, _folder.File("data"), "builtin:digits").Commit(Model);
        Assert.Equal("1,2\n", File.ReadAllText(data));
    }

    [Fact]
    public void A_link_stays_and_what_it_leads_to_is_written()
    {
        _folder.Write("real/m.edgenet", Other);
        string link = _folder.File("link.edgenet"), chain = _folder.File("chain.edgenet"), dangling = _folder.File("dangling.edgenet");
        File.CreateSymbolicLink(link, Path.Combine("real", "m.edgenet"));
        File.CreateSymbolicLink(chain, link);
        File.CreateSymbolicLink(dangling, Path.Combine("real", "new.edgenet"));
        OutputFile.Create(chain, ModelKind).Commit(Model);
        OutputFile.Create(dangling, ModelKind).Commit(Model);
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.NotNull(new FileInfo(chain).LinkTarget);
        Assert.NotNull(new FileInfo(dangling).LinkTarget);
        Assert.Equal(Model, File.ReadAllBytes(_folder.File("real/m.edgenet")));
        Assert.Equal(Model, File.ReadAllBytes(_folder.File("real/new.edgenet")));
        Assert.Equal(2, Directory.GetFiles(_folder.File("real")).Length);

        File.WriteAllText(_folder.File("real/m.edgenet"), "a text");
        AssertRefused("--force", () => OutputFile.Create(chain, ModelKind));
        File.CreateSymbolicLink(_folder.File("round"), _folder.File("about"));
        File.CreateSymbolicLink(_folder.File("about"), _folder.File("round"));
        AssertRefused("cannot be written", () => OutputFile.Create(_folder.File("round"), ModelKind));
    }

    [Fact]
    public void A_folder_a_name_that_ends_as_one_and_no_name_are_refused()
    {
        string file = _folder.Write("m.edgenet", Other);
        AssertRefused("is a folder", () => OutputFile.Create(_folder.Path, ModelKind, true));
        AssertRefused("names a folder", () => OutputFile.Create(file + Path.DirectorySeparatorChar, ModelKind, true));
        AssertRefused("names a folder", () => Create("new" + Path.DirectorySeparatorChar));
        AssertRefused("is empty", () => OutputFile.Create("", ModelKind, true));
        AssertRefused("there is no folder", () => Create("missing/m.edgenet"));
        AssertRefused("there is no folder", () => Create("m.edgenet/m.edgenet"));
        AssertRefused("the name is longer", () => Create(new string('n', 300)));
        Create(new string('n', 250)).Commit(Model);
        Assert.Equal(Other, File.ReadAllBytes(file));
    }

    [Fact]
    public void Devices_and_pipes_are_refused_without_opening_them()
    {
        if (OperatingSystem.IsWindows())
        {
            AssertRefused("is a device", () => OutputFile.Create("NUL", ModelKind, true));
            return;
        }

        string pipe = _folder.File("pipe"), link = _folder.File("link");
        Process.Start("mkfifo", [pipe])!.WaitForExit();
        File.CreateSymbolicLink(link, "/dev/null");
        foreach (string path in new[] { "/dev/null", link, pipe })
        {
            AssertRefused("is a device or a pipe", () => OutputFile.Create(path, ModelKind, true));
        }

        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void A_folder_where_no_file_can_be_made_is_refused_before_the_work()
    {
        if (OperatingSystem.IsLinux())
        {
            // Not even root makes files there.
            AssertRefused("cannot be written", () => OutputFile.Create("/proc/m.edgenet", ModelKind));
        }
    }

    [Fact]
    public void What_takes_the_targets_place_meanwhile_is_left_alone_and_the_bytes_are_beside_it()
    {
        OutputFile file = Create("m.edgenet");
        string path = _folder.Write("m.edgenet", "somebody else's");
        AssertRefused("m.new.edgenet", () => file.Commit(Model));
        Assert.Equal("somebody else's", File.ReadAllText(path));
        Assert.Equal(Model, File.ReadAllBytes(_folder.File("m.new.edgenet")));
        Assert.Equal(2, Files().Length);
    }

    [Fact]
    public void A_name_beside_the_target_is_numbered_where_a_file_of_another_kind_has_it()
    {
        _folder.Write("m.edgenet", Other);
        OutputFile file = Create("m.edgenet");
        Assert.Equal(_folder.File("m.interrupted.edgenet"), file.CommitBeside(Model, ".interrupted.edgenet"));
        Assert.Equal(_folder.File("m.interrupted.edgenet"), file.CommitBeside(Model, ".interrupted.edgenet"));
        _folder.Write("m.interrupted.edgenet", "a text");
        Assert.Equal(_folder.File("m.2.interrupted.edgenet"), file.CommitBeside(Model, ".interrupted.edgenet"));
        Assert.Equal(Other, File.ReadAllBytes(_folder.File("m.edgenet")));
        Assert.Equal("a text", File.ReadAllText(_folder.File("m.interrupted.edgenet")));
    }

    private OutputFile Create(string name) => OutputFile.Create(_folder.File(name), ModelKind);

    private string[] Files() => Directory.GetFiles(_folder.Path);

    private static void AssertRefused(string words, Action action) => Assert.Contains(words, Assert.Throws<UserException>(action).Message);
}
