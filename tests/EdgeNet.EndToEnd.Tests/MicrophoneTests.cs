using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Trainer;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>A sound model in the app, with a recording played into the virtual microphone.</summary>
public class MicrophoneTests
{
    private const int Rate = 8000;

    // A level instead of a tone: only means so far.
    private static readonly byte[] Model = StreamApp.Train(new TrainedSensor(ModelFormat.Microphone, Rate, 0), "mean", 2000, 1000, 1,
        ("high", Sound(6000, 8000)), ("low", Sound(-6000, 8000)), ("silence", Sound(0, 8000)));

    [Fact]
    public void Every_sound_of_a_recording_is_found_and_no_other()
    {
        using Board board = StreamApp.Create(Model);
        short[] recording = [.. Sound(0, 2 * Rate), .. Sound(6000, 2 * Rate), .. Sound(0, 2 * Rate), .. Sound(-6000, 2 * Rate), .. Sound(0, 2 * Rate), .. Sound(6000, 2 * Rate), .. Sound(0, 2 * Rate)];
        board.I2s.Bus(StreamApp.SoundBus).Sound = new SensorRecording(recording, 1, Rate, 1).FirstAt;
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

    private static short[] Sound(int level, int count) => [.. Enumerable.Range(0, count).Select(i => (short)(level + (i * 7919 % 201) - 100))];
}
