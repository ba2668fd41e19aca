using System.Buffers.Binary;
using System.Diagnostics;
using EdgeNet.Deployment.Serial;
using EdgeNet.Files;

namespace EdgeNet.Deployment.Tests;

/// <summary>What only some systems or some devices do, with a fake of the C library. DeskTests use the real one, over a pseudo-terminal of Linux.</summary>
public class UnixSerialPortTests
{
    private const int TryAgainLinux = 11, TryAgainMac = 35, Interrupted = 4, NotOpen = 9, IoError = 5;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(60), Long = TimeSpan.FromSeconds(20);

    private sealed unsafe class FakeLibrary : IUnixSerialCalls
    {
        public const int File = 7;

        public int Flags { get; private set; }

        public byte[] Set { get; private set; } = [];

        public int Flushed { get; private set; }

        public bool IsOpen { get; private set; }

        public int OpenResult { get; set; } = File;

        public int AttributesResult { get; set; }

        public int SpeedResult { get; set; }

        public Func<int> Polls { get; set; } = () => 1;

        /// <summary>Given the number of bytes asked for, what a read or write moves, or its error.</summary>
        public Func<int, int> Moves { get; set; } = n => n;

        public List<byte> Written { get; } = [];

        public int Open(string path, int flags)
        {
            Flags = flags;
            IsOpen = OpenResult >= 0;
            return OpenResult;
        }

        public int Close(int file)
        {
            Assert.True(IsOpen);
            IsOpen = false;
            return 0;
        }

        public int Read(int file, byte* into, int count)
        {
            int moved = Moves(count);
            for (int i = 0; i < moved; i++)
            {
                into[i] = 0x55;
            }

            return moved;
        }

        public int Write(int file, byte* from, int count)
        {
            int moved = Moves(count);
            Written.AddRange(new Span<byte>(from, Math.Max(0, moved)));
            return moved;
        }

        public int Poll(int file, short events, int milliseconds)
        {
            Assert.Equal(File, file);
            Assert.InRange(milliseconds, 0, int.MaxValue);
            return Polls();
        }

        // As a terminal is: every flag set.
        public int GetAttributes(int file, byte* termios)
        {
            new Span<byte>(termios, 72).Fill(0xFF);
            return AttributesResult;
        }

        public int MakeRaw(byte* termios, int baudRate)
        {
            new Span<byte>(termios, 72).Clear();
            return SpeedResult;
        }

        public int SetAttributes(int file, byte* termios)
        {
            Set = new Span<byte>(termios, 72).ToArray();
            return 0;
        }

        public int Flush(int file, int queues)
        {
            Flushed = queues;
            return 0;
        }
    }

    public static TheoryData<string> Systems => ["linux", "macos"];

    private readonly FakeLibrary _library = new();

    /// <summary>
    /// By fcntl.h and termios.h: O_RDWR is 2 in both. Linux (x64, Arm): O_NOCTTY 0400, O_NONBLOCK 04000, CREAD 0200, CLOCAL 04000 in four bytes at 8, TCIOFLUSH 2.
    /// macOS (xnu): O_NOCTTY 0x20000, O_NONBLOCK 4, CREAD 0x800, CLOCAL 0x8000 in eight bytes at 16, TCIOFLUSH 3.
    /// </summary>
    [Theory]
    [InlineData("linux", 0x902, 8, 0x880u, 2)]
    [InlineData("macos", 0x20006, 16, 0x8800u, 3)]
    public void A_port_is_opened_and_set_as_its_system_wants_it(string system, int flags, int at, uint control, int flush)
    {
        using (Open(system))
        {
            Assert.Equal(flags, _library.Flags);
            Assert.Equal(control, BinaryPrimitives.ReadUInt32LittleEndian(_library.Set.AsSpan(at)));
            Assert.All(_library.Set[..at], b => Assert.Equal(0, b));
            Assert.All(_library.Set[(at + 4)..], b => Assert.Equal(0, b));
            Assert.Equal(flush, _library.Flushed);
            Assert.True(_library.IsOpen);
        }

        Assert.False(_library.IsOpen);
    }

    [Theory]
    [InlineData("linux", 13, "usermod")]
    [InlineData("macos", 13, "ls /dev/cu.")]
    [InlineData("linux", 16, "another program")]
    [InlineData("linux", 2, "ls /dev/ttyUSB")]
    [InlineData("macos", 2, "ls /dev/cu.")]
    public void A_port_that_cannot_be_opened_is_refused_with_advice_for_the_system(string system, int error, string advice)
    {
        _library.OpenResult = -error;
        Assert.Contains(advice, Assert.Throws<UserException>(() => Open(system)).Message);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void What_is_no_serial_port_or_does_not_have_the_speed_is_refused_and_closed(string system)
    {
        _library.SpeedResult = -22;
        Assert.Contains("cannot be set to 115200 baud", Assert.Throws<UserException>(() => Open(system)).Message);
        Assert.False(_library.IsOpen);
        _library.AttributesResult = -25;
        Assert.Contains("is not a serial port", Assert.Throws<UserException>(() => Open(system)).Message);
        Assert.False(_library.IsOpen);
    }

    /// <summary>A signal, or the poll of macOS, which says of a pseudo-terminal at once that there is something: neither is the end of the wait.</summary>
    [Theory]
    [InlineData("linux", -Interrupted, 0)]
    [InlineData("linux", 1, -TryAgainLinux)]
    [InlineData("linux", 1, -Interrupted)]
    [InlineData("macos", 1, -TryAgainMac)]
    public void A_wait_for_bytes_is_not_over_before_its_time(string system, int polled, int moved)
    {
        using ISerialLine port = Open(system);
        int polls = 0;
        _library.Polls = () => ++polls < 4 ? polled : 1;
        _library.Moves = n => polls < 4 ? moved : 3;
        Assert.Equal(3, port.Read(new byte[8], Long));
        Assert.Equal(4, polls);

        polls = int.MinValue;
        Stopwatch waited = Stopwatch.StartNew();
        Assert.Equal(0, port.Read(new byte[8], Short));
        Assert.True(waited.Elapsed >= Short);
        Assert.Equal(0, port.Read(new byte[8], TimeSpan.FromSeconds(-1)));
    }

    [Theory]
    [InlineData("linux", TryAgainMac)]
    [InlineData("macos", TryAgainLinux)]
    [InlineData("linux", IoError)]
    [InlineData("macos", NotOpen)]
    public void Other_errors_are_the_end_of_the_line(string system, int error)
    {
        using ISerialLine port = Open(system);
        _library.Moves = _ => -error;
        Assert.Contains("/dev/x: the line is gone", Assert.Throws<IOException>(() => port.Read(new byte[8], Long)).Message);
        Assert.Contains("/dev/x: the line is gone", Assert.Throws<IOException>(() => port.Write([1])).Message);
        _library.Moves = _ => 0;
        Assert.Contains("the device is gone", Assert.Throws<IOException>(() => port.Read(new byte[8], Long)).Message);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void A_write_goes_on_where_it_was_cut(string system)
    {
        using ISerialLine port = Open(system);
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        int calls = 0;
        _library.Moves = n => ++calls % 3 == 0 ? -(system == "macos" ? TryAgainMac : TryAgainLinux) : Math.Min(n, 9);
        port.Write(bytes);
        Assert.Equal(bytes, _library.Written);
    }

    private UnixSerialPort Open(string system) => UnixSerialPort.Open(_library, system == "macos" ? UnixSystem.MacOS : UnixSystem.Linux, "/dev/x", 115200);
}
