namespace EdgeNet.Emulator.Devices;

/// <summary>The board's serial ports.</summary>
public sealed class Uart
{
    private readonly Dictionary<string, UartPort> _ports = [];

    /// <summary>A port.</summary>
    /// <param name="name">Its name, COM1 for instance.</param>
    /// <returns>The port.</returns>
    public UartPort Port(string name)
    {
        if (!_ports.TryGetValue(name, out UartPort? port))
        {
            _ports[name] = port = new UartPort();
        }

        return port;
    }

    internal void PowerOff()
    {
        foreach (UartPort port in _ports.Values)
        {
            port.PowerOff();
        }
    }
}

/// <summary>A serial port, with the wires that lead out of the board. It may be used from several threads.</summary>
public sealed class UartPort
{
    private readonly Queue<byte> _received = [];
    private readonly List<byte> _sent = [];

    /// <summary>Bytes that the board can hold before it reads them; what comes then is lost, as on a board.</summary>
    public int BufferBytes { get; internal set; } = 256;

    /// <summary>Bits per second, as the program has set it.</summary>
    public int BaudRate { get; internal set; } = 9600;

    /// <summary>Whether the board has no such port: opening it fails.</summary>
    public bool IsMissing { get; set; }

    /// <summary>Called with what the board sends; where it is not set, <see cref="TakeSent"/> gives it.</summary>
    public Action<byte[]>? Sent { get; set; }

    /// <summary>Called when the program looks whether something has come; whoever is at the other end can send just then.</summary>
    public Action? Polled { get; set; }

    internal bool IsOpen { get; set; }

    /// <summary>Puts bytes on the wire to the board.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        lock (_received)
        {
            foreach (byte b in bytes)
            {
                if (IsOpen && _received.Count < BufferBytes)
                {
                    _received.Enqueue(b);
                }
            }
        }
    }

    /// <summary>Takes what the board has sent since the last time.</summary>
    /// <returns>The bytes.</returns>
    public byte[] TakeSent()
    {
        lock (_sent)
        {
            byte[] bytes = [.. _sent];
            _sent.Clear();
            return bytes;
        }
    }

    internal void PowerOff()
    {
        lock (_received)
        {
            IsOpen = false;
            _received.Clear();
        }
    }

    internal int Waiting
    {
        get
        {
            Polled?.Invoke();
            lock (_received)
            {
                return _received.Count;
            }
        }
    }

    internal int Read(Span<byte> into)
    {
        lock (_received)
        {
            int count = Math.Min(into.Length, _received.Count);
            for (int i = 0; i < count; i++)
            {
                into[i] = _received.Dequeue();
            }

            return count;
        }
    }

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        if (Sent is null)
        {
            lock (_sent)
            {
                _sent.AddRange(bytes);
            }
        }
        else
        {
            Sent(bytes.ToArray());
        }
    }
}
