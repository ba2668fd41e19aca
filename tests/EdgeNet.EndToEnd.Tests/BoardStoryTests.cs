using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Pictures;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The real app on a virtual ESP32: trained here, deployed as a file, watching a scene through its sensor.</summary>
public class BoardStoryTests
{
    private const int LedPin = 2, DataPin = 21, ClockPin = 22, Bus = Esp32App.Bus, SensorAddress = Esp32App.CameraAddress;
    private const string ModelPath = StoreBoard.Mailbox;

    private static readonly byte[] PersonModel = ThermalScene.Model;

    [Fact]
    public void The_LED_shows_who_is_there_and_a_sensor_that_drops_out_for_two_seconds_is_survived()
    {
        using Board board = Esp32App.Create();
        board.Storage.Put(ModelPath, PersonModel);
        board.I2c.Attach(Bus, SensorAddress, new Amg8833(Scene));
        board.I2c.Fails = microseconds => microseconds is >= 6e6 and < 8e6;
        List<(double Seconds, string Line)> output = [];
        board.OutputWritten = (microseconds, line) => output.Add((microseconds / 1e6, line));
        BoardRun run = board.Run(TimeSpan.FromSeconds(15));
        Assert.Equal("its time is up", run.StopReason);
        Assert.Null(run.UnhandledException);

        // Someone comes at 3 s, the sensor is away from 6 s to 8 s, the person leaves at 11 s.
        (double Microseconds, bool Level)[] led = [.. board.Gpio.Line(LedPin).Changes];
        Assert.Equal([true, false, true, false], led.Select(c => c.Level));
        Assert.InRange(led[0].Microseconds / 1e6, 3.1, 4.0);
        Assert.InRange(led[1].Microseconds / 1e6, 6.0, 6.3);
        Assert.InRange(led[2].Microseconds / 1e6, 8.1, 9.8);
        Assert.InRange(led[3].Microseconds / 1e6, 11.1, 12.0);

        // Events are reported at the same times, and so are the sensor's troubles.
        string[] answers = [.. output.Select(o => o.Line).Where(l => l.StartsWith("answer:", StringComparison.Ordinal))];
        string[] sure = [.. answers.Where(a => a != "answer: unsure")];
        Assert.Equal(["answer: empty", "answer: person", "answer: person", "answer: empty"], sure);
        Assert.InRange(output.First(o => o.Line == "answer: unsure" && o.Seconds > 5).Seconds, 6.0, 6.2);
        Assert.InRange(output.First(o => o.Line.StartsWith("sensor does not answer", StringComparison.Ordinal)).Seconds, 6.0, 6.2);
        Assert.InRange(output.First(o => o.Line.StartsWith("sensor is back", StringComparison.Ordinal)).Seconds, 8.0, 9.1);
        Assert.Equal(0x020100, board.Gpio.FunctionOf(DataPin)); // I2C1_DATA and I2C1_CLOCK of the real DeviceFunction
        Assert.Equal(0x020101, board.Gpio.FunctionOf(ClockPin));
    }

    [Fact]
    public void A_missing_file_is_reported_and_tried_again_until_it_is_there()
    {
        using Board board = Esp32App.Create();
        board.I2c.Attach(Bus, SensorAddress, new Amg8833(Scene));
        bool delivered = false;
        board.OutputWritten = (microseconds, line) =>
        {
            if (microseconds > 4e6 && !delivered)
            {
                board.Storage.Put(ModelPath, PersonModel);
                delivered = true;
            }
        };
        board.Run(TimeSpan.FromSeconds(20));
        Assert.Contains("error: no model has been installed", board.Output);
        Assert.Contains("answer: empty", board.Output);
    }

    [Fact]
    public void A_damaged_model_is_reported_once_and_the_app_goes_on()
    {
        using Board board = Esp32App.Create();
        board.Storage.Put(ModelPath, PersonModel);
        board.Storage.FlipBit(ModelPath, 8 * 500);
        board.I2c.Attach(Bus, SensorAddress, new Amg8833(Scene));
        BoardRun run = board.Run(TimeSpan.FromSeconds(8));
        Assert.Equal("its time is up", run.StopReason);
        Assert.Single(board.Output, l => l.StartsWith("error: ", StringComparison.Ordinal) && l.Contains("CRC differs", StringComparison.Ordinal));
        Assert.Contains("error: no model has been installed", board.Output);
        Assert.False(board.Storage.Exists(ModelPath));
    }

