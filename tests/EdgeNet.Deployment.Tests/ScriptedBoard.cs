using EdgeNet.Core;
using EdgeNet.Deployment.Serial;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Tests;

/// <summary>A board that answers what a test says, at the other end of a line that has a clock of its own: waiting costs no time.</summary>
internal sealed class ScriptedBoard : ISerialLine
{
    private readonly FrameDecoder _decoder = new();
    private readonly Queue<byte> _toDesktop = [];
    private readonly LineClock _clock = new();
    private int _readings;

    /// <summary>Values of a reading.</summary>
    public int ValueCount { get; init; } = 2;

    /// <summary>A millisecond for every read that gives bytes, the whole time-out for one that does not.</summary>
    public TimeProvider Clock => _clock;

    /// <summary>Bytes that a read gives at most.</summary>
    public int BytesARead { get; init; } = int.MaxValue;

    /// <summary>Gives the bytes that the board says it has, by the type of the request.</summary>
    public Func<int, int> Received { get; init; } = _ => 0;

    /// <summary>Called where the desktop waits and nothing is on the line.</summary>
    public Action<ScriptedBoard> Idle { get; init; } = _ => { };

    public void Write(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (_decoder.Add(b))
            {
                Answer(_decoder.Message[0], MessageParts.Number(_decoder.Message));
            }
        }
    }

    public int Read(Span<byte> into, TimeSpan timeout)
    {
        if (_toDesktop.Count == 0)
        {
            Idle(this);
        }

        int count = Math.Min(Math.Min(into.Length, BytesARead), _toDesktop.Count);
        _clock.Now += count > 0 ? TimeSpan.FromMilliseconds(1) : timeout;
        for (int i = 0; i < count; i++)
        {
            into[i] = _toDesktop.Dequeue();
        }

        return count;
    }

    /// <summary>Sends a reading, in as many parts as it needs.</summary>
    public void SendReading(params float[] values)
    {
        _readings++;
        byte[] message = Frames.NewMessage();
        for (int first = 0; first < values.Length; first += ReadingMessage.MaxValues)
        {
            int count = Math.Min(values.Length - first, ReadingMessage.MaxValues);
            Send(message, LinkProtocol.Reading, _readings, ReadingMessage.Write(message, Frames.PrefixBytes, values, first, count));
        }
    }

    /// <summary>Puts what belongs to no message on the line.</summary>
    public void SendNoise() => Array.ForEach<byte>([0x55, 0], _toDesktop.Enqueue);

    public void Dispose()
    {
    }

    private void Answer(int type, int number)
    {
        byte[] message = Frames.NewMessage();
        HelloMessage hello = new()
        {
            ModelFormat = ModelFormat.Version,
            Slot = HelloMessage.NoSlot,
            ValueCount = ValueCount,
            RoomBytes = -1,
            ActiveHeader = new byte[ModelFormat.HeaderLength],
            ChunkBytes = Frames.ChunkBytes,
            Name = "scripted board",
            LastEvent = "",
        };
        Send(message, type | LinkProtocol.Answer, number, type == LinkProtocol.Hello ? hello.Write(message, Frames.PrefixBytes) : StatusMessage.Write(message, Frames.PrefixBytes, true, Received(type), ""));
    }

    private void Send(byte[] message, int type, int number, int bodyBytes)
    {
        MessageParts.WritePrefix(message, type, number);
        FrameEncoder encoder = new();
        int frame = encoder.Pack(message, Frames.PrefixBytes + bodyBytes);
        Array.ForEach(encoder.Frame[..frame], _toDesktop.Enqueue);
    }

    private sealed class LineClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
