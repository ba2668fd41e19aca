using System.Runtime.InteropServices;
using EdgeNet.Files;

namespace EdgeNet.Deployment.Serial;

/// <summary>A serial device file of Linux or macOS, set raw by termios.</summary>
internal sealed unsafe partial class UnixSerialPort : ISerialLine
{
    private const int ReadWrite = 2;
    private const short PollIn = 1, PollOut = 4;
    private const int PermissionDenied = 13, Busy = 16, Interrupted = 4;

    // Larger than the struct termios of any system; its fields are set by the C library's own functions.
    private const int TermiosBytes = 256;
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5);

    private readonly string _port;
    private int _file;

    private UnixSerialPort(string port, int file)
    {
        _port = port;
        _file = file;
    }

    public static UnixSerialPort Open(string port, int baudRate)
    {
        // Not waiting for a carrier, and not becoming the terminal that this process is controlled by.
        int flags = ReadWrite | (OperatingSystem.IsMacOS() ? 0x4 | 0x20000 : 0x800 | 0x100);
        int file = OpenFile(port, flags);
        if (file < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw new UserException($"{port}: cannot be opened ({Marshal.GetPInvokeErrorMessage(error)}){Advice(error)}");
        }

        UnixSerialPort opened = new(port, file);
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
            if (!Wait(PollOut, WriteTimeout))
            {
                throw new IOException($"{_port}: accepts no more bytes");
            }

            nint written;
            fixed (byte* first = bytes)
            {
                written = WriteFile(_file, first, bytes.Length);
            }

            bytes = bytes[(int)Math.Max(0, Check(written))..];
        }
    }

    public int Read(Span<byte> into, TimeSpan timeout)
    {
        if (!Wait(PollIn, timeout))
        {
            return 0;
        }

        nint got;
        fixed (byte* first = into)
        {
            got = ReadFile(_file, first, into.Length);
        }

        // Readable, yet at its end: the other side is gone.
        return got == 0 ? throw new IOException($"{_port}: the device is gone") : (int)Math.Max(0, Check(got));
    }

    public void Dispose()
    {
        if (_file >= 0)
        {
            _ = CloseFile(_file);
            _file = -1;
        }
    }

    private void Configure(int baudRate)
    {
        byte* termios = stackalloc byte[TermiosBytes];
        if (GetAttributes(_file, termios) != 0)
        {
            throw new UserException($"{_port}: is not a serial port");
        }

        MakeRaw(termios);

        // Ignore modem lines: c_cflag is the third field, of 4 bytes on Linux and 8 on macOS.
        if (OperatingSystem.IsMacOS())
        {
            *(ulong*)(termios + 16) |= 0x8000 | 0x800;
        }
        else
        {
            *(uint*)(termios + 8) |= 0x800 | 0x80;
        }

        if (SetSpeed(termios, (nuint)baudRate) != 0 || SetAttributes(_file, 0, termios) != 0)
        {
            throw new UserException($"{_port}: cannot be set to {baudRate} baud");
        }

        _ = Flush(_file, OperatingSystem.IsMacOS() ? 3 : 2);
    }

    private bool Wait(short events, TimeSpan timeout)
    {
        PollEntry entry = new() { File = _file, Events = events };
        int ready = Poll(&entry, 1, (int)timeout.TotalMilliseconds);
        return ready > 0 || (ready < 0 && Check(ready) > 0);
    }

    // A result below zero is an error, except where the call was only interrupted or would have had to wait.
    private nint Check(nint result)
    {
        int error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        int tryAgain = OperatingSystem.IsMacOS() ? 35 : 11;
        return error == 0 || error == Interrupted || error == tryAgain ? result
            : throw new IOException($"{_port}: the line is gone ({Marshal.GetPInvokeErrorMessage(error)})");
    }

    private static string Advice(int error) => error switch
    {
        PermissionDenied => "; on Linux your account must be in the group that owns the port: sudo usermod -aG dialout $USER, then log in again",
        Busy => "; another program is using it",
        _ => "; is the board plugged in? ls /dev/tty* shows the ports",
    };

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseFile(int file);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadFile(int file, byte* into, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteFile(int file, byte* from, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetAttributes(int file, byte* termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetAttributes(int file, int when, byte* termios);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(byte* termios);

    [LibraryImport("libc", EntryPoint = "cfsetspeed", SetLastError = true)]
    private static partial int SetSpeed(byte* termios, nuint speed);

    [LibraryImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    private static partial int Flush(int file, int queues);

    private struct PollEntry
    {
        public int File;
        public short Events;
        public short Returned;
    }
}
