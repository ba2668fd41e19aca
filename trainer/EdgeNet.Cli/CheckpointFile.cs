using EdgeNet.Trainer;
using EdgeNet.Trainer.Data;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Cli;

/// <summary>The files in which a training is kept.</summary>
internal static class CheckpointFile
{
    // Weights, two moments and the best network of the largest model are far below this.
    private const int MaxBytes = 1 << 30;

    /// <summary>Reads the file to continue from, and makes sure that the other one can be written.</summary>
    /// <param name="from">The file to continue from; null for none.</param>
    /// <param name="to">The file to keep the training in; null for none. May be the same.</param>
    /// <returns>Both, or null where there is neither.</returns>
    /// <exception cref="DataException">One cannot be read, or the other cannot be written.</exception>
    public static Continuation? Continuation(string? from, string? to)
    {
        if (from is null && to is null)
        {
            return null;
        }

        if (to is not null)
        {
            OutputFile.Create(to).Dispose();
        }

        return new Continuation { From = from is null ? null : DataFile.ReadAllBytes(from, MaxBytes), FromName = from ?? "", Save = to is null ? null : bytes => Write(to, bytes) };
    }

    private static void Write(string path, byte[] bytes)
    {
        using OutputFile file = OutputFile.Create(path);
        file.Commit(bytes);
    }
}
