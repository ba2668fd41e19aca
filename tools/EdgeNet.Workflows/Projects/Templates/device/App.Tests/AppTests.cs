using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using Xunit;

namespace $Name$.Tests;

/// <summary>The app on a virtual board: the code that is deployed, with a simulated sensor, LED and clock.</summary>
public sealed class AppTests : IDisposable
{
    private readonly Board _board = new(BoardProfile.All.Single(b => b.Name == "$Board$"));
    //#if (!none)
    private bool _high;
    //#endif

    public AppTests()
    {
        _board.Deploy(Beside("app/$Name$.dll"));
        //#if (amg8833)
        _board.I2c.Attach(1, 0x69, new Amg8833(_ => Enumerable.Repeat(_high ? 30f : 20f, 64).ToArray()));
        //#endif
        //#if (mpu6886)
        _board.I2c.Attach(1, 0x68, new Mpu6886(_ => Enumerable.Repeat(_high ? (short)8000 : (short)0, 6).ToArray()));
        //#endif
        //#if (microphone)
        _board.I2s.Bus(1).Sound = _ => _high ? (short)8000 : (short)0;
        //#endif
        //#if (analog)
        foreach (int channel in new[] { $AnalogChannels$ })
        {
            _board.Adc.Channel(channel).Signal = _ => _high ? 0.8 : 0.2;
        }
        //#endif
    }

    private bool Led => _board.Gpio.Line($LedPin$).Level;

    private string LastAnswer => _board.Output.Last(line => line.StartsWith("answer: ", StringComparison.Ordinal));

    public void Dispose() => _board.Dispose();

    [Fact]
    public void The_LED_follows_what_the_sensor_sees()
    {
        // A tiny network made for this test, stored where nanoff stores a model. For your own model, simulate readings that it recognises.
        _board.Storage.Put(@"I:\model.edgenet", File.ReadAllBytes(Beside("TestModel.edgenet")));
        _board.RunFor(TimeSpan.FromSeconds($Seconds$));
        Assert.Equal(($DarkAnswer$, false), (LastAnswer, Led));

        //#if (!none)
        _high = true;
        //#endif
        _board.RunFor(TimeSpan.FromSeconds($Seconds$));
        Assert.Equal(($LitAnswer$, true), (LastAnswer, Led));
    }

    //#if (model)
    [Fact]
    public void The_model_inside_the_app_fits_the_sensor_and_the_board()
    {
        _board.RunFor(TimeSpan.FromSeconds($Seconds$));
        Assert.Contains(_board.Output, line => line.StartsWith("model loaded from the app, $LabelCount$ labels", StringComparison.Ordinal));
        Assert.DoesNotContain(_board.Output, line => line.StartsWith("error: the model", StringComparison.Ordinal));
        Assert.InRange(_board.HeapPeakBytes, 1, _board.HeapBytes);
    }
    //#endif
    //#if (!model)
    [Fact]
    public void Without_a_model_the_app_waits_for_one()
    {
        _board.RunFor(TimeSpan.FromSeconds($Seconds$));
        Assert.Contains("error: no model has been installed", _board.Output);
        Assert.False(Led);
    }
    //#endif

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
