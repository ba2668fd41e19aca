using System.Text;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>Files that come from a page: whole and readable, or not at all.</summary>
public sealed class IncomingFileTests : IDisposable
{
    private static readonly byte[] Picture = Png.Write(1, 1, 0, [0, 7]);

    private readonly TemporaryFolder _folder = new();

    private string Folder => Directory.CreateDirectory(_folder.File("project")).FullName;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_kind_of_data_is_kept_as_it_is()
    {
        (string Name, byte[] Bytes)[] files =
        [
            ("flowers.csv", "a,b\n1,x\n2,y\n"u8.ToArray()), ("photos/cat/1.png", Picture), ("photos/a b/ö.png", Picture), ("t10k-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9]),
            ("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 3]), ("r/a.json", """{"payload":{"interval_ms":10,"sensors":[{"name":"x"}],"values":[1,2,3]}}"""u8.ToArray()),
        ];
        foreach ((string name, byte[] bytes) in files)
        {
            Assert.Equal(name, await KeepAsync(name, bytes));
            Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(Folder, name)));
        }

        Assert.Equal(files.Length, Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("a.csv", "a,b\n1\n", "a.csv: line 2")]
    [InlineData("a.csv", "", "a.csv: no rows of data")]
    [InlineData("a.png", "a,b\n1,2\n", "a.png: is no picture")]
    [InlineData("a.wav", "RIFF", "a.wav")]
    [InlineData("a.json", "{", "a.json")]
    [InlineData("x-images-idx3-ubyte", "abc", "too short for an IDX file")]
    [InlineData("a.csv.gz", "a,b\n1,2\n", "a.csv.gz")]
    [InlineData("a.exe", "MZ", "is no picture, and only")]
    public async Task What_its_reader_refuses_is_not_kept(string name, string text, string problem)
    {
        UserException e = await Assert.ThrowsAsync<UserException>(() => KeepAsync(name, Encoding.UTF8.GetBytes(text)));
        Assert.Contains(problem, e.Message);
        Assert.DoesNotContain(".edgenet-", e.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
    }

    [Theory]
    [InlineData("../a.csv")]
    [InlineData("/etc/a.csv")]
    [InlineData("a/../../b.csv")]
    [InlineData("")]
    [InlineData(".bashrc")]
    [InlineData(".git/a.csv")]
    [InlineData("con.csv")]
    [InlineData("a\\b.csv")]
    [InlineData("C:a.csv")]
    [InlineData("a\0.csv")]
    [InlineData("a./b.csv")]
    [InlineData("1/2/3/4/5/6/7.csv")]
    [InlineData("\u202Evsc.exe.csv")]
    public async Task Names_that_lead_elsewhere_or_hide_are_refused(string name)
    {
        await Assert.ThrowsAsync<UserException>(() => KeepAsync(name, "a,b\n1,2\n"u8.ToArray()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
        Assert.Equal([Folder], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_file_that_is_there_stays()
    {
        await KeepAsync("a.csv", "a,b\n1,2\n"u8.ToArray());
        Assert.Contains("there is such a file already", (await Assert.ThrowsAsync<UserException>(() => KeepAsync("a.csv", "a,b\n3,4\n"u8.ToArray()))).Message);
        await Assert.ThrowsAsync<UserException>(() => KeepAsync("a.csv/b.csv", "a,b\n3,4\n"u8.ToArray()));
        Assert.Equal("a,b\n1,2\n", await File.ReadAllTextAsync(Path.Combine(Folder, "a.csv")));
        Assert.Single(Directory.EnumerateFileSystemEntries(Folder));
    }

    [Fact]
    public async Task Bytes_that_end_early_leave_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => IncomingFile.KeepAsync(Folder, "a.csv", new Broken(), default));
        using CancellationTokenSource gone = new();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => IncomingFile.KeepAsync(Folder, "a.csv", new MemoryStream(new byte[10]), gone.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
    }

    [Fact]
    public void What_a_killed_program_left_is_removed_when_it_is_old()
    {
        string old = Directory.CreateDirectory(Path.Combine(Folder, ".edgenet-incoming-a")).FullName, young = Directory.CreateDirectory(Path.Combine(Folder, ".edgenet-incoming-b")).FullName;
        File.WriteAllText(Path.Combine(old, "a.csv"), "a,b");
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-1));
        IncomingFile.Sweep(Folder);
        Assert.Equal([young], Directory.EnumerateFileSystemEntries(Folder));
    }

    [UnixFact]
    public async Task A_link_out_of_the_project_is_not_followed()
    {
        Directory.CreateDirectory(_folder.File("elsewhere"));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "out"), _folder.File("elsewhere"));
        Assert.Contains("a link leads out of the project", (await Assert.ThrowsAsync<UserException>(() => KeepAsync("out/a.csv", "a,b\n1,2\n"u8.ToArray()))).Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File("elsewhere")));
    }

    private Task<string> KeepAsync(string name, byte[] bytes) => IncomingFile.KeepAsync(Folder, name, new MemoryStream(bytes), default);

    private sealed class Broken : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position > 0)
            {
                throw new IOException("the page is gone");
            }

            Position = 1;
            buffer.Span[0] = (byte)'a';
            return ValueTask.FromResult(1);
        }
    }
}
