using System.Globalization;
using EdgeNet.Data;
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
        Assert.Equal("v1,v2,session,label\n1,1,1,a\n1,2,1,a\n1,4,1,a\n1,5,1,a\n", Recorded());
    }

    [Fact]
    public void A_recording_of_nothing_but_what_are_no_numbers_ends_after_ten_seconds_and_writes_nothing()
    {
        UserException e = Assert.Throws<UserException>(() => Record(b => b.SendReading(float.NaN, 1), 30));
        Assert.Equal("the board answers but has sent only readings that are not numbers for 10 s; is its sensor connected?", e.Message);
        Assert.False(File.Exists(_folder.File("data.csv")));
    }

    /// <summary>Every finite number that there is can be sent; training must read each row.</summary>
    [Fact]
    public void Whatever_is_recorded_can_be_read_for_training()
    {
        float[] extremes = [0f, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, 1e-10f, 16777217f, float.NaN, float.PositiveInfinity, 0.1f];
        int sent = 0;
        CaptureResult result = Record(b => b.SendReading(extremes[sent++ % extremes.Length], extremes[sent * 7 % extremes.Length]), 100);
        Assert.InRange(result.NotNumbers, 20, 60);
        Dataset data = CsvDataset.Read(_folder.File("data.csv"), new CsvOptions());
        Assert.Equal((100, 2), (data.Count, data.Shape.Count));
        Assert.All(data.Features, f => Assert.Contains(f, extremes));
    }

    [Fact]
    public void Noise_before_and_between_readings_is_not_silence()
    {
        int waits = 0;
        Assert.Equal(new CaptureResult(3, 0, 0), Record(b =>
        {
            b.SendNoise();
            if (++waits % 9000 == 0)
            {
                b.SendReading(1, 2);
            }
        }, 3));
    }

    [Fact]
    public void Nothing_but_noise_is_listened_to_for_ten_seconds()
    {
        using ScriptedBoard board = new() { Idle = b => b.SendNoise() };
        UserException e = Assert.Throws<UserException>(() => Record(board, 3));
        Assert.Equal("the board answers but has sent no whole reading for 10 s; is its sensor connected?", e.Message);
        Assert.InRange(board.Clock.GetElapsedTime(0).TotalSeconds, 10, 11);
    }

    [Fact]
    public void Readings_may_come_in_several_parts_and_byte_by_byte()
    {
        float[] values = [.. Enumerable.Range(1, 150).Select(i => i / 8f)];
        using ScriptedBoard board = new() { ValueCount = 150, BytesARead = 1, Idle = b => b.SendReading(values) };
        Assert.Equal(new CaptureResult(25, 0, 0), Record(board, 25));
        Assert.Equal(string.Join(',', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture))) + ",1,a", File.ReadAllLines(_folder.File("data.csv"))[25]);
    }

    [Fact]
    public void Readings_before_a_sensor_falls_silent_are_kept()
    {
        int sent = 0;
        UserException e = Assert.Throws<UserException>(() => Record(b =>
        {
            if (sent++ < 2)
            {
                b.SendReading(1, 2);
            }
        }, 3));
        Assert.Contains($"(2 readings before that are in {_folder.File("data.csv")})", e.Message);
        Assert.Equal("v1,v2,session,label\n1,2,1,a\n1,2,1,a\n", Recorded());
    }

    [Fact]
    public void A_recording_without_readings_is_not_in_the_next_ones_way()
    {
        Assert.Contains("no whole reading", Assert.Throws<UserException>(() => Record(_ => { }, 3)).Message);
        Assert.Empty(Directory.GetFiles(_folder.Path));
        Assert.Equal(1, Record(b => b.SendReading(1, 2, 3), 1, values: 3).Recorded);
        Assert.Equal("v1,v2,v3,session,label\n1,2,3,1,a\n", Recorded());
    }

    [Fact]
    public void What_force_may_replace_is_kept_until_there_is_a_reading()
    {
        _folder.Write("data.csv", "diary\n");
        Assert.Throws<UserException>(() => Record(_ => { }, 3, force: true));
        Assert.Equal("diary\n", Recorded());
        Record(b => b.SendReading(1, 2), 1, force: true);
        Assert.Equal("v1,v2,session,label\n1,2,1,a\n", Recorded());
    }

    /// <summary>The header and a row are 28 bytes, a further row 8.</summary>
    [Fact]
    public void A_full_disk_leaves_whole_rows_wherever_it_is_full()
    {
        for (int room = 0; room < 60; room++)
        {
            using FullDisk disk = new(room);
            using RecordingFile file = new("data.csv", disk, false, false, 2);
            UserException e = Assert.Throws<UserException>(() =>
            {
                for (int i = 0; i < 10; i++)
                {
                    file.Add([1, 2], "a");
                }
            });
            Assert.Equal("data.csv: cannot be written any further (the disk is full); all earlier rows are kept", e.Message);
            Assert.Equal(room < 28 ? 0 : 28 + ((room - 28) / 8 * 8), disk.Length);
        }
    }

    [Fact]
    public void Every_run_is_a_session_of_its_own_and_training_keeps_sessions_together()
    {
        int sent = 0;
        foreach (string label in new[] { "a", "b,\"c\"\n", "a", "b,\"c\"\n", "a", "b,\"c\"\n" })
        {
            Record(b => b.SendReading(2 * sent++, 7), 5, label: label);
        }

        string[] rows = Recorded().Split('\n');
        Assert.Equal("v1,v2,session,label", rows[0]);
        Assert.Equal("0,7,1,a", rows[1]);
        Assert.EndsWith(",7,6,\"b,\"\"c\"\"", rows[^3]);
        DatasetSplit split = new DataSource(new CsvOptions()).LoadSplit(_folder.File("data.csv"), null, 1);
        Assert.Equal(["v1", "v2"], split.Train.Columns!);
        Assert.Equal((20, 10), (split.Train.Count, split.Test.Count));
        Assert.Empty(split.Train.Groups!.Intersect(split.Test.Groups!));
        Assert.Contains("samples with the same session stay together", split.Rule);
        Assert.Empty(split.Warnings);
    }

    [Fact]
    public void The_next_session_has_a_number_above_all_that_there_are_even_if_rows_were_sorted()
    {
        _folder.Write("data.csv", "\uFEFFv1,v2,session,label\r\n1,2,41,b\r\n3,4,7,\"a \"\"x\"\", y\"");
        Record(b => b.SendReading(5, 6), 1);
        Assert.EndsWith("y\"\n5,6,42,a\n", Recorded());
        _folder.Write("data.csv", "v1,v2,session,label\n1,2,3,a\n1,2,9,b");
        Record(b => b.SendReading(5, 6), 1);
        Assert.EndsWith("1,2,9,b\n5,6,10,a\n", Recorded());
        _folder.Write("data.csv", "v1,v2,session,label\n");
        Record(b => b.SendReading(5, 6), 1);
        Assert.Equal("v1,v2,session,label\n5,6,1,a\n", Recorded());
    }

    [Theory]
    [InlineData("1,2,,a\n")]
    [InlineData("1,2,x,a\n")]
    [InlineData("1,2,-1,a\n")]
    [InlineData("1,2,99999999999,a\n")]
    [InlineData("1,2\n")]
    public void A_recording_whose_sessions_are_no_numbers_is_refused_and_left_as_it_is(string row)
    {
        string before = "v1,v2,session,label\n1,2,1,a\n" + row;
        _folder.Write("data.csv", before);
        UserException e = Assert.Throws<UserException>(() => Record(b => b.SendReading(5, 6), 1, force: true));
        Assert.Contains("data.csv: row 3 has no number of a session", e.Message);
        Assert.Equal(before, Recorded());
    }

    [Fact]
    public void A_recording_without_sessions_is_continued_only_if_told_to()
    {
        string before = "v1,v2,label\n1,2,a\n3,4,\"b,\"\"\nc\"\n";
        _folder.Write("data.csv", before);
        UserException e = Assert.Throws<UserException>(() => Record(b => b.SendReading(5, 6), 1, force: true));
        Assert.Contains("--new-session", e.Message);
        Assert.Throws<UserException>(() => Record(_ => { }, 1, newSession: true));
        Assert.Equal(before, Recorded());
        Record(b => b.SendReading(5, 6), 2, newSession: true);
        Assert.Equal("v1,v2,session,label\n1,2,1,a\n3,4,1,\"b,\"\"\nc\"\n5,6,2,a\n5,6,2,a\n", Recorded());
        Record(b => b.SendReading(7, 8), 1, newSession: true);
        Assert.EndsWith("7,8,3,a\n", Recorded());
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    private CaptureResult Record(Action<ScriptedBoard> idle, int count, int values = 2, bool force = false, bool newSession = false, string label = "a")
    {
        using ScriptedBoard board = new() { ValueCount = values, Idle = idle };
        return Record(board, count, force, newSession, label);
    }

    private CaptureResult Record(ScriptedBoard board, int count, bool force = false, bool newSession = false, string label = "a") =>
        Capture.Record(new BoardClient(board, TimeSpan.FromSeconds(1)) { Clock = board.Clock }, null, _folder.File("data.csv"), force, newSession, label, count, null, default);

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
