using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using EdgeNet.Files;

namespace EdgeNet.Deployment.Serial;

/// <summary>A serial device file of Linux or macOS, set to raw mode by termios.</summary>
internal sealed unsafe class UnixSerialPort : ISerialLine
{
    private const short PollIn = 1, PollOut = 4;
    private const int PermissionDenied = 13, Busy = 16, Interrupted = 4;

    // Larger than the struct termios of any system; its fields are set by the C library's own functions.
    private const int TermiosBytes = 256;
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5), Pause = TimeSpan.FromMilliseconds(5);

    private readonly IUnixSerialCalls _calls;
    private readonly UnixSystem _system;
    private readonly string _port;
    private int _file;

    private UnixSerialPort(IUnixSerialCalls calls, UnixSystem system, string port, int file)
    {
        _calls = calls;
        _system = system;
        _port = port;
        _file = file;
    }

    public static UnixSerialPort Open(string port, int baudRate) =>
        Open(new UnixSerialCalls(), OperatingSystem.IsMacOS() ? UnixSystem.MacOS : UnixSystem.Linux, port, baudRate);

    internal static UnixSerialPort Open(IUnixSerialCalls calls, UnixSystem system, string port, int baudRate)
    {
        int file = calls.Open(port, system.OpenFlags);
        if (file < 0)
        {
            throw new UserException($"{port}: cannot be opened ({Marshal.GetPInvokeErrorMessage(-file)}){Advice(system, -file)}");
        }

        UnixSerialPort opened = new(calls, system, port, file);
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
        Stopwatch sinceLast = Stopwatch.StartNew();
        while (bytes.Length > 0)
        {
            int written = 0;
            if (Wait(PollOut, WriteTimeout - sinceLast.Elapsed))
            {
                fixed (byte* first = bytes)
                {
                    written = Check(_calls.Write(_file, first, bytes.Length));
                }
            }

            if (written > 0)
            {
                bytes = bytes[written..];
                sinceLast.Restart();
            }
            else if (sinceLast.Elapsed >= WriteTimeout)
            {
                throw new IOException($"{_port}: accepts no more bytes");
            }
            else
            {
                Thread.Sleep(Pause);
            }
        }
    }

    public int Read(Span<byte> into, TimeSpan timeout)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            if (Wait(PollIn, timeout - waited.Elapsed))
            {
                int got;
                fixed (byte* first = into)
                {
                    got = _calls.Read(_file, first, into.Length);
                }

                // Readable, but at its end: the other side is gone.
                if (got == 0)
                {
                    throw new IOException($"{_port}: the device is gone");
                }

                if (Check(got) > 0)
                {
                    return got;
                }
            }

            if (waited.Elapsed >= timeout)
            {
                return 0;
            }

            // Interrupted by a signal, or poll does not support this device and returns at once, as on macOS for pseudo-terminals.
            Thread.Sleep(Pause);
        }
    }

    public void Dispose()
    {
        if (_file >= 0)
        {
            _ = _calls.Close(_file);
            _file = -1;
        }
    }

    private void Configure(int baudRate)
    {
        byte* termios = stackalloc byte[TermiosBytes];
        if (_calls.GetAttributes(_file, termios) < 0)
        {
            throw new UserException($"{_port}: is not a serial port");
        }

        int raw = _calls.MakeRaw(termios, baudRate);
        Span<byte> flags = new(termios + _system.ControlFlagsAt, _system.ControlFlagsBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(flags, BinaryPrimitives.ReadUInt32LittleEndian(flags) | _system.LocalAndReceive);
        if (raw < 0 || _calls.SetAttributes(_file, termios) < 0)
        {
            throw new UserException($"{_port}: cannot be set to {baudRate} baud");
        }

        _ = _calls.Flush(_file, _system.FlushBoth);
    }

    private bool Wait(short events, TimeSpan timeout) =>
        Check(_calls.Poll(_file, events, (int)Math.Clamp(Math.Ceiling(timeout.TotalMilliseconds), 0, int.MaxValue))) > 0;

    // The result of a call; 0 if it was only interrupted or would have had to wait.
    private int Check(int result) => result >= 0 ? result : result == -Interrupted || result == -_system.TryAgain ? 0
        : throw new IOException($"{_port}: the line is gone ({Marshal.GetPInvokeErrorMessage(-result)})");

    private static string Advice(UnixSystem system, int error) => error switch
    {
        PermissionDenied when system == UnixSystem.Linux => "; your account must be in the group that owns the port: sudo usermod -aG dialout $USER, then log in again",
        Busy => "; another program uses it",
        _ => $"; is the board plugged in? {system.List} shows the ports",
    };
}
