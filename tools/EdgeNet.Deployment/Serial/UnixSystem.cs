namespace EdgeNet.Deployment.Serial;

/// <summary>Where the C libraries of Linux and macOS differ, by their headers fcntl.h, termios.h and errno.h.</summary>
/// <param name="OpenFlags">O_RDWR, O_NOCTTY and O_NONBLOCK: to read and write, not becoming the terminal that this process is controlled by, and not waiting for a carrier.</param>
/// <param name="ControlFlagsAt">Where c_cflag, the third field of a struct termios, begins.</param>
/// <param name="ControlFlagsBytes">How long it is.</param>
/// <param name="LocalAndReceive">CLOCAL and CREAD: modem lines are ignored, and bytes received.</param>
/// <param name="FlushBoth">TCIOFLUSH.</param>
/// <param name="TryAgain">EAGAIN.</param>
/// <param name="List">The command that lists the ports.</param>
internal sealed record UnixSystem(int OpenFlags, int ControlFlagsAt, int ControlFlagsBytes, uint LocalAndReceive, int FlushBoth, int TryAgain, string List)
{
    public static UnixSystem Linux { get; } = new(0x2 | 0x100 | 0x800, 8, 4, 0x800 | 0x80, 2, 11, "ls /dev/ttyUSB* /dev/ttyACM*");

    public static UnixSystem MacOS { get; } = new(0x2 | 0x20000 | 0x4, 16, 8, 0x8000 | 0x800, 3, 35, "ls /dev/cu.*");
}
