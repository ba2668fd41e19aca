using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Serial;

/// <summary>Brings a model onto a board over a serial line.</summary>
public static class SerialDeployment
{
    /// <summary>Sends a model and has the board select it. Where the same update was begun before, it goes on from there.</summary>
    /// <param name="client">The board.</param>
    /// <param name="model">The model file.</param>
    /// <param name="signature">Its signature, or null.</param>
    /// <param name="progress">Told how many bytes the board has.</param>
    /// <param name="cancellation">Stops; the board keeps its model, and the next call goes on.</param>
    /// <exception cref="UserException">The board does not answer, or refuses; the message has its words. Its model is the one it had.</exception>
    /// <exception cref="IOException">The line is gone.</exception>
    public static void Send(BoardClient client, byte[] model, ModelSignature? signature, Action<int>? progress, CancellationToken cancellation)
    {
        BoardHello board = client.Hello(cancellation);
        Check(board, model, signature);
        byte[] begin = [.. model.AsSpan(0, ModelFormat.HeaderLength), .. signature?.ToBytes() ?? []];
        int received = Begin(client, begin, cancellation);
        byte[] chunk = new byte[Frames.ChunkPrefixBytes + board.ChunkBytes];
        LittleEndian.SetInt32(chunk, 0, ModelHeader.Crc(model));
        int beginnings = 1;
        while (received < model.Length)
        {
            progress?.Invoke(received);
            int count = Math.Min(board.ChunkBytes, model.Length - received);
            LittleEndian.SetInt32(chunk, 4, received);
            model.AsSpan(received, count).CopyTo(chunk.AsSpan(Frames.ChunkPrefixBytes));
            (bool stored, int now, string problem) = client.Order(LinkProtocol.Chunk, chunk.AsSpan(0, Frames.ChunkPrefixBytes + count), cancellation);
            if (stored && now >= 0 && now <= model.Length)
            {
                received = now;
            }
            else if (++beginnings <= 3)
            {
                // The board has been switched off in between.
                received = Begin(client, begin, cancellation);
            }
            else
            {
                throw new UserException($"the board could not store the model: {problem}");
            }
        }

        progress?.Invoke(received);
        (bool selected, _, string reason) = client.Order(LinkProtocol.Commit, model.AsSpan(ModelFormat.HeaderLength - 4, 4), cancellation);
        if (!selected)
        {
            throw new UserException($"the board did not take the model: {reason}");
        }
    }

    /// <summary>Waits until the board takes another model: while one is on probation, it keeps the one before.</summary>
    /// <param name="client">The board.</param>
    /// <param name="most">How long to wait.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>What the board said last; it may still wait.</returns>
    public static BoardHello WaitUntilReady(BoardClient client, TimeSpan most, CancellationToken cancellation) => WaitUntil(client, b => !b.Waits, most, cancellation);

    /// <summary>Waits until the board has confirmed its new model.</summary>
    /// <param name="client">The board.</param>
    /// <param name="model">The model file.</param>
    /// <param name="most">How long to wait.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>What the board said last, and whether it runs this model and has confirmed it.</returns>
    public static (BoardHello Board, bool Confirmed) WaitForConfirmation(BoardClient client, byte[] model, TimeSpan most, CancellationToken cancellation)
    {
        BoardHello board = WaitUntil(client, b => !Runs(b, model) || !b.OnProbation, most, cancellation);
        return (board, Runs(board, model) && !board.OnProbation);
    }

    /// <summary>Whether a model is the one that a board runs.</summary>
    /// <param name="board">What the board said.</param>
    /// <param name="model">The model file.</param>
    /// <returns>True if so.</returns>
    public static bool Runs(BoardHello board, byte[] model) => board.Slot is not null && board.ActiveHeader.AsSpan().SequenceEqual(model.AsSpan(0, ModelFormat.HeaderLength));

    private static BoardHello WaitUntil(BoardClient client, Func<BoardHello, bool> isSo, TimeSpan most, CancellationToken cancellation)
    {
        for (DateTime end = DateTime.UtcNow + most; ;)
        {
            BoardHello board = client.Hello(cancellation);
            if (isSo(board) || DateTime.UtcNow > end)
            {
                return board;
            }

            cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(300));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static int Begin(BoardClient client, byte[] begin, CancellationToken cancellation)
    {
        (bool begun, int received, string problem) = client.Order(LinkProtocol.Begin, begin, cancellation);
        return begun ? Math.Max(0, received) : throw new UserException($"the board refuses the model: {problem}");
    }

    private static void Check(BoardHello board, byte[] model, ModelSignature? signature)
    {
        if (board.ModelFormat != ModelFormat.Version)
        {
            throw new UserException($"the board reads model files of version {board.ModelFormat}, this one is of version {ModelFormat.Version}; bring its app up to date");
        }

        if (signature?.BelongsTo(model) == false)
        {
            throw new UserException("the signature belongs to another model; sign this one with edgenet sign");
        }

        if (board.SignedOnly && signature is null)
        {
            throw new UserException("the board takes only models that are signed with its fleet key; sign this one with edgenet sign");
        }

        if (board.RoomBytes is int room && model.Length > room)
        {
            throw new UserException($"the model has {model.Length:N0} bytes, and the board has room for {room:N0}");
        }

        int inputs = ModelFile.Parse(model).Input.Count;
        if (inputs != board.ValueCount)
        {
            throw new UserException($"the model takes {inputs} values, and the board's sensor gives {board.ValueCount}");
        }
    }
}
