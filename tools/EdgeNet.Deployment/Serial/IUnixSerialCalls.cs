namespace EdgeNet.Deployment.Serial;

/// <summary>What a serial port needs of the C library. A result below zero is an error's number, negative.</summary>
internal unsafe interface IUnixSerialCalls
{
    int Open(string path, int flags);

    int Close(int file);

    int Read(int file, byte* into, int count);

    int Write(int file, byte* from, int count);

    /// <summary>poll, of one file: how many have something to say.</summary>
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
