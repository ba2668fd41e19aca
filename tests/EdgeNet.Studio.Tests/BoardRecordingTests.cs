using System.Text;
using System.Text.Json;
using EdgeNet.Deployment.Serial;
using EdgeNet.Files;
using EdgeNet.Studio.Data;
using EdgeNet.Studio.Pages;
using EdgeNet.TestSupport;

namespace EdgeNet.Studio.Tests;

/// <summary>Readings of a board, recorded while pages watch; the board may be unplugged at any time.</summary>
public sealed class BoardRecordingTests : IDisposable
{
    private static readonly BoardRecording.Wish Waving = new("/dev/ttyX", "waving", true, 50, "recordings");

    private readonly TemporaryFolder _folder = new();
    private readonly OpenPages _pages = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Readings_are_counted_to_the_pages_and_in_the_file_at_the_end()
    {
        await using BoardRecording recording = Over(new Line(readings: 80));
        recording.Start(Waving);
        await _ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(50, File.ReadAllLines(_folder.File("recordings/waving/1.csv")).Length - 1);
        JsonElement last = await LastNewsAsync();
        Assert.Equal((false, 50), (last.GetProperty("isRunning").GetBoolean(), last.GetProperty("recorded").GetInt32()));
        Assert.Equal(JsonValueKind.Null, last.GetProperty("problem").ValueKind);
    }

    [Fact]
    public async Task A_board_that_is_unplugged_ends_the_recording_with_a_reason_and_what_came_is_kept()
    {
        await using BoardRecording recording = Over(new Line(readings: 20, unplugged: true));
        recording.Start(Waving);
        await _ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(20, File.ReadAllLines(_folder.File("recordings/waving/1.csv")).Length - 1);
        Assert.Contains("the serial line is gone", (await LastNewsAsync()).GetProperty("problem").GetString());
    }

    [Fact]
    public async Task A_recording_is_stopped_and_another_one_may_begin()
    {
        await using BoardRecording recording = Over(new Line(readings: int.MaxValue));
        recording.Start(Waving with { Count = 1_000_000 });
        Assert.Contains("a recording is under way", Assert.Throws<UserException>(() => recording.Start(Waving)).Message);
        recording.Stop();
        await _ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("../x", 10, "waving")]
    [InlineData("", 10, "waving")]
    [InlineData("recordings", 0, "waving")]
    [InlineData("recordings", 10, " ")]
    public async Task What_cannot_be_recorded_is_refused_before_the_port_is_opened(string place, int count, string label)
    {
        await using BoardRecording recording = new(_folder.Path, _pages, () => { }, (_, _) => throw new InvalidOperationException("opened"));
        Assert.Throws<UserException>(() => recording.Start(Waving with { Out = place, Count = count, Label = label }));
    }

    private BoardRecording Over(Line line) => new(_folder.Path, _pages, _ended.SetResult, (_, _) => line);

    // A page that is opened now is told the latest.
    private async Task<JsonElement> LastNewsAsync()
    {
        Frame frame = await _pages.Open()!.TakeAsync(default);
        return JsonSerializer.Deserialize<JsonElement>(frame.Json).GetProperty("body");
    }

    private sealed class Line(int readings, bool unplugged = false) : ISerialLine
    {
        private int _sent;

        public void Write(ReadOnlySpan<byte> bytes)
        {
        }

        public int Read(Span<byte> into, TimeSpan timeout)
        {
            if (_sent == readings)
            {
                return unplugged ? throw new IOException("unplugged") : 0;
            }

            byte[] line = Encoding.ASCII.GetBytes($"{_sent++ % 90},2,3\n");
            line.CopyTo(into);
            return line.Length;
        }

        public void Dispose()
        {
        }
    }
}
