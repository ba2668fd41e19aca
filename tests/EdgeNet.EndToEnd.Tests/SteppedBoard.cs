using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator.Devices;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The serial line to a virtual board whose time passes only while the desktop waits for it.</summary>
internal sealed class SteppedBoard : ISerialLine
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly UartPort _port;
    private readonly Queue<byte> _toDesktop = [];
    private readonly StepClock _clock = new();

    public SteppedBoard(VirtualBoard board)
    {
        Board = board;
        _port = board.Link;
    }

    public VirtualBoard Board { get; }

    /// <summary>Called before every step.</summary>
    public Action? Stepping { get; set; }

    public BoardClient Client(int maxTries = 12) => new(this, BoardClient.AnswerTimeout) { Clock = _clock, MaxTries = maxTries };

    public BoardState Run(double seconds)
    {
        Board.Run(TimeSpan.FromSeconds(seconds));
        return Board.State();
    }

    public void Write(ReadOnlySpan<byte> bytes) => _port.Send(bytes);

    public int Read(Span<byte> into, TimeSpan timeout)
    {
        for (TimeSpan left = timeout; left > TimeSpan.Zero && _toDesktop.Count == 0; left -= Step)
        {
            Stepping?.Invoke();
            Board.Run(Step);
            _clock.Now += Step.Ticks;
            Array.ForEach(_port.TakeSent(), _toDesktop.Enqueue);
        }

        int count = Math.Min(into.Length, _toDesktop.Count);
        for (int i = 0; i < count; i++)
        {
            into[i] = _toDesktop.Dequeue();
        }

        return count;
    }

    public void Dispose()
    {
    }

    // It goes on while the board is without power.
    private sealed class StepClock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }
}
