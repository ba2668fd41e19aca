namespace EdgeNet.Deployment.Serial;

/// <summary>The C library calls that a serial port needs. A negative result is a negated error number.</summary>
internal unsafe interface IUnixSerialCalls
{
    int Open(string path, int flags);

    int Close(int file);

    int Read(int file, byte* into, int count);

    int Write(int file, byte* from, int count);

    /// <summary>poll, for one file: 1 if it is ready.</summary>
    int Poll(int file, short events, int milliseconds);

    /// <summary>tcgetattr.</summary>
    int GetAttributes(int file, byte* termios);

    /// <summary>cfmakeraw and cfsetspeed.</summary>
    int MakeRaw(byte* termios, int baudRate);

    /// <summary>tcsetattr, at once.</summary>
    int SetAttributes(int file, byte* termios);

    /// <summary>tcflush.</summary>
    int Flush(int file, int queues);
}
