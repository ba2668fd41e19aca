using System;
using System.IO.Ports;
using EdgeNet.Core;
using EdgeNet.Link;

namespace EdgeNet.Device;

/// <summary>
/// The board's end of a serial line: stores new models, sends readings for training and labels for watching, and
/// classifies samples. Every request may come
/// again, because its answer may have been lost; docs/updates.md has the protocol.
/// </summary>
public sealed class BoardLink : IDisposable
{
    private const int ReadBytes = 256;
    private const int ReceiveBufferBytes = 1024;
    private const int MaxPollBytes = 1024;
    private const int MaxPollMilliseconds = 50;

    private readonly SerialPort _port;
    private readonly ModelStore _store;
    private readonly string _board;
    private readonly FrameDecoder _decoder = new FrameDecoder();
    private readonly FrameEncoder _encoder = new FrameEncoder();
    private readonly byte[] _in = new byte[ReadBytes];
    private readonly byte[] _out = Frames.NewMessage();
    private readonly byte[] _header = new byte[ModelFormat.HeaderLength];
    private IInputSource _sensorWanted;
    private int _readingsWanted;
    private int _at;
    private int _got;
    private int _readings;
    private TimedNetwork _network;
    private int _networkCrc;
    private SampleClassifier _samples;
    private int _labelsWanted;
    private bool _scoresWanted;
    private int _labels;

    /// <summary>Opens the line.</summary>
    /// <param name="port">A closed port; what else it needs is set here.</param>
    /// <param name="store">Where models go.</param>
    /// <param name="board">What the board calls itself, ASCII.</param>
    /// <param name="valueCount">Values of a reading of its sensor.</param>
    public BoardLink(SerialPort port, ModelStore store, string board, int valueCount)
    {
        _port = port;
        _store = store;
        _board = board;
        ValueCount = valueCount;
        port.ReadBufferSize = ReceiveBufferBytes;
        port.WriteTimeout = 1000;
        port.Open();
    }

    /// <summary>Whether a new model has been selected, which the app should start. Setting it to false takes note.</summary>
    public bool ModelChanged { get; set; }

    /// <summary>Values of a reading of the sensor that the app reads now.</summary>
    public int ValueCount { get; set; }

    /// <summary>The sensors that readings can be asked of; null if there is no choice.</summary>
    public SensorList Sensors { get; set; }

    /// <summary>The sensor that readings are wanted of just now; null for whichever the app reads.</summary>
    public IInputSource SensorWanted
    {
        get { return _readingsWanted > 0 ? _sensorWanted : null; }
    }

    /// <summary>What the app learns; null if it does not learn.</summary>
    public AppLearning Learning { get; set; }

    /// <summary>
    /// Handles what has come in, the store being locked meanwhile. Never waits, and returns after 1 KB or 50 ms and one message, so
    /// that a sender who never stops does not keep the board from its sensor.
    /// </summary>
    public void Poll()
    {
        long end = Environment.TickCount64 + MaxPollMilliseconds;
        for (int left = MaxPollBytes; left > 0 && (_at < _got || Receive()) && Environment.TickCount64 < end; left--)
        {
            if (_decoder.Add(_in[_at++]))
            {
                lock (_store)
                {
                    Handle(_decoder.Message, _decoder.Length);
                }
            }
        }
    }

    /// <summary>Sends a reading, if readings have been asked for.</summary>
    /// <param name="values">The values of the sensor.</param>
    public void Offer(float[] values)
    {
        // A window of one sensor may have been under way when readings of another were asked for.
        if (_readingsWanted == 0 || values.Length != WantedCount())
        {
            return;
        }

        SendReading(values, _readings);
        _readings++;
        _readingsWanted--;
    }

    /// <summary>Sets the network that the app runs from now on. Called with the store locked.</summary>
    /// <param name="network">The network; null for none.</param>
    public void SetNetwork(TimedNetwork network)
    {
        _network = network;
        _samples = null;
        _networkCrc = network != null && _store.ActiveHeader(_header) ? ModelHeader.Crc(_header) : 0;
    }

    /// <summary>Sends a label if labels have been requested.</summary>
    /// <param name="label">Its index.</param>
    /// <param name="confidencePercent">How sure the network is, 0 to 100.</param>
    /// <param name="microseconds">The time of the classification.</param>
    public void Offer(int label, int confidencePercent, int microseconds)
    {
        if (_labelsWanted == 0 || _network == null)
        {
            return;
        }

        MessageParts.WritePrefix(_out, LinkProtocol.Label, _labels);
        string text = Learns() ? Learning.Label(label) : _network.Network.Label(label);
        Network network = _network.Network;
        Send(_scoresWanted && network.FindsAnomalies
            ? LabelMessage.Write(_out, Frames.PrefixBytes, label, confidencePercent, microseconds, network.AnomalyLevel, network.IsAnomaly, text)
            : LabelMessage.Write(_out, Frames.PrefixBytes, label, confidencePercent, microseconds, text));
        _labels++;
        _labelsWanted--;
    }

