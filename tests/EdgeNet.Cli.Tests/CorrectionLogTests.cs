using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>A file of corrections that several programs change: what is said to be done is done.</summary>
public sealed class CorrectionLogTests : IDisposable
{
    private const int Rows = 60;

    private readonly TemporaryFolder _folder = new();

    public CorrectionLogTests() => _folder.Write("ants.csv", "x,kind\n" + string.Concat(Enumerable.Range(1, Rows).Select(i => $"{i},{(i % 2 == 0 ? "ant" : "bee")}\n")));

    private string Corrections => _folder.File("corrections.csv");

    public void Dispose() => _folder.Dispose();

    /// <summary>Processes share no lock of the language: only one beside the file holds them apart.</summary>
    [Fact]
    [Trait("speed", "slow")]
    public void Corrections_of_several_programs_are_all_kept()
    {
        Parallel.For(1, 13, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i =>
            EdgeNetProcess.Run("correct", "--data", _folder.File("ants.csv"), "--corrections", Corrections, "--sample", $"{i}", "--label", "ant").AssertSucceeded());
        Assert.Equal(Enumerable.Range(1, 12), CorrectionFile.Read(Corrections).Select(c => int.Parse(c.Sample, null)).Order());
        Assert.Equal(["ants.csv", "corrections.csv"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_change_waits_until_another_program_is_done()
    {
        Task<IReadOnlyList<Correction>> added;
        using (new FileStream(_folder.File(".edgenet-corrections.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose))
        {
            added = Task.Run(() => Add(1));
            Assert.NotSame(added, await Task.WhenAny(added, Task.Delay(500)));
            await File.WriteAllBytesAsync(Corrections, CorrectionFile.ToBytes([new Correction("ants.csv", "2", "bee", "ant", 7)]));
        }

        Assert.Single(await added);
        Assert.Equal(["2", "1"], CorrectionFile.Read(Corrections).Select(c => c.Sample));
    }

    [Fact]
    [Trait("speed", "slow")]
    public void A_file_that_stays_locked_is_named_and_left_as_it_was()
    {
        Add(1);
        byte[] before = File.ReadAllBytes(Corrections);
        using FileStream other = new(_folder.File(".edgenet-corrections.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        foreach (Action change in new Action[] { () => Add(2), () => new CorrectionLog(Corrections).TakeBack() })
        {
            Assert.StartsWith($"{Corrections}: cannot be changed now, another program is changing it", Assert.Throws<UserException>(change).Message);
        }

        Assert.Equal(before, File.ReadAllBytes(Corrections));
    }

    /// <summary>Whoever was killed leaves the file of the lock, but holds it no more.</summary>
    [Fact]
    public void What_a_killed_program_leaves_hinders_nobody()
    {
        _folder.Write(".edgenet-corrections.lock", "");
        Add(1);
        Assert.Single(new CorrectionLog(Corrections).TakeBack());
        Assert.False(File.Exists(_folder.File(".edgenet-corrections.lock")));
    }

    private IReadOnlyList<Correction> Add(int sample) => new CorrectionLog(Corrections).Add(new DataSource(new CsvOptions()), _folder.File("ants.csv"), 1, [$"{sample}"], "ant");
}
