using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Serial;

/// <summary>Records a board's readings as rows of a CSV file: v1, v2, ... and the label.</summary>
public static class Capture
{
    // A board is asked for so many readings at a time, so that it does not go on when nobody listens any more.
    private const int Lease = 20;
    private const int MaxSilentWaits = 10;
    private const int MinNotNumbers = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Records readings.</summary>
    /// <param name="client">The board.</param>
    /// <param name="sensor">Name of the sensor; null for the one that the board reads.</param>
    /// <param name="path">The CSV file; rows that it has are kept.</param>
    /// <param name="force">Whether a file that is not a recording of this board is replaced.</param>
    /// <param name="label">The label of the new rows.</param>
    /// <param name="count">How many readings.</param>
    /// <param name="progress">Told how many there are.</param>
    /// <param name="cancellation">Ends early; what came so far is in the file.</param>
    /// <returns>How many were recorded and lost.</returns>
    /// <exception cref="UserException">The board does not answer or its sensor gives nothing, or the file is not a recording with its columns or cannot be written.</exception>
    public static CaptureResult Record(BoardClient client, string? sensor, string path, bool force, string label, int count, Action<int>? progress, CancellationToken cancellation)
    {
        if (sensor?.Length > CaptureMessage.MaxNameLength)
        {
            throw new UserException($"no sensor is called {UserException.Quote(sensor)}; the board names those that it has where another one is asked for");
        }

        byte[] wanted = CaptureMessage.Create(Lease, sensor ?? "");
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

        using RecordingFile file = RecordingFile.Open(path, force, board.ValueCount);
        ReadingAssembler assembler = new(board.ValueCount);
        int recorded = 0, notNumbers = 0, leased = 0, silent = 0;
        client.ReadingReceived = message =>
        {
            leased = Math.Max(0, leased - 1);
            if (assembler.Add(message) is not float[] values || recorded == count || cancellation.IsCancellationRequested)
            {
                return;
            }

            silent = 0;
            if (!values.All(float.IsFinite))
            {
                // One such row, and no training accepts the file.
                notNumbers++;
                return;
            }

            file.Add(values, label);
            progress?.Invoke(++recorded);
        };
        try
        {
            // A sensor that gives hardly anything else than what are no numbers does not keep the recording up for ever.
            while (recorded < count && notNumbers < Math.Max(count, MinNotNumbers))
            {
                cancellation.ThrowIfCancellationRequested();
                if (leased <= Lease / 4 || silent > 0)
                {
                    leased = Lease;
                    Ask(client, wanted, cancellation);
                }

                if (++silent > MaxSilentWaits)
                {
                    throw new UserException($"the board answers but sends no readings{(client.Hello(cancellation).LastEvent is { Length: > 0 } words ? $": {words}" : "; is its sensor connected?")}");
                }

                client.Listen(Patience, () => silent == 0);
            }
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

        return recorded > 0 || notNumbers == 0
            ? new CaptureResult(recorded, assembler.Dropped, notNumbers)
            : throw new UserException($"none of the board's {notNumbers:N0} readings were numbers; is its sensor connected?");
    }

    private static void Ask(BoardClient client, byte[] wanted, CancellationToken cancellation)
    {
        StatusMessage status = client.Order(LinkProtocol.Capture, wanted, cancellation);
        if (!status.Succeeded)
        {
            throw new UserException($"the board cannot be recorded: {status.Problem}");
        }
    }
}

/// <summary>What came of a recording.</summary>
/// <param name="Recorded">Readings in the file.</param>
/// <param name="Lost">Readings of which a part was lost on the line.</param>
/// <param name="NotNumbers">Readings that were left out because they had values that are not finite numbers.</param>
public sealed record CaptureResult(int Recorded, int Lost, int NotNumbers);
