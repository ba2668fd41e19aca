using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Trainer;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>A sound model in the app, with a recording played into the virtual microphone.</summary>
public class MicrophoneTests
{
    private const int Rate = 8000;

    private static readonly byte[] Model = StreamApp.Train(new TrainedSensor(ModelFormat.Microphone, Rate, 0), "rms, crossings", 2000, 1000, 1,
        ("high", Sound(1500, 32000)), ("low", Sound(300, 32000)), ("silence", Sound(0, 32000)));

    [Fact]
    public void Every_sound_of_a_recording_is_found_and_no_other()
    {
        using Board board = StreamApp.Create(Model);
        short[] recording = [.. Sound(0, 3 * Rate), .. Sound(1500, 2 * Rate), .. Sound(0, 2 * Rate), .. Sound(300, 2 * Rate), .. Sound(0, 2 * Rate), .. Sound(1500, 2 * Rate), .. Sound(0, 2 * Rate)];
        board.I2s.Bus(StreamApp.SoundBus).Sound = new SensorRecording(recording, 1, Rate, 0).SoundAt;
        List<(double Seconds, string Answer)> answers = StreamApp.Answers(board);
        board.Run(TimeSpan.FromSeconds(15));
        Assert.Contains("model loaded from slot 0, 3 labels, reads microphone, 8000 readings per second", board.Output);
        Assert.Contains("model confirmed", board.Output);
        (double Seconds, string Answer)[] sure = [.. answers.Where(a => a.Answer != "unsure")];
        Assert.Equal(["silence", "high", "silence", "low", "silence", "high", "silence"], sure.Select(a => a.Answer));

        // Each sound begins at an odd second; three windows of a quarter of a second, two to a stride, make an answer sure.
        Assert.All(sure.Skip(1).Index(), s => Assert.InRange(s.Item.Seconds, 3.25 + (2 * s.Index), 3.25 + (2 * s.Index) + 0.75));
        Assert.Equal(0, board.I2s.Bus(StreamApp.SoundBus).Lost);
        Assert.Equal(0x060104, board.Gpio.FunctionOf(23)); // I2S1_MDATA_IN of the real DeviceFunction
    }

    /// <summary>The driver keeps seven buffers of 256 readings; what it drops the app counts by the clock.</summary>
    [Fact]
    public void A_board_that_cannot_keep_up_says_what_it_would_need_and_counts_what_it_loses()
    {
        BoardProfile slow = BoardProfile.Esp32 with { CyclesPerInstruction = 8 * BoardProfile.Esp32.CyclesPerInstruction };
        using AppBoard app = new(slow, Model);
        LiveReport report = app.Listen(new LiveRecording("tone", Sound(1500, 5 * Rate), 1, Rate), default);
        Assert.False(report.KeepsUp);
        Assert.InRange(report.BusyShare, 1.01, 5);
        Assert.Contains($"needs {report.BusyShare * 100:F0} % of the board esp32: {report.LostReadings:N0} readings were lost", report.Problem);
        long dropped = app.Board.I2s.Bus(StreamApp.SoundBus).Lost;
        Assert.InRange(report.LostReadings, dropped * 0.98, dropped * 1.02);
        Assert.Contains(app.Board.Output, l => l.Contains("readings of the microphone have been lost; the board is ", StringComparison.Ordinal));
    }

    /// <summary>With most of the time in the windows, of which a board that loses readings completes few: the clock cycles say what would be due.</summary>
    [Fact]
    public void The_share_counts_the_windows_that_are_due_and_not_those_that_lost_readings_prevented()
    {
        byte[] model = StreamApp.Train(new TrainedSensor(ModelFormat.Microphone, Rate, 0), "rms, crossings", 2000, 400, 1, ("high", Sound(1500, 32000)), ("low", Sound(300, 32000)));
        LiveReport[] reports = [.. new[] { 1, 6 }.Select(factor =>
        {
            using AppBoard app = new(BoardProfile.Esp32 with { CyclesPerInstruction = factor * BoardProfile.Esp32.CyclesPerInstruction }, model);
            return app.Listen(new LiveRecording("tone", Sound(1500, 6 * Rate), 1, Rate), default);
        })];
        Assert.Equal((0, 116), (reports[0].LostReadings, reports[0].Classifications));
        Assert.True(reports[1].LostReadings > Rate);
        Assert.InRange(reports[1].BusyShare, 5.4 * reports[0].BusyShare, 6.6 * reports[0].BusyShare);
        Assert.True(reports[1].BusyShare > 1, $"{reports[1].BusyShare}");
    }

    /// <summary>On a board that is slow enough, no read has to wait for a while, since none is early: then the app's clock runs ahead of the bus until one does.</summary>
    [Fact]
    public void A_busy_board_keeps_step_with_the_microphone()
    {
        BoardProfile slow = BoardProfile.Esp32 with { CyclesPerInstruction = 2 * BoardProfile.Esp32.CyclesPerInstruction };
        double[] busy = [.. new[] { 30, 60 }.Select(seconds =>
        {
            using AppBoard app = new(slow, Model);
            LiveReport report = app.Listen(new LiveRecording("tone", Sound(1500, seconds * Rate), 1, Rate), default);
            Assert.Equal(0, report.LostReadings);
            return report.BusyShare;
        })];
        Assert.InRange(busy[1], busy[0] - 0.03, busy[0] + 0.03);
    }

    [Fact]
    public void A_board_without_an_I2S_bus_reports_it_and_tries_again()
    {
        using Board board = StreamApp.Create(Model);
        board.I2s.Bus(StreamApp.SoundBus).IsMissing = true;
        board.I2s.Bus(StreamApp.SoundBus).Sound = new SensorRecording(Sound(1500, 5 * Rate), 1, Rate, 0).SoundAt;
        board.OutputWritten = (_, line) => board.I2s.Bus(StreamApp.SoundBus).IsMissing &= !line.StartsWith("sensor does not answer", StringComparison.Ordinal);
        board.Run(TimeSpan.FromSeconds(5));
        Assert.Contains(board.Output, l => l.StartsWith("sensor does not answer: microphone: the I2S bus cannot be opened", StringComparison.Ordinal));
        Assert.Contains("answer: high", board.Output);
    }

    // A tone, or silence, with noise.
    private static short[] Sound(int hertz, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (short)((hertz == 0 ? 0 : 6000 * Math.Sin(2 * Math.PI * hertz * i / Rate)) + (i * 7919 % 201) - 100))];
}
