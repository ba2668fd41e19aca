using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Serial;

/// <summary>Records a board's readings as rows of a CSV file: v1, v2, ..., the session and the label.</summary>
public static class Capture
{
    /// <summary>Records readings.</summary>
    /// <param name="client">The board.</param>
    /// <param name="sensor">Name of the sensor; null for the one that the board reads.</param>
    /// <param name="path">The CSV file; rows that it has are kept.</param>
    /// <param name="force">Whether a file that is not a recording of this board is replaced.</param>
    /// <param name="newSession">Whether a recording that does not say in which session its rows were recorded is continued: they become session 1.</param>
    /// <param name="label">The label of the new rows.</param>
    /// <param name="count">How many readings.</param>
    /// <param name="progress">Called with the number recorded so far.</param>
    /// <param name="cancellation">Ends early; what came so far is in the file.</param>
    /// <returns>How many were recorded, lost and left out.</returns>
    /// <exception cref="UserException">The board does not answer or its sensor has given no numbers for 10 s, or the file is not a recording with its columns or cannot be written.</exception>
    public static CaptureResult Record(BoardClient client, string? sensor, string path, bool force, bool newSession, string label, int count, Action<int>? progress, CancellationToken cancellation)
    {
        if (sensor?.Length > CaptureMessage.MaxNameLength)
        {
            throw new UserException($"no sensor is called {UserException.Quote(sensor)}: names have at most {CaptureMessage.MaxNameLength} characters");
        }

        byte[] wanted = CaptureMessage.Create(Lease.Messages, sensor ?? "");
        HelloMessage board;
        try
        {
            // With a sensor of its own, the board says how many values that one gives.
            board = client.Hello(cancellation);
            if (sensor is not null)
            {
                Ask(client, wanted, cancellation);
                board = client.Hello(cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            return new CaptureResult(0, 0, 0);
        }

        if (board.ValueCount == 0)
        {
            throw new UserException($"{board.Name} has no sensor to record");
        }

        using RecordingFile file = RecordingFile.Open(path, force, newSession, board.ValueCount);
        ReadingAssembler assembler = new(board.ValueCount);
        Lease lease = new(client, () => Ask(client, wanted, cancellation));
        int recorded = 0, notNumbers = 0;
        client.ReadingReceived = message =>
        {
            float[]? values = assembler.Add(message);
            bool isWanted = values is not null && recorded < count && !cancellation.IsCancellationRequested;

            // With one row of what is no number, no training would accept the file.
            bool isUseful = isWanted && values!.All(float.IsFinite);
            lease.Count(isUseful);
            if (isUseful)
            {
                file.Add(values!, label);
                recorded++;
                progress?.Invoke(recorded);
            }
            else if (isWanted)
            {
                notNumbers++;
            }
        };
        try
        {
            lease.Run(() => recorded == count, Silence, cancellation);
        }
        catch (OperationCanceledException)
        {
            // What was recorded is kept.
        }

        client.ReadingReceived = null;
        if (!cancellation.IsCancellationRequested)
        {
            client.Order(LinkProtocol.Capture, CaptureMessage.Create(0, ""), CancellationToken.None);
        }

        return new CaptureResult(recorded, assembler.Dropped, notNumbers);

        string Silence(string hint) => $"the board answers but has sent {(notNumbers > 0 ? "only readings that are not numbers" : "no whole reading")} for {Lease.MaxSilentSeconds} s"
            + hint + (recorded > 0 ? $" ({recorded:N0} readings before that are in {path})" : "");
    }

    private static void Ask(BoardClient client, byte[] wanted, CancellationToken cancellation)
    {
        StatusMessage status = client.Order(LinkProtocol.Capture, wanted, cancellation);
        if (!status.Succeeded)
        {
            throw new UserException($"the board's sensor cannot be recorded: {status.Problem}");
        }
    }
}

/// <summary>What came of a recording.</summary>
/// <param name="Recorded">Readings in the file.</param>
/// <param name="Lost">Readings of which a part was lost on the line.</param>
/// <param name="NotNumbers">Readings that were left out because they had values that are not finite numbers.</param>
public sealed record CaptureResult(int Recorded, int Lost, int NotNumbers);
