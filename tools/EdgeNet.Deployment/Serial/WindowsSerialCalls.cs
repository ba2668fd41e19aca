using System.Runtime.InteropServices;

namespace EdgeNet.Deployment.Serial;

/// <summary>The real calls.</summary>
internal sealed unsafe partial class WindowsSerialCalls : IWindowsSerialCalls
{
    private const uint GenericReadWrite = 0xC0000000, OpenExisting = 3, Overlapped = 0x40000000;
    private const nint InvalidHandle = -1;

    public int Open(string name, out nint file) => Error((file = CreateFile(name, GenericReadWrite, 0, 0, OpenExisting, Overlapped, 0)) != InvalidHandle);

    public int CreateEvent(out nint signal) => Error((signal = CreateEvent(0, true, false, null)) != 0);

    public void Close(nint handle) => CloseHandle(handle);

    public byte* Allocate(int bytes) => (byte*)NativeMemory.AllocZeroed((nuint)bytes);

    public void Free(byte* memory) => NativeMemory.Free(memory);

    public int GetState(nint file, byte* dcb) => Error(GetCommState(file, dcb));

    public int SetState(nint file, byte* dcb) => Error(SetCommState(file, dcb));

    public int SetTimeouts(nint file, uint* timeouts) => Error(SetCommTimeouts(file, timeouts));

    public int Purge(nint file, uint what) => Error(PurgeComm(file, what));

    public int Read(nint file, byte* into, int count, OverlappedOperation* operation) => Error(ReadFile(file, into, (uint)count, null, operation));

    public int Write(nint file, byte* from, int count, OverlappedOperation* operation) => Error(WriteFile(file, from, (uint)count, null, operation));

    public bool Wait(nint signal, uint milliseconds) => WaitForSingleObject(signal, milliseconds) == 0;

    public int Cancel(nint file, OverlappedOperation* operation) => Error(CancelIoEx(file, operation));

    public int Result(nint file, OverlappedOperation* operation, out int bytes)
    {
        int error = Error(GetOverlappedResult(file, operation, out uint transferred, false));
        bytes = (int)transferred;
        return error;
    }

    private static int Error(bool succeeded) => succeeded ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint CreateFile(string name, uint access, uint share, nint security, uint creation, uint flags, nint template);

    [LibraryImport("kernel32", EntryPoint = "CreateEventW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint CreateEvent(nint security, [MarshalAs(UnmanagedType.Bool)] bool manualReset, [MarshalAs(UnmanagedType.Bool)] bool initialState, string? name);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseHandle(nint handle);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetCommState(nint file, byte* dcb);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetCommState(nint file, byte* dcb);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetCommTimeouts(nint file, uint* timeouts);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool PurgeComm(nint file, uint what);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ReadFile(nint file, byte* into, uint count, uint* read, OverlappedOperation* operation);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool WriteFile(nint file, byte* from, uint count, uint* written, OverlappedOperation* operation);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial uint WaitForSingleObject(nint handle, uint milliseconds);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CancelIoEx(nint file, OverlappedOperation* operation);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetOverlappedResult(nint file, OverlappedOperation* operation, out uint transferred, [MarshalAs(UnmanagedType.Bool)] bool wait);
}
