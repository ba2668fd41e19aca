using EdgeNet.Deployment.Serial;
using EdgeNet.Files;
using EdgeNet.TestSupport;

namespace EdgeNet.Deployment.Tests;

/// <summary>Recordings of boards, sensors and lines at their worst.</summary>
public sealed class CaptureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Readings_that_are_not_numbers_are_left_out_and_counted(float value)
    {
        int sent = 0;
        CaptureResult result = Record(b => b.SendReading(1, ++sent % 3 == 0 ? value : sent), 4);
        Assert.Equal(new CaptureResult(4, 0, 1), result);
        Assert.Equal("v1,v2,label\n1,1,a\n1,2,a\n1,4,a\n1,5,a\n", Recorded());
    }

    [Fact]
    public void A_recording_of_nothing_but_what_are_no_numbers_fails_and_writes_nothing()
    {
        int sent = 0;
        UserException e = Assert.Throws<UserException>(() => Record(
            b =>
            {
                Assert.True(++sent < 1000, "the recording does not end");
                b.SendReading(float.NaN, 1);
            },
            30));
        Assert.Contains("none of the board's 30 readings were numbers", e.Message);
        Assert.Equal("", Recorded());
    }

    [Fact]
    public void Noise_on_the_line_is_not_silence()
    {
        int waits = 0;
        CaptureResult result = Record(
            b =>
            {
                if (++waits % 100 == 0)
                {
                    b.SendReading(1, 2);
                }
                else
                {
                    b.SendNoise();
                }
            },
            3);
        Assert.Equal(3, result.Recorded);
    }

    [Fact]
    public void A_recording_without_readings_is_not_in_the_next_ones_way()
    {
        Assert.Contains("sends no readings", Assert.Throws<UserException>(() => Record(_ => { }, 3)).Message);
        Assert.Equal(1, Record(b => b.SendReading(1, 2, 3), 1, values: 3).Recorded);
        Assert.Equal("v1,v2,v3,label\n1,2,3,a\n", Recorded());
    }

    [Fact]
    public void What_force_may_replace_is_kept_until_there_is_a_reading()
    {
        _folder.Write("data.csv", "diary\n");
        Assert.Throws<UserException>(() => Record(_ => { }, 3, force: true));
        Assert.Equal("diary\n", Recorded());
        Record(b => b.SendReading(1, 2), 1, force: true);
        Assert.Equal("v1,v2,label\n1,2,a\n", Recorded());
    }

    /// <summary>The header and a row are 18 bytes, a further row 6.</summary>
    [Fact]
    public void A_full_disk_leaves_whole_rows_wherever_it_is_full()
    {
        for (int room = 0; room < 40; room++)
        {
            using FullDisk disk = new(room);
            RecordingFile file = new("data.csv", disk, false, 2);
            UserException e = Assert.Throws<UserException>(() =>
            {
                for (int i = 0; i < 10; i++)
                {
                    file.Add([1, 2], "a");
                }
            });
            Assert.Contains("data.csv: cannot be written any further (the disk is full)", e.Message);
            Assert.Equal(room < 18 ? 0 : room - (room % 6), disk.Length);
        }
    }

    private CaptureResult Record(Action<ScriptedBoard> idle, int count, int values = 2, bool force = false)
    {
        using ScriptedBoard board = new() { ValueCount = values, Idle = idle };
        return Capture.Record(new BoardClient(board, TimeSpan.FromSeconds(1)), null, _folder.File("data.csv"), force, "a", count, null, default);
    }

    private string Recorded() => File.ReadAllText(_folder.File("data.csv"));

    /// <summary>Writes what there is room for, and then fails.</summary>
    private sealed class FullDisk(int room) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            int fits = (int)Math.Min(count, room - Position);
            base.Write(buffer, offset, fits);
            if (fits < count)
            {
                throw new IOException("the disk is full");
            }
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);
    }
}
