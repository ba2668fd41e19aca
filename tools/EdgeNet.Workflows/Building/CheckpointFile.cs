using EdgeNet.Files;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>The files in which a training is kept.</summary>
internal static class CheckpointFile
{
    // Weights, two moments and the best network of the largest model are far below this.
    private const int MaxBytes = 1 << 30;

    private static readonly OutputKind Kind = new("a checkpoint", Trainer.Training.Continuation.Recognises);

    /// <summary>Reads the file to continue from, and makes sure that the other one can be written.</summary>
    /// <param name="from">The file to continue from; null for none.</param>
    /// <param name="to">The file to keep the training in; null for none. May be the same.</param>
    /// <param name="model">The model file that will be written.</param>
    /// <param name="force">Whether a file of another kind may be replaced.</param>
    /// <returns>Both, or null where there is neither.</returns>
    /// <exception cref="UserException">One cannot be read, or the other cannot be written.</exception>
    public static Continuation? Continuation(string? from, string? to, string model, bool force)
    {
        if (from is null && to is null)
        {
            return null;
        }

        OutputFile? file = to is null ? null : OutputFile.Create(to, Kind, force);
        if (to is not null && OutputFile.Resolve(to) == OutputFile.Resolve(model))
        {
            throw new UserException($"{to}: is named by --checkpoint and by --out; choose two files");
        }

        return new Continuation { From = from is null ? null : DataFile.ReadAllBytes(from, MaxBytes), FromName = from ?? "", Save = file is null ? null : file.Commit };
    }
}
