using System.Runtime.InteropServices;

namespace EdgeNet.Deployment.Serial;

/// <summary>The real calls. In C, open has more parameters, but they are not read with these flags.</summary>
internal sealed unsafe partial class UnixSerialCalls : IUnixSerialCalls
{
    public int Open(string path, int flags) => Result(OpenFile(path, flags));

    public int Close(int file) => Result(CloseFile(file));

    public int Read(int file, byte* into, int count) => Result(ReadFile(file, into, count));

    public int Write(int file, byte* from, int count) => Result(WriteFile(file, from, count));

    public int Poll(int file, short events, int milliseconds)
    {
        PollEntry entry = new() { File = file, Events = events };
        return Result(Poll(&entry, 1, milliseconds));
    }

    public int GetAttributes(int file, byte* termios) => Result(ReadAttributes(file, termios));

    public int MakeRaw(byte* termios, int baudRate)
    {
        ChangeToRaw(termios);
        return Result(SetSpeed(termios, (nuint)baudRate));
    }

    public int SetAttributes(int file, byte* termios) => Result(WriteAttributes(file, 0, termios));

    public int Flush(int file, int queues) => Result(FlushQueues(file, queues));

    private static int Result(nint returned) => returned >= 0 ? (int)returned : -Marshal.GetLastPInvokeError();

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
    private static partial int ReadAttributes(int file, byte* termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int WriteAttributes(int file, int when, byte* termios);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void ChangeToRaw(byte* termios);

    [LibraryImport("libc", EntryPoint = "cfsetspeed", SetLastError = true)]
    private static partial int SetSpeed(byte* termios, nuint speed);

    [LibraryImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    private static partial int FlushQueues(int file, int queues);

    private struct PollEntry
    {
        public int File;
        public short Events;
        public short Returned;
    }
}
