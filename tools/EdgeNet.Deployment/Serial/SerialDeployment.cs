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
    /// <param name="progress">Called with the number of bytes that the board has.</param>
    /// <param name="cancellation">Stops; the board keeps its model, and the next call goes on.</param>
    /// <exception cref="UserException">The board does not answer, or refuses; the message has its words. Its model is the one it had.</exception>
    /// <exception cref="IOException">The line is gone.</exception>
    public static void Send(BoardClient client, byte[] model, ModelSignature? signature, Action<int>? progress, CancellationToken cancellation)
    {
        HelloMessage board = client.Hello(cancellation);
        Check(board, model, signature);
        byte[] begin = UpdateMessage.Begin(model, signature);
        int received = Begin(client, begin, model.Length, cancellation);
        int beginnings = 1;
        while (received < model.Length)
        {
            progress?.Invoke(received);
            int count = Math.Min(board.ChunkBytes, model.Length - received);
            StatusMessage stored = client.Order(LinkProtocol.Chunk, UpdateMessage.Chunk(model, received, count), cancellation);
            if (stored.Succeeded && stored.Received > received && stored.Received <= model.Length)
            {
                received = stored.Received;
            }
            else if (++beginnings <= 3)
            {
                // The board has been switched off in between, say.
                received = Begin(client, begin, model.Length, cancellation);
            }
            else
            {
                throw new UserException($"the board could not store the model: {(stored.Succeeded ? "it reports success, but has no more bytes than before" : stored.Problem)}");
            }
        }

        progress?.Invoke(received);
        StatusMessage selected = client.Order(LinkProtocol.Commit, UpdateMessage.Commit(model), cancellation);
        if (!selected.Succeeded)
        {
            throw new UserException($"the board did not accept the model: {selected.Problem}");
        }
    }

    /// <summary>
    /// Refuses what a board would not accept, as far as that can be known before anything is sent. Whether one of its sensors fits is not
    /// known: a board reports the sensor that it currently reads, and a model may be for another one.
    /// </summary>
    /// <param name="board">What the board said.</param>
    /// <param name="model">The model file.</param>
    /// <param name="signature">Its signature, or null.</param>
    /// <exception cref="UserException">The board's app does not run such a model, has no room for it or too little heap, or wants another signature.</exception>
    public static void Check(HelloMessage board, byte[] model, ModelSignature? signature)
    {
        ModelFile file = ModelFile.Parse(model);
        ModelNeeds needs = ModelNeeds.Of(file);

        // An app that does not tell what it runs reads all versions up to the one it names, and judges the rest by itself.
        string? problem = board.Runs is null ? needs.FormatProblem(ModelFormat.OldestVersion, board.ModelFormat) : needs.Problem(board.Runs);
        if (problem is not null)
        {
            throw new UserException(problem);
        }

        if (signature?.BelongsTo(model) == false)
        {
            throw new UserException("the signature belongs to another model; sign this one with edgenet sign");
        }

        if (board.SignedOnly && signature is null)
        {
            throw new UserException("the board accepts only models that are signed with its fleet key; sign this one with edgenet sign");
        }

        if (board.RoomBytes >= 0 && model.Length > board.RoomBytes)
        {
            throw new UserException($"the model has {model.Length:N0} bytes, but the board has room for {board.RoomBytes:N0}");
        }
    }

    /// <summary>Waits until the board accepts another model: while one is on probation, it keeps the previous one.</summary>
    /// <param name="client">The board.</param>
    /// <param name="max">How long to wait.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>What the board said last; it may still wait.</returns>
    public static HelloMessage WaitUntilReady(BoardClient client, TimeSpan max, CancellationToken cancellation) => WaitUntil(client, b => !b.Waits, max, cancellation);

    /// <summary>Waits until the board has confirmed its new model.</summary>
    /// <param name="client">The board.</param>
    /// <param name="model">The model file.</param>
    /// <param name="max">How long to wait.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>What the board said last, and whether it runs this model and has confirmed it.</returns>
    public static (HelloMessage Board, bool Confirmed) WaitForConfirmation(BoardClient client, byte[] model, TimeSpan max, CancellationToken cancellation)
    {
        HelloMessage board = WaitUntil(client, b => !Runs(b, model) || !b.OnProbation, max, cancellation);
        return (board, Runs(board, model) && !board.OnProbation);
    }

    /// <summary>Whether a model is the one that a board runs.</summary>
    /// <param name="board">What the board said.</param>
    /// <param name="model">The model file.</param>
    /// <returns>True if so.</returns>
    public static bool Runs(HelloMessage board, byte[] model) => board.Slot != HelloMessage.NoSlot && board.ActiveHeader.AsSpan().SequenceEqual(model.AsSpan(0, ModelFormat.HeaderLength));

    private static HelloMessage WaitUntil(BoardClient client, Func<HelloMessage, bool> isSo, TimeSpan max, CancellationToken cancellation)
    {
        for (DateTime end = DateTime.UtcNow + max; ;)
        {
            HelloMessage board = client.Hello(cancellation);
            if (isSo(board) || DateTime.UtcNow > end)
            {
                return board;
            }

            cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(300));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static int Begin(BoardClient client, byte[] begin, int length, CancellationToken cancellation)
    {
        StatusMessage begun = client.Order(LinkProtocol.Begin, begin, cancellation);
        if (!begun.Succeeded)
        {
            throw new UserException($"the board refuses the model: {begun.Problem}");
        }

        return begun.Received <= length
            ? Math.Max(0, begun.Received)
            : throw new UserException($"the board reports {begun.Received:N0} bytes of the update, but the model has only {length:N0}; restart the board and deploy again");
    }
}
