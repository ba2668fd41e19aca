using System.Runtime.InteropServices;
using EdgeNet.Files;
using Microsoft.Win32.SafeHandles;

namespace EdgeNet.Deployment.Serial;

/// <summary>A COM port of Windows.</summary>
internal sealed unsafe partial class WindowsSerialPort : ISerialLine
{
    private const uint GenericReadWrite = 0xC0000000, OpenExisting = 3;

    // A DCB has 28 bytes and begins with its length; BuildCommDCB fills in the rest.
    private const int DcbBytes = 28;

    private readonly string _port;
    private readonly SafeFileHandle _file;

    private WindowsSerialPort(string port, SafeFileHandle file)
    {
        _port = port;
        _file = file;
    }

    public static WindowsSerialPort Open(string port, int baudRate)
    {
        SafeFileHandle file = CreateFile($@"\\.\{port}", GenericReadWrite, 0, 0, OpenExisting, 0, 0);
        if (file.IsInvalid)
        {
            string reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            file.Dispose();
            throw new UserException($"{port}: cannot be opened ({reason}); is the board plugged in, and no other program using it? \"mode\" lists the ports");
        }

        byte* dcb = stackalloc byte[DcbBytes];
        *(int*)dcb = DcbBytes;
        if (!BuildDcb($"baud={baudRate} parity=n data=8 stop=1 dtr=on rts=on", dcb) || !SetState(file, dcb))
        {
            file.Dispose();
            throw new UserException($"{port}: cannot be set to {baudRate} baud");
        }

        return new WindowsSerialPort(port, file);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            uint written;
            fixed (byte* first = bytes)
            {
                if (!WriteFile(_file, first, (uint)bytes.Length, out written, 0) || written == 0)
                {
                    throw Gone();
                }
            }

            bytes = bytes[(int)written..];
        }
    }

    public int Read(Span<byte> into, TimeSpan timeout)
    {
        // Return as soon as there is something, at the latest after the time-out.
        uint* timeouts = stackalloc uint[] { uint.MaxValue, uint.MaxValue, (uint)Math.Max(1, timeout.TotalMilliseconds), 0, 5000 };
        fixed (byte* first = into)
        {
            return SetTimeouts(_file, timeouts) && ReadFile(_file, first, (uint)into.Length, out uint got, 0) ? (int)got : throw Gone();
        }
    }

    public void Dispose() => _file.Dispose();

    private IOException Gone() => new($"{_port}: the line is gone ({Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())})");

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateFile(string name, uint access, uint share, nint security, uint creation, uint flags, nint template);

    [LibraryImport("kernel32", EntryPoint = "BuildCommDCBW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool BuildDcb(string definition, byte* dcb);

    [LibraryImport("kernel32", EntryPoint = "SetCommState", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetState(SafeFileHandle file, byte* dcb);

    [LibraryImport("kernel32", EntryPoint = "SetCommTimeouts", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetTimeouts(SafeFileHandle file, uint* timeouts);

    [LibraryImport("kernel32", EntryPoint = "ReadFile", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ReadFile(SafeFileHandle file, byte* into, uint count, out uint got, nint overlapped);

    [LibraryImport("kernel32", EntryPoint = "WriteFile", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool WriteFile(SafeFileHandle file, byte* from, uint count, out uint written, nint overlapped);
}
