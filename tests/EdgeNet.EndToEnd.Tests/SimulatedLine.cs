using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>
/// A serial line to a virtual board's BoardLink, without clocks: the board works while the desktop waits, and nothing to read is a
/// time-out. Seeded faults drop, repeat and change bytes, cut bursts off, send them twice, and let one overtake the other.
/// </summary>
internal sealed class SimulatedLine : ISerialLine
{
    private readonly StoreBoard _board;
    private readonly UartPort _port;
    private readonly Queue<byte> _toDesktop = [];
    private readonly Random _random;
    private readonly double _faults;
    private byte[] _late = [];

    public SimulatedLine(StoreBoard board, int seed, double faults)
    {
        _board = board;
        _port = board.Board.Uart.Port("COM2");
        _random = new Random(seed);
        _faults = faults;
        BoardObject port = board.Board.New("System.IO.Ports.SerialPort", "COM2", 115200, 0, 8, 1);
        Link = board.Board.New("EdgeNet.Device.BoardLink", port, board.Store, "test board", 2);
    }

    public BoardObject Link { get; }

    /// <summary>The wire is cut after so many bytes from the desktop.</summary>
    public int CutAfterBytes { get; set; } = int.MaxValue;

    public bool ModelChanged => (bool)_board.Board.CallOn(Link, "get_ModelChanged")!;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        int passing = Math.Min(bytes.Length, CutAfterBytes);
        CutAfterBytes -= passing;
        _port.Send(Disturb(bytes[..passing].ToArray()));
    }

    public int Read(Span<byte> into, TimeSpan timeout)
    {
        _board.Board.CallOn(Link, "Poll");
        byte[] sent = _port.TakeSent();
        foreach (byte b in CutAfterBytes == 0 ? [] : Disturb(sent))
        {
            _toDesktop.Enqueue(b);
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

    private byte[] Disturb(byte[] burst)
    {
        if (_faults == 0 || burst.Length == 0)
        {
            return burst;
        }

        List<byte> line = [];
        foreach (byte b in burst)
        {
            double fault = _random.NextDouble() / _faults;
            switch (fault)
            {
                case < 0.25:
                    break;
                case < 0.5:
                    line.AddRange([b, b]);
                    break;
                case < 1:
                    line.Add((byte)_random.Next(256));
                    break;
                default:
                    line.Add(b);
                    break;
            }
        }

        byte[] late = _late;
        _late = [];
        switch (_random.NextDouble() / (20 * _faults))
        {
            case < 0.2: // cut off
                line = line[.._random.Next(line.Count + 1)];
                break;
            case < 0.4: // twice
                line.AddRange([.. line]);
                break;
            case < 0.7: // overtaken by the next one
                _late = [.. line];
                line = [];
                break;
        }

        return [.. line, .. late];
    }
}
