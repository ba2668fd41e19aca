using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator.Devices;

namespace EdgeNet.Workflows;

/// <summary>The serial line to a virtual board that runs on another thread.</summary>
internal sealed class UartLine : ISerialLine
{
    // What nobody reads is dropped, the oldest first, as by an adapter.
    private const int MostWaiting = 64 * 1024;

    private readonly UartPort _port;
    private readonly Queue<byte> _received = [];

    public UartLine(UartPort port)
    {
        _port = port;
        port.Sent = Add;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes) => _port.Send(bytes);

    /// <inheritdoc/>
    public int Read(Span<byte> into, TimeSpan timeout)
    {
        lock (_received)
        {
            if (_received.Count == 0)
            {
                Monitor.Wait(_received, timeout);
            }

            int count = Math.Min(into.Length, _received.Count);
            for (int i = 0; i < count; i++)
            {
                into[i] = _received.Dequeue();
            }

            return count;
        }
    }

    /// <summary>Nothing: the wire stays with the board.</summary>
    public void Dispose()
    {
    }

    private void Add(byte[] bytes)
    {
        lock (_received)
        {
            Array.ForEach(bytes, _received.Enqueue);
            while (_received.Count > MostWaiting)
            {
                _received.Dequeue();
            }

            Monitor.PulseAll(_received);
        }
    }
}
