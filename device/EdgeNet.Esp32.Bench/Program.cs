using System.Device.I2c;
using EdgeNet.Device;
using nanoFramework.Hardware.Esp32;

namespace EdgeNet.Esp32;

/// <summary>The ESP32 app on a test bench: the same parts as in EdgeNet.Esp32, but for the sensors, in whose place there is a feeder.</summary>
public static class Program
{
    /// <summary>Runs until power-off.</summary>
    public static void Main()
    {
        BoardApp app = new BoardApp("EdgeNet on a bench", Sensors) { Clock = Wiring.Microseconds };
        app.Add(new SerialLink(Wiring.LinkPort, Wiring.MakeLinkPort));
        app.AnswerChanged += Wiring.LightLed;
        app.Run();
    }

    private static IInputSource[] Sensors(PauseHandler pause)
    {
        Configuration.SetPinFunction(Wiring.DataPin, DeviceFunction.I2C1_DATA);
        Configuration.SetPinFunction(Wiring.ClockPin, DeviceFunction.I2C1_CLOCK);
        return new IInputSource[] { new FeederSource(I2cDevice.Create(new I2cConnectionSettings(Wiring.I2cBus, FeederSource.Address, I2cBusSpeed.FastMode))) };
    }
}