    /// <summary>Sends how the board keeps up with its stream, if labels have been requested.</summary>
    /// <param name="busyPercent">The share of its time that the board needs for the stream.</param>
    /// <param name="lost">Readings that were lost so far.</param>
    public void OfferPace(int busyPercent, int lost)
    {
        if (_labelsWanted > 0)
        {
            MessageParts.WritePrefix(_out, LinkProtocol.Pace, _labels);
            Send(PaceMessage.Write(_out, Frames.PrefixBytes, busyPercent, lost));
        }
    }

    /// <summary>Closes the port.</summary>
    public void Dispose()
    {
        _port.Dispose();
    }

    private bool Receive()
    {
        int waiting = _port.BytesToRead;
        _at = 0;
        _got = waiting > 0 ? _port.Read(_in, 0, waiting < ReadBytes ? waiting : ReadBytes) : 0;
        return _got > 0;
    }

    private int WantedCount()
    {
        return SensorWanted == null ? ValueCount : SensorWanted.Count;
    }

    private void Handle(byte[] message, int length)
    {
        int body = length - Frames.PrefixBytes;
        switch (message[0])
        {
            case LinkProtocol.Hello:
                AnswerHello(message, body);
                break;
            case LinkProtocol.Begin:
                Begin(message, body);
                break;
            case LinkProtocol.Chunk:
                AnswerStatus(message, body > Frames.ChunkPrefixBytes && Chunk(message, body - Frames.ChunkPrefixBytes), _store.Problem);
                break;
            case LinkProtocol.Commit:
                AnswerStatus(message, body == UpdateMessage.CommitBytes && Commit(UpdateMessage.HeaderCrc(message, Frames.PrefixBytes)), _store.Problem);
                break;
            case LinkProtocol.Capture:
                if (body >= CaptureMessage.PrefixBytes)
                {
                    Capture(message, body);
                }

                break;
            case LinkProtocol.Classify:
                if (body >= ClassifyMessage.PrefixBytes)
                {
                    Classify(message, body);
                }

                break;
            case LinkProtocol.Watch:
                if (body >= WatchMessage.Bytes)
                {
                    _labelsWanted = WatchMessage.Labels(message, Frames.PrefixBytes);
                    _scoresWanted = WatchMessage.WantsScores(message, Frames.PrefixBytes, body);
                    AnswerStatus(message, true, "");
                }

                break;
            case LinkProtocol.Teach:
                if (body >= TeachMessage.PrefixBytes)
                {
                    Teach(message, body);
                }

                break;
            case LinkProtocol.Unsure:
                if (body >= UnsureMessage.Bytes)
                {
                    SendUnsure(message, message[Frames.PrefixBytes]);
                }

                break;
        }
    }

    private bool Learns()
    {
        return Learning != null && Learning.IsLoaded;
    }

    private void Teach(byte[] message, int body)
    {
        if (Learns())
        {
            Answer(message, Learning.Order(message, body, _out));
            return;
        }

        TaughtMessage taught = new TaughtMessage();
        taught.Problem = WhyNotLearning();
        Answer(message, taught.Write(_out, Frames.PrefixBytes));
    }

    private void SendUnsure(byte[] message, int number)
    {
        if (!Learns())
        {
            AnswerStatus(message, false, WhyNotLearning());
            return;
        }

        if (number == UnsureMessage.Clear)
        {
            Learning.ClearUnsure();
        }

        bool isKept = number < Learning.UnsureCount;
        Answer(message, StatusMessage.Write(_out, Frames.PrefixBytes, true, Learning.UnsureCount, isKept ? Learning.UnsureAnswer(number) : ""));
        if (isKept)
        {
            SendReading(Learning.UnsureReading(number), number);
        }
    }

    private string WhyNotLearning()
    {
        return Learning == null ? "the app on the board does not learn; docs/learning.md says how to build one that does"
            : _network == null ? "the board runs no model" : "the model on the board cannot learn, or there is not enough memory";
    }

    private void SendReading(float[] values, int number)
    {
        MessageParts.WritePrefix(_out, LinkProtocol.Reading, number);
        for (int first = 0; first < values.Length; first += ReadingMessage.MaxValues)
        {
            int count = values.Length - first < ReadingMessage.MaxValues ? values.Length - first : ReadingMessage.MaxValues;
            Send(ReadingMessage.Write(_out, Frames.PrefixBytes, values, first, count));
        }
    }

