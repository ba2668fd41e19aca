using System.Text;
using EdgeNet.Data;
using EdgeNet.Deployment.Serial;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>Recording what a board prints for Edge Impulse's data forwarder.</summary>
public sealed class LineCaptureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public void Every_run_is_a_recording_in_the_folder_of_its_label_however_the_lines_arrive(int bytesAtATime)
    {
        string text = "4,5\r\n" + string.Concat(Enumerable.Range(0, 30).Select(i => i == 12 ? "ERR timeout\r\n" : i == 20 ? "rebooted\r\n" : $"{i % 4},{-i},0.5\r\n"));
        LineCapture first = LineCapture.Record(new Line(text, bytesAtATime), _folder.Path, "wave", 25, null, default);
        Assert.Equal((_folder.File("wave/1.csv"), 25, 1, (string?)null), (first.Path, first.Recorded, first.Errors, first.TimeUnit));
        Assert.Equal(2, first.Others); // the half line at the start, and "rebooted"
        Assert.Equal(_folder.File("wave/2.csv"), LineCapture.Record(new Line(text, bytesAtATime), _folder.Path, "wave", 25, null, default).Path);
        RecordingSet set = RecordingReader.Read(_folder.Path, new RecordingOptions(new CsvOptions()) { NeedsLabels = true, Rate = 50 }).Train;
        Assert.Equal([25, 25], set.Recordings.Select(r => r.Count));
        Assert.Equal(["v1", "v2", "v3"], set.Channels);
        Assert.All(set.Recordings, r => Assert.Equal(("wave", 0), (r.Label, r.Samples[0])));
    }

    [Theory]
    [InlineData("ms", 16.0)]
    [InlineData("us", 16_000.0)]
    [InlineData("s", 0.016)]
    public void Times_that_the_board_sends_are_kept_and_say_the_rate(string unit, double step)
    {
        LineCapture result = Record(i => FormattableString.Invariant($"{(1000 + i) * step:0.###}\t{i % 3}"), linesPerSecond: 60);
        Assert.Equal(unit, result.TimeUnit);
        RecordingSet set = RecordingReader.Read(_folder.Path, new RecordingOptions(new CsvOptions()) { NeedsLabels = true }).Train;
        Assert.Equal(("v2", 40), (Assert.Single(set.Channels), set.Recordings[0].Count));
        Assert.Equal(62.5, set.Rate, 0.5);
    }

    [Fact]
    public void A_value_that_rises_is_not_taken_for_a_time()
    {
        Assert.Null(Record(i => FormattableString.Invariant($"{Math.Sin(i * 0.1):0.000},1"), 100).TimeUnit); // rises for 16 readings
        Assert.Null(Record(i => $"{i * i},1", 100).TimeUnit); // rises always, but not evenly
        Assert.Null(Record(i => $"{i},1", 100).TimeUnit); // rises evenly, but no clock goes so: 100 a second
        Assert.Null(Record(i => $"{i}", 1000).TimeUnit); // is all there is
        Assert.Equal("ms", Record(i => $"{i},1", 1000).TimeUnit);
        Assert.All([1, 2, 3], n => Assert.StartsWith("v1,v2\n", File.ReadAllText(_folder.File($"a/{n}.csv")), StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_that_are_no_readings_are_shown()
    {
        Clock clock = new();
        UserException e = Assert.Throws<UserException>(() => LineCapture.Record(new Line("x=1 y=3\nx=2 y=4\n", 8, () => clock.Seconds += 6), _folder.Path, "a", 5, null, default, clock));
        Assert.Equal("the board has sent no reading for 10 s, but 2 other lines, such as \"x=2 y=4\": a reading is numbers with commas, tabs or spaces between them; is the speed right (--baud)?", e.Message);
    }

    [Theory]
    [InlineData("../wave")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("wave ")]
    [InlineData("a\nb")]
    public void A_label_that_cannot_name_a_folder_is_refused(string label) =>
        Assert.Contains("cannot be the name of a folder", Assert.Throws<UserException>(() => LineCapture.Record(new Line("1\n", 1), _folder.Path, label, 1, null, default)).Message);

    [Fact]
    public void What_was_recorded_before_the_line_was_gone_is_kept()
    {
        UserException e = Assert.Throws<UserException>(() => LineCapture.Record(new Line("1,2\n3,4\n5,6\n", 5), _folder.Path, "a", 100, null, default));
        Assert.Equal($"the serial line is gone (unplugged); 3 readings before that are in {_folder.File("a/1.csv")}", e.Message);
        Assert.Equal("v1,v2\n1,2\n3,4\n5,6\n", File.ReadAllText(_folder.File("a/1.csv")));
    }

    [Fact]
    public void Without_a_reading_there_is_no_file()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Equal(new LineCapture(null, 0, 0, 0, null, 0), LineCapture.Record(new Line("", 1), _folder.Path, "a", 1, null, stop.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private LineCapture Record(Func<int, string> line, double linesPerSecond)
    {
        Clock clock = new();
        string text = string.Concat(Enumerable.Range(0, 40).Select(i => line(i) + "\n"));
        return LineCapture.Record(new Line(text, 1, () => clock.Seconds += 1 / linesPerSecond), _folder.Path, "a", 40, null, default, clock);
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => (long)(Seconds * TimestampFrequency);
    }

    // A board that prints a text and is then unplugged.
    private sealed class Line(string text, int bytesAtATime, Action? lineEnds = null) : ISerialLine
    {
        private int _at;

        public int Read(Span<byte> into, TimeSpan timeout)
        {
            int count = Math.Min(Math.Min(bytesAtATime, into.Length), text.Length - _at);
            Encoding.Latin1.GetBytes(text.AsSpan(_at, count), into);
            _at += count;
            if (count > 0 && text[_at - 1] == '\n')
            {
                lineEnds?.Invoke();
            }

            return count > 0 ? count : throw new IOException("unplugged");
        }

        public void Write(ReadOnlySpan<byte> bytes) => throw new InvalidOperationException("a forwarder is not asked");

        public void Dispose()
        {
        }
    }
}
