namespace EdgeNet.Deployment.Serial;

/// <summary>The Windows calls that a COM port needs. Results are Windows error codes, 0 for success.</summary>
internal unsafe interface IWindowsSerialCalls
{
    /// <summary>CreateFile, for reading and writing, overlapped, not shared.</summary>
    int Open(string name, out nint file);

    /// <summary>CreateEvent: manual reset, not signalled.</summary>
    int CreateEvent(out nint signal);

    /// <summary>CloseHandle.</summary>
    void Close(nint handle);

    /// <summary>Memory that does not move.</summary>
    byte* Allocate(int bytes);

    void Free(byte* memory);

    /// <summary>GetCommState.</summary>
    int GetState(nint file, byte* dcb);

    /// <summary>SetCommState.</summary>
    int SetState(nint file, byte* dcb);

    /// <summary>SetCommTimeouts, with the five values of a COMMTIMEOUTS.</summary>
    int SetTimeouts(nint file, uint* timeouts);

    /// <summary>PurgeComm.</summary>
    int Purge(nint file, uint what);

    /// <summary>ReadFile; 997 if it is pending.</summary>
    int Read(nint file, byte* into, int count, OverlappedOperation* operation);

    /// <summary>WriteFile; 997 if it is pending.</summary>
    int Write(nint file, byte* from, int count, OverlappedOperation* operation);

    /// <summary>WaitForSingleObject: whether it was signalled in time.</summary>
    bool Wait(nint signal, uint milliseconds);

    /// <summary>CancelIoEx.</summary>
    int Cancel(nint file, OverlappedOperation* operation);

    /// <summary>GetOverlappedResult without waiting; 996 while the operation is pending. The bytes count even if it was cancelled.</summary>
    int Result(nint file, OverlappedOperation* operation, out int bytes);
}

/// <summary>Windows' OVERLAPPED.</summary>
internal struct OverlappedOperation
{
    public nuint Status;
    public nuint Transferred;
    public uint Offset;
    public uint OffsetHigh;
    public nint Signal;
}
