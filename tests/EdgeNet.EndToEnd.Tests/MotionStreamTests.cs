using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Trainer;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Models of the motion sensor's stream in the app, with recordings played into the virtual sensor.</summary>
public class MotionStreamTests
{
    private const int Rate = 100;

    // At +-2 g, 16,384 is 1 g: the z axis feels gravity, and shaking is 3 swings a second.
    private static readonly byte[] Model = Build(Rate, 2);

    [Fact]
    public void The_sensor_is_set_as_the_model_says_and_every_movement_is_found()
    {
        using Board board = StreamApp.Create(Model);
        Mpu6886 sensor = new(Played(still: 4, shaken: 4, stillAgain: 4).At);
        board.I2c.Attach(Esp32App.Bus, Esp32App.MotionAddress, sensor);
        List<(double Seconds, string Answer)> answers = StreamApp.Answers(board);
        board.Run(TimeSpan.FromSeconds(13));
        Assert.Contains("model loaded from slot 0, 2 labels, reads MPU-6886 at +-2, 100 readings per second", board.Output);
        Assert.Equal(["still", "shaken", "still"], answers.Select(a => a.Answer).Where(a => a != "unsure"));
        Assert.Equal(2, sensor.FullScale);
        Assert.Equal(0, sensor.Lost);
        Assert.DoesNotContain(board.Output, l => l.Contains("lost", StringComparison.Ordinal));
    }

    /// <summary>The sensor loses its power from the fifth second to the seventh, and forgets its settings.</summary>
    [Fact]
    public void A_sensor_that_stops_and_comes_back_is_set_again()
    {
        using Board board = StreamApp.Create(Model);
        Mpu6886 sensor = new(Played(still: 5, shaken: 10, stillAgain: 0).At);
        board.I2c.Attach(Esp32App.Bus, Esp32App.MotionAddress, sensor);
        board.I2c.Fails = microseconds =>
        {
            if (microseconds is < 5e6 or > 7e6)
            {
                return false;
            }

            sensor.PowerCycle();
            return true;
        };
        List<(double Seconds, string Answer)> answers = StreamApp.Answers(board);
        board.Run(TimeSpan.FromSeconds(13));
        Assert.Contains(board.Output, l => l.StartsWith("sensor does not answer: MPU-6886: register ", StringComparison.Ordinal));
        Assert.Contains(board.Output, l => l.StartsWith("sensor is back", StringComparison.Ordinal));
        Assert.Equal(["still", "shaken"], answers.Select(a => a.Answer).Where(a => a != "unsure"));
        Assert.InRange(answers.Single(a => a.Answer == "unsure" && a.Seconds > 4).Seconds, 5, 5.2);
        Assert.InRange(answers[^1].Seconds, 8, 10.5);
        Assert.Equal(2, sensor.FullScale);
    }

    /// <summary>For three seconds, nothing is read. The FIFO holds 1.28 s of acceleration.</summary>
    [Fact]
    public void Lost_readings_are_counted_and_begin_a_new_window()
    {
        using Board board = StreamApp.Create(Model);
        Mpu6886 sensor = new(Played(still: 20, shaken: 0, stillAgain: 0).At);
        board.I2c.Attach(Esp32App.Bus, Esp32App.MotionAddress, sensor);
        List<long> lost = [];
        board.Watch("EdgeNet.Device.Streams.SignalLoop.get_Lost", (_, readings) => lost.Add((long)readings!));

        bool slept = false;
        board.Watch("EdgeNet.Device.Streams.SignalLoop.get_BusyPercent", (_, _) =>
        {
            if (!slept && board.NowMicroseconds > 6e6)
            {
                slept = true;
                board.Call("System.Threading.Thread.Sleep", 3000);
            }
        });
        board.Run(TimeSpan.FromSeconds(15));
        Assert.True(slept);
        Assert.Equal(0, lost[0]);
        Assert.InRange(lost[^1], 295, 310);
        Assert.Contains(board.Output, l => l.StartsWith($"{lost[^1]} readings of the MPU-6886 have been lost; the board is ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100, 3, "error: the model was trained at +-3, but MPU-6886 measures +-2, 4, 8 or 16 g")]
    [InlineData(130, 2, "error: the model was trained on 130 readings per second, but MPU-6886 gives 1000 divided by a whole number up to 256, such as 125")]
    public void A_model_that_the_sensor_cannot_serve_is_refused_with_both_numbers(int rate, int fullScale, string problem)
    {
        using Board board = StreamApp.Create(Build(rate, fullScale));
        board.I2c.Attach(Esp32App.Bus, Esp32App.MotionAddress, new Mpu6886());
        board.Run(TimeSpan.FromSeconds(3));
        Assert.Contains(problem, board.Output);
    }

    [Fact]
    public void An_app_without_streams_says_why_it_refuses_such_a_model()
    {
        using Board board = Esp32App.Create();
        board.Storage.Put(StoreBoard.Mailbox, Model);
        board.Run(TimeSpan.FromSeconds(3));
        Assert.Contains(board.Output, l => l.Contains("the model listens to a stream of readings, and this app was built without EdgeNet.Device.Streams", StringComparison.Ordinal));
    }

    private static byte[] Build(int rate, int fullScale) => StreamApp.Train(new TrainedSensor(ModelFormat.MotionSensor, rate, fullScale), "mean, rms, range", rate, rate / 4, 3,
        ("shaken", Movement(true, 30 * rate, rate)), ("still", Movement(false, 30 * rate, rate)));

    private static SensorRecording Played(int still, int shaken, int stillAgain) => new(
        [.. Movement(false, still * Rate, Rate), .. Movement(true, shaken * Rate, Rate), .. Movement(false, stillAgain * Rate, Rate)], 3, Rate, 0);

    private static short[] Movement(bool shaken, int readings, int rate)
    {
        Random random = new(readings + rate);
        return [.. Enumerable.Range(0, readings).SelectMany(i =>
        {
            double swing = shaken ? 8000 * Math.Sin(2 * Math.PI * 3 * i / rate) : 0;
            return new[] { swing, swing / 2, 16384 + (swing / 4) }.Select(v => (short)(v + random.Next(-100, 101)));
        })];
    }
}
