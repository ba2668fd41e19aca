using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Serial;

/// <summary>
/// Talks to a board's app: sends a request, waits for the answer with its number, and repeats the request if none comes. Anything that
/// does not belong to the answer is skipped. docs/updates.md describes the protocol.
/// </summary>
public sealed class BoardClient
{
    /// <summary>How long to wait for a board's answer: a classification and half a kilobyte on the line, several times over.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromMilliseconds(600);

    private readonly ISerialLine _line;
    private readonly TimeSpan _answerTimeout;
    private readonly FrameEncoder _encoder = new();
    private readonly FrameDecoder _decoder = new();
    private readonly byte[] _request = Frames.NewMessage();
    private readonly byte[] _received = new byte[1024];
    private readonly Queue<byte[]> _messages = [];
    private int _sequence;
    private long _bytesReceived;
    private bool _hasHeardBoard;

    /// <summary>Creates a client.</summary>
    /// <param name="line">The line.</param>
    /// <param name="answerTimeout">How long to wait for an answer before the request is sent again.</param>
    public BoardClient(ISerialLine line, TimeSpan answerTimeout)
    {
        _line = line;
        _answerTimeout = answerTimeout;

        // Answers to an earlier user of the line are not for us.
        _sequence = Environment.TickCount & 0xFFFF;
    }

    /// <summary>How often a request is sent before the board is considered gone.</summary>
    public int MaxTries { get; init; } = 12;

    /// <summary>The clock that times waiting.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Requests that had to be sent again.</summary>
    public int Retries { get; private set; }

    /// <summary>Called with every reading message.</summary>
    public Action<byte[]>? ReadingReceived { get; set; }

    /// <summary>Called with every label message.</summary>
    public Action<byte[]>? LabelReceived { get; set; }

    /// <summary>Called with every message on how the board keeps up with its stream.</summary>
    public Action<byte[]>? PaceReceived { get; set; }

    /// <summary>Asks the board what it is.</summary>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>What the board says.</returns>
    /// <exception cref="UserException">There is no answer, or one of another protocol.</exception>
    public HelloMessage Hello(CancellationToken cancellation)
    {
        byte[] answer = Ask(LinkProtocol.Hello, HelloMessage.Request(), cancellation);
        int version = answer.Length > Frames.PrefixBytes ? answer[Frames.PrefixBytes] : 0;
        return HelloMessage.Read(answer, Frames.PrefixBytes, answer.Length - Frames.PrefixBytes)
            ?? throw new UserException(version == LinkProtocol.ProtocolVersion ? "the board's answer to hello makes no sense; update its app"
                : $"the board uses another protocol: version {version}, but this edgenet uses version {LinkProtocol.ProtocolVersion}; update {(version < LinkProtocol.ProtocolVersion ? "its app" : "edgenet")}");
    }

    /// <summary>Asks the board what it is, and checks that its app knows a request.</summary>
    /// <param name="request">The type of the request.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>What the board says.</returns>
    /// <exception cref="UserException">There is no answer, or one of another protocol, or the app is too old.</exception>
    public HelloMessage HelloFor(int request, CancellationToken cancellation)
    {
        HelloMessage board = Hello(cancellation);
        return board.NewestRequest >= request ? board : throw new UserException("the app on the board is too old for this; update it");
    }

    /// <summary>Sends a part of a sample.</summary>
    /// <param name="body">The body of classify.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The answer to the sample, or how much of it has arrived.</returns>
    /// <exception cref="UserException">There is no answer, or one that makes no sense.</exception>
    public (ClassifiedMessage? Classified, StatusMessage? Status) Classify(ReadOnlySpan<byte> body, CancellationToken cancellation)
    {
        byte[] answer = Ask(LinkProtocol.Classify, body, cancellation);
        int count = answer.Length - Frames.PrefixBytes;
        if (ClassifiedMessage.Read(answer, Frames.PrefixBytes, count) is ClassifiedMessage classified)
        {
            return (classified, null);
        }

        return count > 0 && answer[Frames.PrefixBytes] <= 1 && StatusMessage.Read(answer, Frames.PrefixBytes, count) is StatusMessage status ? (null, status)
            : throw new UserException("the board's answer to a sample makes no sense; update its app");
    }

