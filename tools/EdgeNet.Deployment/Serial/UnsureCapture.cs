using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Serial;

/// <summary>Fetches the readings that a board was least sure of, as rows of a CSV file. Their label is a question mark and the board's answer, to be corrected by hand.</summary>
public static class UnsureCapture
{
    private const int MaxTries = 5;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>Fetches the readings.</summary>
    /// <param name="client">The board.</param>
    /// <param name="path">The CSV file; rows that it has are kept.</param>
    /// <param name="force">Whether a file that is not a recording of this board is replaced.</param>
    /// <param name="newSession">Whether a recording that does not say in which session its rows were recorded is continued: they become session 1.</param>
    /// <param name="progress">Called with the number fetched so far.</param>
    /// <param name="cancellation">Ends early; what came so far is in the file, and the board keeps all readings.</param>
    /// <returns>How many were fetched.</returns>
    /// <exception cref="UserException">The board does not answer, keeps no such readings, or the file cannot be written.</exception>
    public static int Fetch(BoardClient client, string path, bool force, bool newSession, Action<int>? progress, CancellationToken cancellation)
    {
        HelloMessage board = client.HelloFor(LinkProtocol.Unsure, cancellation);
        StatusMessage first = Ask(client, 0, cancellation);
        if (first.Received == 0)
        {
            return 0;
        }

        if (first.Received is < 0 or >= UnsureMessage.Clear)
        {
            throw new UserException($"the board says that it keeps {first.Received:N0} readings, but can have {UnsureMessage.Clear - 1} at most; it does not speak the protocol as it should");
        }

        int fetched = 0;
        using (RecordingFile file = RecordingFile.Open(path, force, newSession, board.ValueCount))
        {
            for (int number = 0; number < first.Received && !cancellation.IsCancellationRequested; number++)
            {
                (float[] values, string answer) = Fetch(client, board.ValueCount, number, cancellation);
                file.Add(values, "?" + answer);
                fetched++;
                progress?.Invoke(fetched);
            }
        }

        if (fetched == first.Received)
        {
            Ask(client, UnsureMessage.Clear, cancellation);
        }

        return fetched;
    }

    private static (float[] Values, string Answer) Fetch(BoardClient client, int valueCount, int number, CancellationToken cancellation)
    {
        for (int attempt = 0; attempt < MaxTries; attempt++)
        {
            float[]? values = null;
            ReadingAssembler assembler = new(valueCount);
            client.ReadingReceived = message => values ??= MessageParts.Number(message) == number ? assembler.Add(message) : null;
            try
            {
                string answer = Ask(client, number, cancellation).Problem;
                client.Listen(Wait, () => values is not null || cancellation.IsCancellationRequested);
                if (values is not null && values.All(float.IsFinite))
                {
                    return (values, answer);
                }
            }
            finally
            {
                client.ReadingReceived = null;
            }
        }

        throw new UserException($"reading {number + 1} of those that the board was unsure of does not arrive whole; the board keeps all of them");
    }

    private static StatusMessage Ask(BoardClient client, int number, CancellationToken cancellation)
    {
        StatusMessage status = client.Order(LinkProtocol.Unsure, UnsureMessage.Create(number), cancellation);
        return status.Succeeded ? status : throw new UserException($"the board keeps no readings that it was unsure of: {status.Problem}");
    }
}
