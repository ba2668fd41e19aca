using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Signals;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>A recording that is played into the sensor of the app: its windows are those of the desktop, and no others.</summary>
public class PlayedRecordingTests
{
    private const string Features = "mean, std, crossings";
    private static readonly TrainedSensor Motion = new(ModelFormat.MotionSensor, 100, 2), Microphone = new(ModelFormat.Microphone, 8000, 0);

    [Theory]
    [InlineData(3, 100, 40, 30, 403)]
    [InlineData(1, 8000, 2000, 1000, 19999)]
    public void The_app_sees_the_windows_of_the_desktop(int channels, int rate, int window, int stride, int readings)
    {
        TrainedSensor sensor = channels == 1 ? Microphone : Motion;
        short[] played = Swinging(readings, channels, 10, 9000);
        using AppBoard app = new(BoardProfile.Esp32, Model(sensor, channels, window, stride));
        List<float> seen = [];
        app.Board.Watch("EdgeNet.Core.SignalPipeline.get_Features", (_, features) => seen.AddRange((float[])features!));
        LiveReport report = app.Listen(new LiveRecording("swings", played, channels, rate), default);
        float[] expected = FeaturePipeline.Create(FeatureText.Parse(Features), [.. "xyz"[..channels].Select(c => $"{c}")], rate, 1, window, stride).Compute(played);
        Assert.Equal((readings - window + stride) / stride, report.Classifications);
        Assert.Equal(report.Classifications * 3 * channels, expected.Length);
        Assert.Equal(expected, seen.Take(expected.Length));
        Assert.All(report.Answers, a => Assert.InRange(a.Seconds, (double)window / rate, ((double)readings / rate) + 0.5));
    }

    [Fact]
    public void A_word_that_is_shorter_than_a_window_is_in_the_middle_of_silence_and_a_short_movement_is_refused()
    {
        using TemporaryFolder folder = new();
        SignalInfo sound = SignalInfo.Of(ModelFile.Parse(Model(Microphone, 1, 2000, 1000))), movement = SignalInfo.Of(ModelFile.Parse(Model(Motion, 3, 40, 30)));
        LiveRecording word = LiveRecording.Read(folder.Write("word.wav", WordStreamTests.WavBytes([.. Enumerable.Repeat((short)7, 1000)])), sound);
        Assert.Equal([.. new short[500], .. Enumerable.Repeat((short)7, 1000), .. new short[500]], word.Samples);
        Assert.Equal(1, word.WindowsOf(sound));
        string path = folder.Write("short.csv", "x,y,z\n1,2,3\n4,5,6\n");
        Assert.Contains("longer than every recording", Assert.Throws<UserException>(() => LiveRecording.Read(path, movement)).Message);
    }

    /// <summary>A recording of a second would move if it began to be quiet.</summary>
    [Fact]
    public void Around_a_recording_a_sensor_stays_as_it_is_and_a_microphone_hears_nothing()
    {
        Emulator.Devices.SensorRecording played = new([1, 2, 3, 4, 5, 6], 2, 1, 10);
        Assert.Equal([[1, 2], [1, 2], [3, 4], [5, 6], [5, 6]], new double[] { 0, 10, 11, 12, 13 }.Select(played.At));
        Assert.Equal([0, 1, 3, 5, 0], new double[] { 9.5, 10, 11, 12, 13 }.Select(played.SoundAt));
    }

    private static byte[] Model(TrainedSensor sensor, int channels, int window, int stride) => StreamApp.Train(sensor, Features, window, stride, channels,
        ("quick", Swinging(10 * window, channels, 10, 9000)), ("slow", Swinging(10 * window, channels, 37, 3000)));

    private static short[] Swinging(int readings, int channels, int period, int size) =>
        [.. Enumerable.Range(0, readings * channels).Select(i => (short)(1000 + (size * Math.Sin(2 * Math.PI * (i / channels) / period)) + (i * 7919 % 201)))];
}
