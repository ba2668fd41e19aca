using System.Buffers.Binary;
using System.Runtime.InteropServices;
using EdgeNet.Files;

namespace EdgeNet.Deployment.Serial;

/// <summary>
/// A COM port of Windows, using overlapped operations: one at a time, finished when the call returns. The wait time is decided here,
/// not by the driver. Memory that an operation uses does not move, and is freed only when no operation can be using it.
/// </summary>
internal sealed unsafe class WindowsSerialPort : ISerialLine
{
    private const int Pending = 997, Incomplete = 996, Aborted = 995;
    private const int NotFound = 2, PathNotFound = 3, AccessDenied = 5, InvalidName = 123;
    private const int BufferBytes = 4096, DcbBytes = 28;

    // Fields of a DCB: binary (the only mode on Windows), DTR and RTS on; no parity check, no flow control, no stop at the first framing error.
    private const uint BinaryMode = 1, DtrOn = 1 << 4, RtsOn = 1 << 12;
    private const byte EightBits = 8, NoParity = 0, OneStopBit = 0;
    private const int SpeedAt = 4, FlagsAt = 8, FormatAt = 18;

    // Aborts and clears both directions: everything received before, or left to be sent by another program.
    private const uint PurgeAll = 0xF;
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5), CancelTimeout = TimeSpan.FromSeconds(2);

    private readonly IWindowsSerialCalls _calls;
    private readonly string _port;
    private readonly nint _file;
    private readonly nint _signal;
    private readonly byte* _buffer;
    private readonly OverlappedOperation* _operation;
    private bool _stuck;
    private bool _disposed;

    private WindowsSerialPort(IWindowsSerialCalls calls, string port, nint file, nint signal)
    {
        _calls = calls;
        _port = port;
        _file = file;
        _signal = signal;
        _buffer = calls.Allocate(BufferBytes);
        _operation = (OverlappedOperation*)calls.Allocate(sizeof(OverlappedOperation));
    }

    public static WindowsSerialPort Open(string port, int baudRate) => Open(new WindowsSerialCalls(), port, baudRate);

    internal static WindowsSerialPort Open(IWindowsSerialCalls calls, string port, int baudRate)
    {
        int error = calls.Open(PathOf(port), out nint file);
        if (error != 0)
        {
            throw new UserException($"{port}: cannot be opened ({Text(error)}){Advice(error)}");
        }

        error = calls.CreateEvent(out nint signal);
        if (error != 0)
        {
            calls.Close(file);
            throw new UserException($"{port}: cannot be opened ({Text(error)})");
        }

        WindowsSerialPort opened = new(calls, port, file, signal);
        try
        {
            opened.Configure(baudRate);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            ReadOnlySpan<byte> part = bytes[..Math.Min(bytes.Length, BufferBytes)];
            Prepare();
            part.CopyTo(new Span<byte>(_buffer, BufferBytes));
            int written = Finish(_calls.Write(_file, _buffer, part.Length, _operation), WriteTimeout);
            if (written == 0)
            {
                throw new IOException($"{_port}: accepts no more bytes");
            }

            bytes = bytes[written..];
        }
    }

    public int Read(Span<byte> into, TimeSpan timeout)
    {
        Prepare();
        int got = Finish(_calls.Read(_file, _buffer, Math.Min(into.Length, BufferBytes), _operation), timeout);
        new ReadOnlySpan<byte>(_buffer, got).CopyTo(into);
        return got;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _calls.Close(_file);
        if (!_stuck)
        {
            _calls.Close(_signal);
            _calls.Free(_buffer);
            _calls.Free((byte*)_operation);
        }
    }

    // COM10 and above need the device prefix; COM3 may have it. "mode" prints COM3 with a colon.
    private static string PathOf(string port) => port.StartsWith('\\') ? port : $@"\\.\{port.TrimEnd(':')}";

    private void Configure(int baudRate)
    {
        byte* dcb = stackalloc byte[DcbBytes];
        Span<byte> fields = new(dcb, DcbBytes);
        BinaryPrimitives.WriteInt32LittleEndian(fields, DcbBytes);
        if (_calls.GetState(_file, dcb) != 0)
        {
            throw new UserException($"{_port}: is not a serial port");
        }

        BinaryPrimitives.WriteInt32LittleEndian(fields[SpeedAt..], baudRate);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[FlagsAt..], BinaryMode | DtrOn | RtsOn);
        (fields[FormatAt], fields[FormatAt + 1], fields[FormatAt + 2]) = (EightBits, NoParity, OneStopBit);

        // A read ends with the first available bytes, a write when everything is written; both also end when cancelled.
        uint* timeouts = stackalloc uint[] { uint.MaxValue, uint.MaxValue, uint.MaxValue - 1, 0, 0 };
        if (_calls.SetState(_file, dcb) != 0 || _calls.SetTimeouts(_file, timeouts) != 0)
        {
            throw new UserException($"{_port}: cannot be set to {baudRate} baud");
        }

        _ = _calls.Purge(_file, PurgeAll);
    }

    private void Prepare()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_stuck)
        {
            throw Stuck();
        }

        *_operation = new OverlappedOperation { Signal = _signal };
    }

    // Returns the number of bytes when an operation ends or times out. Bytes that arrive during cancellation are not lost.
    private int Finish(int started, TimeSpan timeout)
    {
        if (started is not (0 or Pending))
        {
            throw Gone(started);
        }

        if (started == Pending && !_calls.Wait(_signal, Milliseconds(timeout)))
        {
            _ = _calls.Cancel(_file, _operation);
            _ = _calls.Wait(_signal, Milliseconds(CancelTimeout));
        }

        int ended = _calls.Result(_file, _operation, out int bytes);
        if (ended == Incomplete)
        {
            _stuck = true;
            throw Stuck();
        }

        return ended is 0 or Aborted ? bytes : throw Gone(ended);
    }

    private static uint Milliseconds(TimeSpan time) => (uint)Math.Clamp(Math.Ceiling(time.TotalMilliseconds), 0, int.MaxValue);

    private IOException Gone(int error) => new($"{_port}: the line is gone ({Text(error)})");

    private IOException Stuck() => new($"{_port}: its driver no longer responds; unplug the board and connect it again");

    private static string Text(int error) => Marshal.GetPInvokeErrorMessage(error).TrimEnd('.', ' ', '\r', '\n');

    private static string Advice(int error) => error switch
    {
        AccessDenied => "; another program uses it",
        NotFound or PathNotFound or InvalidName => "; is the board plugged in? \"mode\" lists the ports",
        _ => "; is the board plugged in, and does no other program use it? \"mode\" lists the ports",
    };
}