    private void Begin(byte[] message, int body)
    {
        if (!UpdateMessage.IsBegin(body))
        {
            AnswerStatus(message, false, "this app uses another version of the protocol; update it or edgenet");
            return;
        }

        // A new model needs the memory more than samples do.
        _samples = null;
        UpdateMessage.ReadHeader(message, Frames.PrefixBytes, _header);
        ModelSignature signature = UpdateMessage.ReadSignature(message, Frames.PrefixBytes, body);
        AnswerStatus(message, _store.Begin(_header, _header.Length, signature), _store.Problem);
    }

    // A chunk that was stored already is confirmed again; one further ahead is not stored, and the answer says where to continue.
    private bool Chunk(byte[] message, int count)
    {
        bool expected = _store.IsReceiving(UpdateMessage.HeaderCrc(message, Frames.PrefixBytes));
        int offset = UpdateMessage.Offset(message, Frames.PrefixBytes);
        return expected && (offset != _store.Received || _store.Write(message, Frames.PrefixBytes + Frames.ChunkPrefixBytes, count));
    }

    private bool Commit(int headerCrc)
    {
        if (_store.HasTaken(headerCrc))
        {
            return true;
        }

        bool taken = _store.IsReceiving(headerCrc) && _store.Commit();
        ModelChanged |= taken;
        return taken;
    }

    private void Capture(byte[] message, int body)
    {
        int name = body - CaptureMessage.PrefixBytes;
        IInputSource sensor = name > 0 && Sensors != null ? Sensors.Named(message, Frames.PrefixBytes + CaptureMessage.PrefixBytes, name) : null;
        if ((name > 0 && sensor == null) || (Sensors != null && Sensors.Count == 0))
        {
            AnswerStatus(message, false, (name > 0 ? "no sensor of this name; " : "") + Sensors);
            return;
        }

        _sensorWanted = sensor;
        _readingsWanted = CaptureMessage.Readings(message, Frames.PrefixBytes);
        AnswerStatus(message, true, "");
    }

    private void Classify(byte[] message, int body)
    {
        if (_network == null || ClassifyMessage.HeaderCrc(message, Frames.PrefixBytes) != _networkCrc)
        {
            AnswerStatus(message, false, _network == null ? "the board runs no model" : "the board runs another model");
            return;
        }

        string problem;
        try
        {
            if (_samples == null)
            {
                _samples = new SampleClassifier(_network);
            }

            Answer(message, _samples.Take(message, body, _out));
            return;
        }
        catch (OutOfMemoryException)
        {
            _samples = null;
            problem = "not enough memory to classify samples beside the app";
        }
        catch (Exception e)
        {
            problem = ErrorText.Of(e);
        }

        AnswerStatus(message, false, problem);
    }

    private void AnswerStatus(byte[] request, bool succeeded, string problem)
    {
        Answer(request, StatusMessage.Write(_out, Frames.PrefixBytes, succeeded, _store.Received, succeeded ? "" : problem));
    }

    private void AnswerHello(byte[] request, int body)
    {
        HelloMessage hello = new HelloMessage();
        Array.Clear(_header, 0, _header.Length);
        hello.Slot = _store.ActiveHeader(_header) ? _store.ActiveSlot : HelloMessage.NoSlot;
        hello.ModelFormat = ModelFormat.Version;
        hello.OnProbation = _store.OnProbation;
        hello.SignedOnly = _store.SignedOnly;
        hello.Waits = _store.Waits;
        hello.Attempts = _store.Attempts;
        hello.ValueCount = WantedCount();
        hello.Sequence = _store.Sequence;
        hello.Version = _store.Version;
        hello.RoomBytes = _store.RoomBytes;
        hello.ReceivedBytes = _store.Receiving ? _store.Received : 0;
        hello.ActiveHeader = _header;
        hello.ChunkBytes = Frames.ChunkBytes;
        hello.Name = _board;
        hello.LastEvent = Log.LastEvent;
        if (HelloMessage.AsksForRuns(request, Frames.PrefixBytes, body))
        {
            hello.Runs = BoardCapabilities.OfThisApp(_store.HeapForModel());
            hello.NewestRequest = LinkProtocol.NewestRequest;
        }

        Answer(request, hello.Write(_out, Frames.PrefixBytes));
    }

    private void Answer(byte[] request, int body)
    {
        MessageParts.WritePrefix(_out, request[0] | LinkProtocol.Answer, MessageParts.Number(request));
        Send(body);
    }

    private void Send(int body)
    {
        _port.Write(_encoder.Frame, 0, _encoder.Pack(_out, Frames.PrefixBytes + body));
    }
}