    /// <summary>Sends a request that is answered by a status.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="body">Its body.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The status.</returns>
    /// <exception cref="UserException">There is no answer, or it is cut off.</exception>
    public StatusMessage Order(int type, ReadOnlySpan<byte> body, CancellationToken cancellation)
    {
        byte[] answer = Ask(type, body, cancellation);
        return StatusMessage.Read(answer, Frames.PrefixBytes, answer.Length - Frames.PrefixBytes)
            ?? throw new UserException("the answer of the board is too short");
    }

    /// <summary>Waits for readings.</summary>
    /// <param name="timeout">How long, whatever else arrives meanwhile.</param>
    /// <param name="enough">Whether enough has arrived.</param>
    public void Listen(TimeSpan timeout, Func<bool> enough)
    {
        long begun = Clock.GetTimestamp();
        for (TimeSpan left = timeout; left > TimeSpan.Zero && !enough(); left = timeout - Clock.GetElapsedTime(begun))
        {
            Receive(left);
            while (_messages.TryDequeue(out byte[]? message))
            {
                Dispatch(message);
            }
        }
    }

    private byte[] Ask(int type, ReadOnlySpan<byte> body, CancellationToken cancellation)
    {
        int sequence = ++_sequence & 0xFFFF;
        MessageParts.WritePrefix(_request, type, sequence);
        body.CopyTo(_request.AsSpan(Frames.PrefixBytes));
        int frame = _encoder.Pack(_request, Frames.PrefixBytes + body.Length);
        for (int attempt = 0; attempt < MaxTries; attempt++)
        {
            Retries += attempt > 0 ? 1 : 0;
            _line.Write(_encoder.Frame.AsSpan(0, frame));
            long begun = Clock.GetTimestamp();
            for (TimeSpan left = _answerTimeout; left > TimeSpan.Zero; left = _answerTimeout - Clock.GetElapsedTime(begun))
            {
                cancellation.ThrowIfCancellationRequested();
                while (_messages.TryDequeue(out byte[]? message))
                {
                    if (message[0] == (type | LinkProtocol.Answer) && MessageParts.Number(message) == sequence)
                    {
                        return message;
                    }

                    Dispatch(message);
                }

                if (!Receive(left))
                {
                    break;
                }
            }
        }

        throw new UserException(_bytesReceived == 0 || _hasHeardBoard
            ? "the board does not answer: is it running the EdgeNet app, and are the serial port and the speed correct?"
            : $"the connected device is not an EdgeNet board: it has sent {_bytesReceived:N0} bytes, but no message; is this the app's port, not the debugger's, and is the speed correct?");
    }

    private void Dispatch(byte[] message)
    {
        if (message[0] == LinkProtocol.Reading)
        {
            ReadingReceived?.Invoke(message);
        }
        else if (message[0] == LinkProtocol.Label)
        {
            LabelReceived?.Invoke(message);
        }
        else if (message[0] == LinkProtocol.Pace)
        {
            PaceReceived?.Invoke(message);
        }
    }

    private bool Receive(TimeSpan timeout)
    {
        int got = _line.Read(_received, timeout);
        _bytesReceived += got;
        for (int i = 0; i < got; i++)
        {
            if (_decoder.Add(_received[i]))
            {
                // Not an echo of what was sent.
                _hasHeardBoard |= _decoder.Message[0] is >= LinkProtocol.Answer or LinkProtocol.Reading or LinkProtocol.Label;
                _messages.Enqueue(_decoder.Message[.._decoder.Length]);
            }
        }

        return got > 0;
    }
}
