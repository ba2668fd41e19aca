using EdgeNet.Files;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>The checkpoint files of a training.</summary>
internal sealed class CheckpointFile
{
    // Weights, two moments and the best network of the largest model are far below this.
    private const int MaxBytes = 1 << 30;

    private static readonly OutputKind Kind = new("a checkpoint", Continuation.Recognises);

    private readonly byte[]? _from;
    private readonly string _fromName;
    private readonly OutputFile? _to;

    private CheckpointFile(byte[]? from, string fromName, OutputFile? to)
    {
        _from = from;
        _fromName = fromName;
        _to = to;
    }

    /// <summary>Why the last checkpoint could not be saved; null if it was saved or none was requested.</summary>
    public string? Failure { get; private set; }

    /// <summary>Reads the file to continue from, and makes sure that the other one can be written.</summary>
    /// <param name="request">What to train.</param>
    /// <returns>Both, or null if there is neither.</returns>
    /// <exception cref="UserException">One cannot be read, or the other cannot be written.</exception>
    public static CheckpointFile? Open(TrainingRequest request)
    {
        if (request.From is null && request.Checkpoint is null)
        {
            return null;
        }

        // The checkpoint to continue from may be replaced; the data may not.
        string[] inputs = [.. new[] { request.Data, request.Test }.OfType<string>()];
        OutputFile? to = request.Checkpoint is null ? null : OutputFile.Create(request.Checkpoint, Kind, request.Force, inputs);
        if (to is not null && OutputFile.Resolve(to.Name) == OutputFile.Resolve(request.Output))
        {
            throw new UserException($"{to.Name}: both --checkpoint and --out name this file; choose two files");
        }

        return new CheckpointFile(request.From is null ? null : Read(request.From), request.From ?? "", to);
    }

    // A file that is none may be large, and nothing is kept for it.
    private static byte[] Read(string path)
    {
        using (Stream file = DataFile.OpenAsItIs(path))
        {
            Continuation.CheckHeader(file, path);
        }

        return DataFile.ReadAllBytes(path, MaxBytes);
    }

    /// <summary>How the training continues and is saved. It goes on if a checkpoint cannot be saved, and tries again with the next.</summary>
    /// <param name="warn">Called for the first that cannot be saved; may be null.</param>
    /// <returns>What the trainer needs.</returns>
    public Continuation Continue(Action<string>? warn)
    {
        bool warned = false;
        return new Continuation { From = _from, FromName = _fromName, Save = _to is null ? null : Save };

        void Save(byte[] checkpoint)
        {
            try
            {
                _to.Commit(checkpoint);
                Failure = null;
            }
            catch (Exception e) when (e is UserException or IOException or UnauthorizedAccessException)
            {
                Failure = e.Message;
                if (!warned)
                {
                    warn?.Invoke($"{e.Message}; the training continues and tries again at the next checkpoint");
                    warned = true;
                }
            }
        }
    }
}
