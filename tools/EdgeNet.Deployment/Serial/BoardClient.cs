using System.Diagnostics;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Serial;

/// <summary>
/// Talks to a board's app: sends a request, waits for the answer with its number, and sends it again where none comes. What does not
/// belong to the answer is skipped. docs/updates.md has the protocol.
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

    /// <summary>Creates a client.</summary>
    /// <param name="line">The line.</param>
    /// <param name="answerTimeout">How long to wait for an answer before the request is sent again.</param>
    public BoardClient(ISerialLine line, TimeSpan answerTimeout)
    {
        _line = line;
        _answerTimeout = answerTimeout;

        // Answers to somebody who used the line before are not for us.
        _sequence = Environment.TickCount & 0xFFFF;
    }

    /// <summary>How often a request is sent before the board counts as gone.</summary>
    public int MaxTries { get; init; } = 12;

    /// <summary>Requests that had to be sent again.</summary>
    public int Retries { get; private set; }

    /// <summary>Called with every reading message that comes.</summary>
    public Action<byte[]>? ReadingReceived { get; set; }

    /// <summary>Asks the board what it is.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What the board says.</returns>
    /// <exception cref="UserException">There is no answer, or one of another protocol.</exception>
    public HelloMessage Hello(CancellationToken cancellation)
    {
        byte[] answer = Ask(LinkProtocol.Hello, HelloMessage.Request(), cancellation);
        return HelloMessage.Read(answer, Frames.PrefixBytes, answer.Length - Frames.PrefixBytes)
            ?? throw new UserException("the board uses another protocol than this edgenet; update its app");
    }

    /// <summary>Sends a request that is answered by a status.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="body">Its body.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The status.</returns>
    /// <exception cref="UserException">There is no answer, or it is cut off.</exception>
    public StatusMessage Order(int type, ReadOnlySpan<byte> body, CancellationToken cancellation)
    {
        byte[] answer = Ask(type, body, cancellation);
        return StatusMessage.Read(answer, Frames.PrefixBytes, answer.Length - Frames.PrefixBytes)
            ?? throw new UserException("the answer of the board is too short");
    }

    /// <summary>Waits for readings.</summary>
    /// <param name="timeout">How long.</param>
    public void Listen(TimeSpan timeout)
    {
        Receive(timeout);
        while (_messages.TryDequeue(out byte[]? message))
        {
            Dispatch(message);
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
            Stopwatch waited = Stopwatch.StartNew();
            for (TimeSpan left = _answerTimeout; left > TimeSpan.Zero; left = _answerTimeout - waited.Elapsed)
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

        throw new UserException("the board does not answer: is it running the EdgeNet app, and are the serial port and the speed correct?");
    }

    private void Dispatch(byte[] message)
    {
        if (message[0] == LinkProtocol.Reading)
        {
            ReadingReceived?.Invoke(message);
        }
    }

    private bool Receive(TimeSpan timeout)
    {
        int got = _line.Read(_received, timeout);
        for (int i = 0; i < got; i++)
        {
            if (_decoder.Add(_received[i]))
            {
                _messages.Enqueue(_decoder.Message[.._decoder.Length]);
            }
        }

        return got > 0;
    }
}
