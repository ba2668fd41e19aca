using System;
using System.IO.Ports;
using EdgeNet.Core;
using EdgeNet.Link;

namespace EdgeNet.Device;

/// <summary>
/// The board's end of a serial line: takes new models into the store and sends readings for training. Every request may come
/// again, because its answer may have been lost; docs/updates.md has the protocol.
/// </summary>
public sealed class BoardLink : IDisposable
{
    private const int ReadBytes = 256;
    private const int ReceiveBufferBytes = 1024;
    private const int MostValuesAMessage = 64;
    private const int LongestText = 160;
    private const int MostPollBytes = 1024;
    private const int MostPollMilliseconds = 50;

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

    /// <summary>The sensors that readings can be asked of; null where there is no choice.</summary>
    public SensorList Sensors { get; set; }

    /// <summary>The sensor that readings are wanted of just now; null for whichever the app reads.</summary>
    public IInputSource SensorWanted
    {
        get { return _readingsWanted > 0 ? _sensorWanted : null; }
    }

    /// <summary>
    /// Handles what has come in, the store being locked meanwhile. Never waits, and returns after 1 KB or 50 ms and one message, so
    /// that a sender who never stops does not keep the board from its sensor.
    /// </summary>
    public void Poll()
    {
        long end = Environment.TickCount64 + MostPollMilliseconds;
        for (int left = MostPollBytes; left > 0 && (_at < _got || Receive()) && Environment.TickCount64 < end; left--)
        {
            if (_decoder.Add(_in[_at++]))
            {
                Answer(_decoder.Message, _decoder.Length);
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

        for (int first = 0; first < values.Length; first += MostValuesAMessage)
        {
            int count = values.Length - first < MostValuesAMessage ? values.Length - first : MostValuesAMessage;
            _out[0] = LinkProtocol.Reading;
            LittleEndian.SetUInt16(_out, 1, _readings);
            LittleEndian.SetUInt16(_out, Frames.PrefixBytes, first);
            int at = Frames.PrefixBytes + 2;
            for (int i = 0; i < count; i++)
            {
                Array.Copy(BitConverter.GetBytes(values[first + i]), 0, _out, at, 4);
                at += 4;
            }

            Send(at);
        }

        _readings++;
        _readingsWanted--;
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

    private void Answer(byte[] message, int length)
    {
        lock (_store)
        {
            Handle(message, length);
        }
    }

    private void Handle(byte[] message, int length)
    {
        int body = length - Frames.PrefixBytes;
        switch (message[0])
        {
            case LinkProtocol.Hello:
                AnswerHello(message);
                break;
            case LinkProtocol.Begin:
                Begin(message, body);
                break;
            case LinkProtocol.Chunk:
                AnswerStatus(message, body > Frames.ChunkPrefixBytes && Chunk(message, body - Frames.ChunkPrefixBytes), _store.Problem);
                break;
            case LinkProtocol.Commit:
                AnswerStatus(message, body == 4 && Commit(LittleEndian.Int32At(message, Frames.PrefixBytes)), _store.Problem);
                break;
            case LinkProtocol.Capture:
                if (body >= 2)
                {
                    Capture(message, body);
                }

                break;
        }
    }

    private void Begin(byte[] message, int body)
    {
        bool signed = body == ModelFormat.HeaderLength + ModelSignature.Bytes;
        if (body != ModelFormat.HeaderLength && !signed)
        {
            AnswerStatus(message, false, "this app speaks another version of the protocol; bring it or edgenet up to date");
            return;
        }

        Array.Copy(message, Frames.PrefixBytes, _header, 0, ModelFormat.HeaderLength);
        ModelSignature signature = signed ? ModelSignature.Read(message, Frames.PrefixBytes + ModelFormat.HeaderLength, ModelSignature.Bytes) : null;
        AnswerStatus(message, _store.Begin(_header, _header.Length, signature), _store.Problem);
    }

    // A chunk that was stored already is confirmed again; one that lies ahead is not stored, and the answer tells where to go on.
    private bool Chunk(byte[] message, int count)
    {
        bool expected = _store.IsReceiving(LittleEndian.Int32At(message, Frames.PrefixBytes));
        int offset = LittleEndian.Int32At(message, Frames.PrefixBytes + 4);
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
        IInputSource sensor = body > 2 && Sensors != null ? Sensors.Named(message, Frames.PrefixBytes + 2, body - 2) : null;
        if (body > 2 && sensor == null)
        {
            AnswerStatus(message, false, "no sensor of this name; " + Sensors);
            return;
        }

        int wanted = LittleEndian.UInt16At(message, Frames.PrefixBytes);
        _sensorWanted = sensor;
        _readingsWanted = wanted < LinkProtocol.MaxReadings ? wanted : LinkProtocol.MaxReadings;
        AnswerStatus(message, true, "");
    }

    private void AnswerStatus(byte[] request, bool succeeded, string problem)
    {
        int at = BeginAnswer(request);
        _out[at] = (byte)(succeeded ? 0 : 1);
        LittleEndian.SetInt32(_out, at + 1, _store.Received);
        Send(at + 5 + SetText(at + 5, succeeded ? "" : problem));
    }

    private void AnswerHello(byte[] request)
    {
        int at = BeginAnswer(request);
        Array.Clear(_header, 0, _header.Length);
        int slot = _store.ActiveHeader(_header) ? _store.ActiveSlot : LinkProtocol.NoSlot;
        _out[at] = LinkProtocol.ProtocolVersion;
        _out[at + 1] = ModelFormat.Version;
        _out[at + 2] = (byte)((_store.OnProbation ? LinkProtocol.OnProbationFlag : 0) | (_store.SignedOnly ? LinkProtocol.SignedOnlyFlag : 0)
            | (_store.Waits ? LinkProtocol.WaitsFlag : 0));
        _out[at + 3] = (byte)slot;
        _out[at + 4] = (byte)_store.Attempts;
        LittleEndian.SetUInt16(_out, at + 6, WantedCount());
        LittleEndian.SetInt32(_out, at + 8, _store.Sequence);
        LittleEndian.SetInt32(_out, at + 12, _store.Version);
        LittleEndian.SetInt32(_out, at + 16, _store.RoomBytes);
        LittleEndian.SetInt32(_out, at + 20, _store.Receiving ? _store.Received : 0);
        Array.Copy(_header, 0, _out, at + 24, _header.Length);
        LittleEndian.SetUInt16(_out, at + 44, Frames.ChunkBytes);
        int name = SetText(at + LinkProtocol.HelloBytes, _board);
        int text = SetText(at + LinkProtocol.HelloBytes + name, Log.LastEvent);
        _out[at + 5] = 0;
        _out[at + 46] = (byte)name;
        _out[at + 47] = (byte)text;
        Send(at + LinkProtocol.HelloBytes + name + text);
    }

    private int BeginAnswer(byte[] request)
    {
        _out[0] = (byte)(request[0] | LinkProtocol.Answer);
        _out[1] = request[1];
        _out[2] = request[2];
        return Frames.PrefixBytes;
    }

    private int SetText(int at, string text)
    {
        int length = text.Length < LongestText ? text.Length : LongestText;
        for (int i = 0; i < length; i++)
        {
            _out[at + i] = (byte)(text[i] >= ' ' && text[i] <= '~' ? text[i] : '?');
        }

        return length;
    }

    private void Send(int length)
    {
        _port.Write(_encoder.Frame, 0, _encoder.Pack(_out, length));
    }
}
