using System.Buffers.Binary;
using EdgeNet.Deployment.Serial;
using EdgeNet.Files;

namespace EdgeNet.Deployment.Tests;

/// <summary>The COM port's own logic, on any system: the calls of Windows are a fake that knows the rules.</summary>
public class WindowsSerialPortTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(600);
    private readonly FakeWindows _windows = new();

    [Theory]
    [InlineData("COM3", @"\\.\COM3")]
    [InlineData("COM10", @"\\.\COM10")]
    [InlineData("com10:", @"\\.\com10")]
    [InlineData(@"\\.\COM10", @"\\.\COM10")]
    [InlineData(@"\\?\usb#vid_10c4", @"\\?\usb#vid_10c4")]
    public void A_port_is_opened_by_the_name_of_its_device(string name, string expected)
    {
        Open(name).Dispose();
        Assert.Equal(expected, _windows.Name);
        Assert.True(_windows.AllIsGivenBack);
    }

    /// <summary>By the documents of DCB and COMMTIMEOUTS. What another program has left in them must not matter.</summary>
    [Fact]
    public void A_port_has_eight_bits_no_parity_one_stop_bit_no_flow_control_and_goes_on_after_a_bad_byte()
    {
        using ISerialLine port = Open();
        Assert.Equal(28u, BinaryPrimitives.ReadUInt32LittleEndian(_windows.Dcb));
        Assert.Equal(115200u, BinaryPrimitives.ReadUInt32LittleEndian(_windows.Dcb.AsSpan(4)));
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(_windows.Dcb.AsSpan(8));
        Assert.Equal(1u, flags & 1); // fBinary
        Assert.Equal((1u, 1u), ((flags >> 4) & 3, (flags >> 12) & 3)); // fDtrControl and fRtsControl: on
        Assert.Equal(0u, flags & ~(1u | (3 << 4) | (3 << 12))); // fParity, flow control, fErrorChar, fNull, fAbortOnError
        Assert.Equal((8, 0, 0), (_windows.Dcb[18], _windows.Dcb[19], _windows.Dcb[20]));

        // A read returns with what is there, and else waits for longer than anybody does; no limit for a write.
        Assert.Equal([uint.MaxValue, uint.MaxValue, uint.MaxValue - 1, 0, 0], _windows.Timeouts);
        Assert.Equal(0xFu, _windows.Purged);
    }

    [Theory]
    [InlineData(2, "is the board plugged in?")]
    [InlineData(5, "another program uses it")]
    [InlineData(31, "cannot be opened")]
    public void A_port_that_cannot_be_opened_is_refused_with_advice(int error, string advice)
    {
        _windows.OpenError = error;
        string message = Assert.Throws<UserException>(() => Open()).Message;
        Assert.Contains(advice, message);
        Assert.DoesNotContain('\n', message);
        Assert.True(_windows.AllIsGivenBack);
    }

    [Fact]
    public void What_is_no_serial_port_or_does_not_take_the_speed_is_refused_and_closed()
    {
        foreach ((Action<FakeWindows> fault, string words) in new (Action<FakeWindows>, string)[]
        {
            (w => w.EventError = 8, "cannot be opened"), (w => w.GetStateError = 1, "is not a serial port"),
            (w => w.SetStateError = 87, "115200 baud"), (w => w.SetTimeoutsError = 87, "115200 baud"),
        })
        {
            FakeWindows windows = new();
            fault(windows);
            Assert.Contains(words, Assert.Throws<UserException>(() => WindowsSerialPort.Open(windows, "COM3", 115200)).Message);
            Assert.True(windows.AllIsGivenBack);
        }
    }

    [Fact]
    public void A_read_that_ends_at_once_does_not_wait()
    {
        using ISerialLine port = Open();
        _windows.Begins = () => 0;
        Arrive(1, 2, 3);
        Assert.Equal([1, 2, 3], Read(port));
        Assert.Empty(_windows.Waits);
    }

    [Fact]
    public void A_pending_read_takes_what_comes_in_time()
    {
        using ISerialLine port = Open();
        _windows.Waiting = () => { Arrive(7, 8); _windows.End(0, 2); };
        Assert.Equal([7, 8], Read(port));
        Assert.Equal([600], _windows.Waits);
    }

    [Fact]
    public void A_read_whose_time_is_over_is_cancelled_before_it_returns()
    {
        using ISerialLine port = Open();
        _windows.Cancelling = () => _windows.End(FakeWindows.Aborted, 0);
        Assert.Empty(Read(port));
        Assert.False(_windows.IsPending);
        Assert.Equal(600u, _windows.Waits[0]);
    }

    /// <summary>The operation ends between the end of the wait and its cancellation, or is cancelled in the middle: its bytes have left the driver.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(FakeWindows.Aborted)]
    public void Bytes_that_come_while_a_read_is_being_cancelled_are_not_lost(int ended)
    {
        using ISerialLine port = Open();
        _windows.Cancelling = () => { Arrive(5, 6); _windows.End(ended, 2); };
        Assert.Equal([5, 6], Read(port));
        _windows.Cancelling = () => _windows.End(FakeWindows.Aborted, 0);
        Assert.Empty(Read(port));
    }

    [Fact]
    public void A_cancellation_that_takes_its_time_is_waited_for()
    {
        using ISerialLine port = Open();
        int waits = 0;
        _windows.Waiting = () =>
        {
            if (++waits == 2)
            {
                _windows.End(FakeWindows.Aborted, 0);
            }
        };
        Assert.Empty(Read(port));
    }

    /// <summary>A driver that never ends an operation may write into its memory at any time, even after the port has been closed.</summary>
    [Fact]
    public void Memory_of_an_operation_that_never_ends_is_not_given_back()
    {
        ISerialLine port = Open();
        Assert.Contains("no longer responds", Assert.Throws<IOException>(() => Read(port)).Message);
        Assert.Throws<IOException>(() => Read(port));
        Assert.Throws<IOException>(() => port.Write([1]));
        port.Dispose();
        Arrive(1, 2, 3);
        _windows.End(0, 3);
        Assert.False(_windows.AllIsGivenBack);
    }

    [Fact]
    public void A_board_that_is_unplugged_is_reported_wherever_it_happens()
    {
        foreach (Action<FakeWindows> unplug in new Action<FakeWindows>[]
        {
            w => w.Begins = () => FakeWindows.Gone,
            w => w.Waiting = () => w.End(FakeWindows.Gone, 0),
            w => w.Cancelling = () => w.End(FakeWindows.Gone, 0),
        })
        {
            FakeWindows windows = new();
            using ISerialLine port = WindowsSerialPort.Open(windows, "COM3", 115200);
            unplug(windows);
            Assert.Contains("COM3: the line is gone", Assert.Throws<IOException>(() => port.Read(new byte[8], Timeout)).Message);
            Assert.Contains("COM3: the line is gone", Assert.Throws<IOException>(() => port.Write([1])).Message);
        }
    }

    [Fact]
    public void A_write_goes_on_where_it_was_cut_and_ends_with_an_error_when_nothing_moves()
    {
        using ISerialLine port = Open();
        byte[] bytes = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7))];
        _windows.Waiting = () => _windows.End(0, 1000);
        port.Write(bytes);
        Assert.Equal(bytes, _windows.Sent);
        Assert.All(_windows.Waits, w => Assert.Equal(5000u, w));

        _windows.Waiting = () => { };
        _windows.Cancelling = () => _windows.End(FakeWindows.Aborted, 0);
        Assert.Contains("accepts no more bytes", Assert.Throws<IOException>(() => port.Write([1, 2])).Message);
        port.Write([]);
    }

    /// <summary>Any order of what Windows may do: every byte comes through once, in its order, and nothing is left behind.</summary>
    [Fact]
    public void Whatever_windows_does_no_byte_is_lost_or_comes_twice()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            FakeWindows windows = new();
            windows.Begins = () => random.Next(2) == 0 ? 0 : FakeWindows.Pending;
            windows.Waiting = () =>
            {
                if (windows.IsPending && random.Next(3) > 0)
                {
                    windows.End(0, random.Next(1, 40));
                }
            };
            windows.Cancelling = () =>
            {
                if (windows.IsPending && random.Next(4) > 0)
                {
                    windows.End(random.Next(2) == 0 ? 0 : FakeWindows.Aborted, random.Next(1, 30));
                }
                else if (windows.IsPending)
                {
                    windows.Waiting = () => { if (windows.IsPending) { windows.End(FakeWindows.Aborted, random.Next(1, 30)); } };
                }
            };

            using (ISerialLine port = WindowsSerialPort.Open(windows, "COM3", 115200))
            {
                List<byte> sent = [], received = [], written = [];
                byte[] buffer = new byte[64];
                for (int turn = 0; turn < 200; turn++)
                {
                    byte[] some = new byte[random.Next(20)];
                    random.NextBytes(some);
                    sent.AddRange(some);
                    Array.ForEach(some, windows.Arriving.Enqueue);
                    if (random.Next(3) == 0)
                    {
                        port.Write(some);
                        written.AddRange(some);
                    }

                    received.AddRange(buffer[..port.Read(buffer.AsSpan(0, random.Next(1, 64)), Timeout)]);
                }

                Assert.Equal(sent, [.. received, .. windows.Arriving]);
                Assert.Equal(written, windows.Sent);
            }

            Assert.True(windows.AllIsGivenBack);
        }
    }

    [Fact]
    public void A_closed_port_is_closed_once_and_not_used_any_more()
    {
        ISerialLine port = Open();
        port.Dispose();
        port.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Read(port));
        Assert.Throws<ObjectDisposedException>(() => port.Write([1]));
    }

    [Theory]
    [InlineData(-1, 0u)]
    [InlineData(0, 0u)]
    [InlineData(0.2, 1u)]
    [InlineData(1e15, int.MaxValue)]
    public void Times_that_windows_cannot_have_become_ones_that_it_can(double milliseconds, uint expected)
    {
        using ISerialLine port = Open();
        _windows.Cancelling = () => _windows.End(FakeWindows.Aborted, 0);
        port.Read(new byte[1], TimeSpan.FromTicks((long)Math.Min(milliseconds * TimeSpan.TicksPerMillisecond, 1e18)));
        Assert.Equal(expected, _windows.Waits[0]);
    }

    private ISerialLine Open(string name = "COM3") => WindowsSerialPort.Open(_windows, name, 115200);

    private void Arrive(params byte[] bytes) => Array.ForEach(bytes, _windows.Arriving.Enqueue);

    private static byte[] Read(ISerialLine port)
    {
        byte[] buffer = new byte[64];
        return buffer[..port.Read(buffer, Timeout)];
    }
}
