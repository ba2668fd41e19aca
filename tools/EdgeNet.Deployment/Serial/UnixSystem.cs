namespace EdgeNet.Deployment.Serial;

/// <summary>The differences between the C libraries of Linux and macOS, from their headers fcntl.h, termios.h and errno.h.</summary>
/// <param name="OpenFlags">O_RDWR, O_NOCTTY and O_NONBLOCK: for reading and writing, without becoming this process's controlling terminal, and without waiting for a carrier.</param>
/// <param name="ControlFlagsAt">Offset of c_cflag, the third field of a struct termios.</param>
/// <param name="ControlFlagsBytes">Length of c_cflag.</param>
/// <param name="LocalAndReceive">CLOCAL and CREAD: ignores modem lines, and enables receiving.</param>
/// <param name="FlushBoth">TCIOFLUSH.</param>
/// <param name="TryAgain">EAGAIN.</param>
/// <param name="List">The command that lists the ports.</param>
internal sealed record UnixSystem(int OpenFlags, int ControlFlagsAt, int ControlFlagsBytes, uint LocalAndReceive, int FlushBoth, int TryAgain, string List)
{
    public static UnixSystem Linux { get; } = new(0x2 | 0x100 | 0x800, 8, 4, 0x800 | 0x80, 2, 11, "ls /dev/ttyUSB* /dev/ttyACM*");

    public static UnixSystem MacOS { get; } = new(0x2 | 0x20000 | 0x4, 16, 8, 0x8000 | 0x800, 3, 35, "ls /dev/cu.*");
}