    [Fact]
    public void A_model_for_a_sensor_that_is_not_wired_is_reported_and_the_app_goes_on()
    {
        BuiltModel bugs = ModelBuilder.Build(BuiltInDatasets.Create("bugs", 1), new TrainingOptions { Hidden = [2], Epochs = 2, Starts = 1 }, "bugs", true, null, default);
        using Board board = Esp32App.Create();
        board.Storage.Put(ModelPath, bugs.File);
        AssertReportedTwice(board, "the model expects 2 values, but AMG8833 gives 64, MPU-6886 gives 150");
    }

    /// <summary>The model before goes on at once, without restarts, and what came meanwhile is taken.</summary>
    [Fact]
    public void A_model_for_another_sensor_gives_way_at_once_to_the_one_before()
    {
        BuiltModel bugs = ModelBuilder.Build(BuiltInDatasets.Create("bugs", 1), new TrainingOptions { Hidden = [2], Epochs = 2, Starts = 1 }, "bugs", true, null, default);
        Storage storage = new();
        storage.Put(ModelPath, PersonModel);
        foreach (byte[]? update in new[] { null, bugs.File })
        {
            using Board board = Esp32App.Create(storage: storage);
            board.I2c.Attach(Bus, SensorAddress, new Amg8833(Scene));
            if (update is not null)
            {
                storage.Put(ModelPath, update);
            }

            board.Run(TimeSpan.FromSeconds(6));
            Assert.Contains("answer: person", board.Output);
            Assert.Equal(update is not null, board.Output.Contains("error: rolled back to slot 0: the model expects 2 values, but AMG8833 gives 64, MPU-6886 gives 150"));
        }
    }

    [Fact]
    public void A_model_that_needs_more_memory_than_there_is_is_reported_and_the_app_goes_on()
    {
        DatasetSplit digits = Digits.Create("digits", 28, 200, 50, 1);
        BuiltModel large = ModelBuilder.Build(digits, new TrainingOptions { Hidden = [128], Epochs = 1 }, "large", true, null, default);
        using Board board = Esp32App.Create();
        board.Storage.Put(ModelPath, large.File);
        AssertReportedTwice(board, "not enough memory", 1);
    }

    [Fact]
    public void A_sensor_that_is_not_there_at_all_is_reported_with_pauses_that_grow()
    {
        using Board board = Esp32App.Create();
        board.Storage.Put(ModelPath, PersonModel);
        BoardRun run = board.Run(TimeSpan.FromSeconds(20));
        Assert.Null(run.UnhandledException);
        Assert.Contains(board.Output, l => l.StartsWith("sensor does not answer: AMG8833: transfer", StringComparison.Ordinal));

        // Kept for whoever asks over the serial line.
        Assert.StartsWith("sensor does not answer: AMG8833: transfer", (string)board.Call("EdgeNet.Device.Log.get_LastEvent")!);

        // 100, 100, 200, 400, 800 ms and then one second each: about 22 tries in 20 seconds.
        Assert.InRange(board.I2c.Transfers, 18, 28);
    }

    [Fact]
    public void A_board_without_a_second_serial_port_says_so_once_and_classifies()
    {
        using Board board = Esp32App.Create();
        board.Uart.Port("COM2").IsMissing = true;
        board.Storage.Put(ModelPath, PersonModel);
        board.I2c.Attach(Bus, SensorAddress, new Amg8833(Scene));
        board.Run(TimeSpan.FromSeconds(6));
        Assert.Single(board.Output, l => l.Contains("COM2 cannot be opened", StringComparison.Ordinal));
        Assert.Contains("answer: person", board.Output);
    }

    private static void AssertReportedTwice(Board board, string problem, int least = 2)
    {
        board.I2c.Attach(Bus, SensorAddress, new Amg8833(Scene));
        BoardRun run = board.Run(TimeSpan.FromSeconds(8));
        Assert.Equal("its time is up", run.StopReason);
        Assert.Null(run.UnhandledException);
        Assert.InRange(board.Output.Count(l => l.StartsWith("error: ", StringComparison.Ordinal) && l.Contains(problem, StringComparison.Ordinal)), least, 3);
    }

    private static float[] Scene(double seconds) => ThermalScene.Picture(seconds is >= 3 and < 11, new SeededRandom(3, "scene", (long)(seconds * 10)));
}
