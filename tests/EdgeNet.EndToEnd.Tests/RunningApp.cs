using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The line to an app on a virtual board that runs only while the desktop waits: time is the board's, so nothing depends on how fast the machine is.</summary>
internal sealed class RunningApp : ISerialLine
{
    private const int StepMilliseconds = 10;

    private readonly UartPort _port;
    private readonly Queue<byte> _toDesktop = [];

    public RunningApp(Board board)
    {
        Board = board;
        _port = board.Uart.Port("COM2");
        Clock = new BoardClock(board);
    }

    public Board Board { get; }

    public TimeProvider Clock { get; }

    public BoardClient Client => new(this, BoardClient.AnswerTimeout) { Clock = Clock };

    /// <summary>Lets the app run.</summary>
    public void Run(double seconds) => Board.RunFor(TimeSpan.FromSeconds(seconds));

    public void Write(ReadOnlySpan<byte> bytes) => _port.Send(bytes);

    public int Read(Span<byte> into, TimeSpan timeout)
    {
        for (double left = timeout.TotalMilliseconds; left > 0 && _toDesktop.Count == 0; left -= StepMilliseconds)
        {
            Board.RunFor(TimeSpan.FromMilliseconds(StepMilliseconds));
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

    private sealed class BoardClock(Board board) : TimeProvider
    {
        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => (long)board.NowMicroseconds;
    }
}
