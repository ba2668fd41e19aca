using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>A file of corrections that grows with every label that is put right, and shrinks when one is taken back. The data themselves are never changed.</summary>
/// <param name="path">The file; there need not be one yet.</param>
public sealed class CorrectionLog(string path)
{
    // A correction is read, added and written: of two at once, one would be lost.
    private static readonly Lock Changes = new();

    /// <summary>Puts labels right.</summary>
    /// <param name="source">How the data are read.</param>
    /// <param name="data">A folder or a file.</param>
    /// <param name="seed">Seed of the data.</param>
    /// <param name="samples">The samples, as <see cref="Dataset.IdOf"/> names them.</param>
    /// <param name="label">The label they should have; null to leave them out.</param>
    /// <returns>What was added to the file.</returns>
    /// <exception cref="UserException">There is no such sample, the data cannot have the label, or the file cannot be written; nothing was added.</exception>
    public IReadOnlyList<Correction> Add(DataSource source, string data, int seed, IReadOnlyList<string> samples, string? label)
    {
        if (label is not null && CorrectionFile.WrongWith(label) is string problem)
        {
            throw new UserException(problem);
        }

        OutputFile file = OutputFile.Create(path, CorrectionFile.Kind, force: false, data);
        Correction[] added = [.. source.Correct(data, seed, samples, label)];
        lock (Changes)
        {
            file.Commit(CorrectionFile.ToBytes([.. Read(), .. added]));
        }

        return added;
    }

    /// <summary>Takes the last corrections back.</summary>
    /// <param name="count">How many; fewer where there are not so many.</param>
    /// <returns>What they were.</returns>
    /// <exception cref="UserException">There is none, or the file cannot be written.</exception>
    public IReadOnlyList<Correction> TakeBack(int count = 1)
    {
        OutputFile file = OutputFile.Create(path, CorrectionFile.Kind);
        lock (Changes)
        {
            IReadOnlyList<Correction> all = Read();
            if (all.Count == 0)
            {
                throw new UserException($"{path}: there is no correction to take back");
            }

            file.Commit(CorrectionFile.ToBytes(all.SkipLast(count)));
            return [.. all.TakeLast(count)];
        }
    }

    /// <summary>The corrections so far.</summary>
    /// <exception cref="UserException">The file is damaged.</exception>
    public IReadOnlyList<Correction> Read() => File.Exists(path) ? CorrectionFile.Read(path) : [];
}
