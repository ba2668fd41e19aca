using System.Runtime.InteropServices;
using EdgeNet.Emulator.Devices;
using Microsoft.Win32.SafeHandles;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>A pair of terminals: programs open the one by its name as a serial port, a virtual board's port is wired to the other.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2, NoControllingTerminal = 0x100;

    private readonly FileStream _master;
    private readonly Func<byte[], byte[]>? _answer;

    /// <summary>Opens a pair.</summary>
    /// <param name="port">The virtual board's port.</param>
    /// <param name="answer">Answers what comes in place of a board; null for the board.</param>
    public PseudoTerminal(UartPort port, Func<byte[], byte[]>? answer = null)
    {
        _answer = answer;
        int file = OpenMaster(ReadWrite | NoControllingTerminal);
        Assert.True(file >= 0 && Grant(file) == 0 && Unlock(file) == 0, Marshal.GetLastPInvokeErrorMessage());
        Name = Marshal.PtrToStringUTF8(NameOf(file))!;
        SafeFileHandle handle = new(file, ownsHandle: true);

        // With no program at the other end a read fails: hold it open.
        _held = new FileStream(Name, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        _master = new FileStream(handle, FileAccess.ReadWrite, 0);
        port.Sent = bytes => _master.Write(bytes);
        new Thread(() => Pump(port)) { IsBackground = true }.Start();
    }

    private readonly FileStream _held;

    public string Name { get; }

    public void Dispose() => _held.Dispose();

    private void Pump(UartPort port)
    {
        byte[] buffer = new byte[256];
        try
        {
            for (int got = _master.Read(buffer); got > 0; got = _master.Read(buffer))
            {
                port.Send(buffer.AsSpan(0, got));
                if (_answer?.Invoke(buffer[..got]) is { Length: > 0 } answer)
                {
                    _master.Write(answer);
                }
            }
        }
        catch (IOException)
        {
            // The other end is closed: the test is over.
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(int file);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int file);

    [LibraryImport("libc", EntryPoint = "ptsname", SetLastError = true)]
    private static partial nint NameOf(int file);
}
