using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Serial;

/// <summary>Records a board's readings as rows of a CSV file: v1, v2, ... and the label.</summary>
public static class Capture
{
    // A board is asked for so many readings at a time, so that it does not go on when nobody listens any more.
    private const int Lease = 20;
    private const int MaxSilentWaits = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    /// <summary>Records readings.</summary>
    /// <param name="client">The board.</param>
    /// <param name="sensor">Name of the sensor; null for the one that the board reads.</param>
    /// <param name="path">The CSV file; rows that it has are kept.</param>
    /// <param name="force">Whether a file that is not a recording of this board is replaced.</param>
    /// <param name="label">The label of the new rows.</param>
    /// <param name="count">How many readings.</param>
    /// <param name="progress">Called with the number recorded so far.</param>
    /// <param name="cancellation">Ends early; what came so far is in the file.</param>
    /// <returns>How many were recorded and lost.</returns>
    /// <exception cref="UserException">The board does not answer or its sensor gives nothing, or the file is not a recording with its columns or cannot be written.</exception>
    public static CaptureResult Record(BoardClient client, string? sensor, string path, bool force, string label, int count, Action<int>? progress, CancellationToken cancellation)
    {
        if (sensor?.Length > CaptureMessage.MaxNameLength)
        {
            throw new UserException($"no sensor is called {UserException.Quote(sensor)}: names have at most {CaptureMessage.MaxNameLength} characters");
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
            return new CaptureResult(0, 0);
        }

        if (board.ValueCount == 0)
        {
            throw new UserException($"{board.Name} has no sensor to record");
        }

        using StreamWriter file = OpenForRows(path, force, board.ValueCount);
        using CsvWriter csv = new(file, Format);
        ReadingAssembler assembler = new(board.ValueCount);
        int recorded = 0, leased = 0, silent = 0;
        client.ReadingReceived = message =>
        {
            leased = Math.Max(0, leased - 1);
            if (assembler.Add(message) is not float[] values || recorded == count || cancellation.IsCancellationRequested)
            {
                return;
            }

            silent = 0;
            Write(csv, values, label);
            progress?.Invoke(++recorded);
        };
        try
        {
            while (recorded < count)
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

                client.Listen(Patience);
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

        return new CaptureResult(recorded, assembler.Dropped);
    }

    private static void Ask(BoardClient client, byte[] wanted, CancellationToken cancellation)
    {
        StatusMessage status = client.Order(LinkProtocol.Capture, wanted, cancellation);
        if (!status.Succeeded)
        {
            throw new UserException($"the board's sensor cannot be recorded: {status.Problem}");
        }
    }

    private static void Write(CsvWriter csv, float[] values, string label)
    {
        foreach (float value in values)
        {
            csv.WriteField(value.ToString("R", CultureInfo.InvariantCulture));
        }

        csv.WriteField(label);
        csv.NextRecord();

        // Whatever ends the recording, the rows that came are whole and on the disk.
        csv.Flush();
    }

    // A new file begins with its header; one that is there must have the same columns, and end with a whole line.
    private static StreamWriter OpenForRows(string path, bool force, int values)
    {
        string header = string.Join(',', Enumerable.Range(1, values).Select(i => $"v{i}").Append("label"));
        string target = OutputFile.Resolve(path);
        FileStream? file = null;
        try
        {
            file = new(target, FileMode.OpenOrCreate, FileAccess.ReadWrite);
            bool continues = file.Length > 0;
            if (continues && !HasHeader(file, header))
            {
                if (!force)
                {
                    throw new UserException($"{path}: is not a recording with the {values} values and the label of this board; choose another file, or overwrite it with --force");
                }

                file.SetLength(0);
                continues = false;
            }

            bool whole = !continues || LastByte(file) == '\n';
            file.Seek(0, SeekOrigin.End);
            StreamWriter writer = new(file) { NewLine = "\n" };
            writer.Write(!continues ? header + "\n" : whole ? "" : "\n");
            return writer;
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new UserException($"{path}: cannot be written ({e.Message})", e);
            }

            throw;
        }
    }

    // Reads no more than a header's length: a file may be one line of gigabytes.
    private static bool HasHeader(FileStream file, string header)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(header), head = new byte[ByteOrderMark.Length + wanted.Length + 1];
        int got = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false), from = head.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        ReadOnlySpan<byte> rest = head.AsSpan(from, got - from);
        return rest.StartsWith(wanted) && (rest.Length == wanted.Length || rest[wanted.Length] is (byte)'\n' or (byte)'\r');
    }

    private static int LastByte(FileStream file)
    {
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte();
    }
}

/// <summary>What came of a recording.</summary>
/// <param name="Recorded">Readings in the file.</param>
/// <param name="Lost">Readings of which a part was lost on the line.</param>
public sealed record CaptureResult(int Recorded, int Lost);
