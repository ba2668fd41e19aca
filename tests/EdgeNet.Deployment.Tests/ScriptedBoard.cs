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

    /// <summary>The slot of its model.</summary>
    public int Slot { get; init; } = HelloMessage.NoSlot;

    /// <summary>The newest request that it says its app answers.</summary>
    public int NewestRequest { get; init; } = LinkProtocol.NewestRequest;

    /// <summary>Called with the type of every request.</summary>
    public Action<int> Asked { get; init; } = _ => { };

    /// <summary>Answers classify: given the message, its length, and the message to write; gives the bytes of the answer's body.</summary>
    public Func<byte[], int, byte[], int>? Classified { get; init; }

    /// <summary>What the line makes of a frame from the board.</summary>
    public Func<byte[], byte[]> Line { get; init; } = frame => frame;

    /// <summary>Called where the desktop waits and nothing is on the line.</summary>
    public Action<ScriptedBoard> Idle { get; init; } = _ => { };

    public void Write(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (_decoder.Add(b))
            {
                Answer(_decoder.Message[0], MessageParts.Number(_decoder.Message), _decoder.Length);
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

    /// <summary>Sends any message.</summary>
    public void Send(int type, int number, byte[] body)
    {
        byte[] message = Frames.NewMessage();
        body.CopyTo(message, Frames.PrefixBytes);
        Send(message, type, number, body.Length);
    }

    /// <summary>Puts what belongs to no message on the line.</summary>
    public void SendNoise() => Array.ForEach<byte>([0x55, 0], _toDesktop.Enqueue);

    public void Dispose()
    {
    }

    private void Answer(int type, int number, int length)
    {
        Asked(type);
        byte[] message = Frames.NewMessage();
        if (type == LinkProtocol.Classify && Classified is not null)
        {
            Send(message, type | LinkProtocol.Answer, number, Classified(_decoder.Message, length, message));
            return;
        }

        HelloMessage hello = new()
        {
            ModelFormat = ModelFormat.Version,
            Slot = Slot,
            ValueCount = ValueCount,
            RoomBytes = -1,
            ActiveHeader = new byte[ModelFormat.HeaderLength],
            ChunkBytes = Frames.ChunkBytes,
            Name = "scripted board",
            LastEvent = "",
            Runs = BoardCapabilities.OfThisApp(60_000),
            NewestRequest = NewestRequest,
        };
        Send(message, type | LinkProtocol.Answer, number, type == LinkProtocol.Hello ? hello.Write(message, Frames.PrefixBytes) : StatusMessage.Write(message, Frames.PrefixBytes, true, Received(type), ""));
    }

    private void Send(byte[] message, int type, int number, int bodyBytes)
    {
        MessageParts.WritePrefix(message, type, number);
        FrameEncoder encoder = new();
        int frame = encoder.Pack(message, Frames.PrefixBytes + bodyBytes);
        Array.ForEach(Line(encoder.Frame[..frame]), _toDesktop.Enqueue);
    }

    private sealed class LineClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
