using EdgeNet.Core;
using EdgeNet.Deployment.Serial;
using EdgeNet.Files;
using EdgeNet.Studio.Pages;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Data;

/// <summary>Records a board's readings while pages watch how many there are. Every reading is in the file when it is counted.</summary>
/// <param name="folder">The folder of the project.</param>
/// <param name="pages">The pages to tell.</param>
/// <param name="changed">Called when there are new data.</param>
/// <param name="open">Opens a serial port at a speed.</param>
internal sealed class BoardRecording(string folder, OpenPages pages, Action changed, Func<string, int, ISerialLine> open) : IAsyncDisposable
{
    private const string Topic = "data.recording";
    private const int MaxReadings = 1_000_000;

    // News that a page can follow.
    private static readonly TimeSpan BetweenNews = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    /// <summary>What to record.</summary>
    /// <param name="Port">Serial port.</param>
    /// <param name="Label">What the sensor sees.</param>
    /// <param name="Lines">Whether the board prints lines of numbers; if not, it runs EdgeNet's app.</param>
    /// <param name="Count">How many readings.</param>
    /// <param name="Out">The file, or with lines the folder, in the project.</param>
    /// <param name="Baud">Speed of the port; null for the usual one.</param>
    internal sealed record Wish(string Port, string Label, bool Lines, int Count, string Out, int? Baud = null);

    /// <summary>Begins to record.</summary>
    /// <param name="wish">What.</param>
    /// <exception cref="UserException">A recording is under way, what is wanted is wrong, or the port cannot be opened.</exception>
    public object? Start(Wish wish)
    {
        if (wish.Count is < 1 or > MaxReadings || !PlainName.Is(wish.Out) || wish.Label.Trim().Length == 0)
        {
            throw new UserException($"say the port, the label, the name of a file in the project, and 1 to {MaxReadings:N0} readings");
        }

        string path = Path.Combine(folder, wish.Out);
        InFolder.Check(folder, wish.Lines && PlainName.Is(wish.Label) ? Path.Combine(path, wish.Label) : path);
        lock (_lock)
        {
            if (!_running.IsCompleted)
            {
                throw new UserException("a recording is under way; stop it first");
            }

            ISerialLine line = open(wish.Port, wish.Baud ?? SerialPortLine.DefaultBaudRate);
            _stop?.Dispose();
            _stop = new CancellationTokenSource();
            CancellationToken stop = _stop.Token;
            _running = Task.Run(() => Record(line, path, wish, stop), CancellationToken.None);
        }

        return null;
    }

    /// <summary>Ends the recording; what came so far is kept.</summary>
    public object? Stop()
    {
        lock (_lock)
        {
            _stop?.Cancel();
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await _running;
        _stop?.Dispose();
    }

    private void Record(ISerialLine line, string path, Wish wish, CancellationToken stop)
    {
        long told = 0;
        int recorded = 0;
        string? problem = null;
        Tell(isRunning: true);
        try
        {
            using (line)
            {
                if (wish.Lines)
                {
                    LineCapture.Record(line, path, wish.Label, wish.Count, Count, stop);
                }
                else
                {
                    Capture.Record(new BoardClient(line, BoardClient.AnswerTimeout), null, path, force: false, newSession: false, wish.Label, wish.Count, Count, stop);
                }
            }
        }
        catch (Exception e) when (e is UserException or ModelException or IOException or OperationCanceledException)
        {
            problem = e is OperationCanceledException ? null : e.Message;
        }

        Tell(isRunning: false);
        changed();

        void Count(int readings)
        {
            recorded = readings;
            if (Environment.TickCount64 - told > BetweenNews.TotalMilliseconds)
            {
                told = Environment.TickCount64;
                Tell(isRunning: true);
            }
        }

        void Tell(bool isRunning) => pages.Push(Topic, new { isRunning, recorded, wanted = wish.Count, wish.Label, wish.Out, problem });
    }
}
