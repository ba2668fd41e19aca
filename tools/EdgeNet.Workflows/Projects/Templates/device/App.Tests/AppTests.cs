using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using Xunit;

namespace $Name$.Tests;

/// <summary>The app on a virtual board: the code that is deployed, with a sensor, an LED and a clock that are simulated.</summary>
public sealed class AppTests : IDisposable
{
    private readonly Board _board = new(BoardProfile.All.Single(b => b.Name == "$Board$"));

    public AppTests()
    {
        _board.Deploy(Assemblies("contracts"), Assemblies("app"));
        //#if (amg8833)
        _board.I2c.Attach(1, 0x69, new Amg8833(seconds => [.. Enumerable.Repeat(IsHigh(seconds) ? 30f : 20f, 64)]));
        //#endif
        //#if (mpu6886)
        _board.I2c.Attach(1, 0x68, new Mpu6886(seconds => [.. Enumerable.Repeat(IsHigh(seconds) ? (short)8000 : (short)0, 6)]));
        //#endif
        //#if (analog)
        foreach (int channel in new[] { $AnalogChannels$ })
        {
            _board.Adc.Channel(channel).Signal = seconds => IsHigh(seconds) ? 0.8 : 0.2;
        }
        //#endif
    }

    [Fact]
    public void The_LED_follows_what_the_sensor_sees()
    {
        // A tiny network made for this test, where "edgenet deploy --nanoff" would put one. Your own model needs readings that it knows.
        _board.Storage.Put(@"I:\model.edgenet", File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestModel.edgenet")));
        _board.Run(TimeSpan.FromSeconds($RunSeconds$));

        Assert.Equal([$DarkAnswer$, $LitAnswer$], Answers().Take(2));
        (double Microseconds, bool Level) lit = _board.Gpio.Line($LedPin$).Changes[0];
        Assert.True(lit.Level);
        Assert.InRange(lit.Microseconds / 1e6, $HighSeconds$, $RunSeconds$);
    }

    //#if (model)
    [Fact]
    public void The_model_inside_the_app_fits_the_sensor_and_the_board()
    {
        _board.Run(TimeSpan.FromSeconds(3));
        Assert.Contains(_board.Output, line => line.StartsWith("model loaded from the app, $LabelCount$ labels", StringComparison.Ordinal));
        Assert.DoesNotContain(_board.Output, line => line.StartsWith("error", StringComparison.Ordinal));
        Assert.InRange(_board.HeapPeakBytes, 1, _board.HeapBytes);
    }
    //#endif
    //#if (!model)
    [Fact]
    public void Without_a_model_the_app_waits_for_one()
    {
        _board.Run(TimeSpan.FromSeconds(3));
        Assert.Contains("error: no model has been installed", _board.Output);
    }
    //#endif

    public void Dispose() => _board.Dispose();

    //#if (!none)
    // What the sensor feels at a time of the board: the low reading first, then the high one.
    private static bool IsHigh(double seconds) => seconds >= $HighSeconds$;

    //#endif
    private IEnumerable<string> Answers() => _board.Output.Where(line => line.StartsWith("answer: ", StringComparison.Ordinal) && line != "answer: unsure");

    private static IEnumerable<byte[]> Assemblies(string folder) => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, folder), "*.dll").Select(File.ReadAllBytes);
}
