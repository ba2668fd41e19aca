using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>A file of corrections that grows with every label that is put right, and shrinks when one is taken back. The data themselves are never changed. Several programs may change it at once.</summary>
/// <param name="path">The file; there need not be one yet.</param>
public sealed class CorrectionLog(string path)
{
    // A change takes milliseconds.
    private const int MaxWaitMs = 10_000, PauseMs = 10;
    private const string LockName = ".edgenet-corrections.lock";

    /// <summary>Puts labels right.</summary>
    /// <param name="source">How the data are read.</param>
    /// <param name="data">A folder or a file.</param>
    /// <param name="seed">Seed of the data.</param>
    /// <param name="samples">The samples, as <see cref="Dataset.IdOf"/> names them.</param>
    /// <param name="label">The label they should have; null to leave them out.</param>
    /// <returns>What was added to the file.</returns>
    /// <exception cref="UserException">There is no such sample, the data cannot have the label, or the file cannot be written or is being changed by another program for ten seconds; nothing was added.</exception>
    public IReadOnlyList<Correction> Add(DataSource source, string data, int seed, IReadOnlyList<string> samples, string? label)
    {
        if (label is not null && CorrectionFile.WrongWith(label) is string problem)
        {
            throw new UserException(problem);
        }

        OutputFile file = OutputFile.Create(path, CorrectionFile.Kind, force: false, data);
        Correction[] added = [.. source.Correct(data, seed, samples, label)];
        using FileStream alone = Alone();
        file.Commit(CorrectionFile.ToBytes([.. Read(), .. added]));
        return added;
    }

    /// <summary>Takes the last corrections back.</summary>
    /// <param name="count">How many; fewer where there are not so many.</param>
    /// <returns>What they were.</returns>
    /// <exception cref="UserException">There is none, or the file cannot be written or is being changed by another program for ten seconds.</exception>
    public IReadOnlyList<Correction> TakeBack(int count = 1)
    {
        OutputFile file = OutputFile.Create(path, CorrectionFile.Kind);
        using FileStream alone = Alone();
        IReadOnlyList<Correction> all = Read();
        if (all.Count == 0)
        {
            throw new UserException($"{path}: there is no correction to take back");
        }

        file.Commit(CorrectionFile.ToBytes(all.SkipLast(count)));
        return [.. all.TakeLast(count)];
    }

    /// <summary>Whether there is a correction: the file has more than the names of its columns.</summary>
    public bool CanTakeBack => new FileInfo(path) is { Exists: true, Length: var length } && length > CorrectionFile.ToBytes([]).Length;

    /// <summary>The corrections so far.</summary>
    /// <exception cref="UserException">The file is damaged.</exception>
    public IReadOnlyList<Correction> Read() => File.Exists(path) ? CorrectionFile.Read(path) : [];

    // A correction is read, added and written: of two programs or threads at once, one would lose the other's. The system lets go of the lock of a program that is killed.
    private FileStream Alone()
    {
        string folder = Path.GetDirectoryName(OutputFile.Resolve(path))!, file = InFolder.Check(folder, Path.Combine(folder, LockName));
        for (long start = Environment.TickCount64; ; Thread.Sleep(PauseMs))
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (Environment.TickCount64 - start > MaxWaitMs)
                {
                    throw new UserException($"{path}: cannot be changed now, another program is changing it ({e.Message}); try again", e);
                }
            }
        }
    }
}
