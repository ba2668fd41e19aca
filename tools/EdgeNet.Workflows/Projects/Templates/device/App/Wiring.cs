//#if (analog)
using System.Device.Adc;
//#endif
using System.Device.Gpio;
//#if (i2c)
using System.Device.I2c;
//#endif
//#if (serial)
using System.IO.Ports;
//#endif
using EdgeNet.Device;
//#if (functions)
using nanoFramework.Hardware.Esp32;
//#endif

namespace $Name$;

/// <summary>What is wired to which pin. README.md shows the wires.</summary>
internal static class Wiring
{
    /// <summary>GPIO of the LED.</summary>
    public const int LedPin = $LedPin$;

    //#if (i2c)
    /// <summary>GPIO of the sensor's data line, SDA.</summary>
    public const int DataPin = $DataPin$;

    /// <summary>GPIO of its clock line, SCL.</summary>
    public const int ClockPin = $ClockPin$;

    //#endif
    //#if (mpu6886)
    /// <summary>I2C address of the MPU-6886: 0x68, or 0x69 where AD0 is tied to 3V3.</summary>
    public const int SensorAddress = 0x68;

    /// <summary>Readings that make one sample, six values each.</summary>
    public const int Readings = $Readings$;

    /// <summary>Pause between two readings.</summary>
    public const int PauseMilliseconds = 20;

    //#endif
    //#if (amg8833)
    /// <summary>I2C address of the AMG8833: 0x69, or 0x68 where AD_SELECT is tied to ground.</summary>
    public const int SensorAddress = 0x69;

    //#endif
    //#if (serial)
    /// <summary>Serial port for models and readings; the first one belongs to the debugger.</summary>
    public const string LinkPort = "COM2";

    /// <summary>GPIO on which it receives: the adapter's TX.</summary>
    public const int LinkReceivePin = $ReceivePin$;

    /// <summary>GPIO on which it sends: the adapter's RX.</summary>
    public const int LinkTransmitPin = $TransmitPin$;

    //#endif
    //#if (http)
    /// <summary>Where "edgenet serve" offers models: the address that it prints, and the model's name.</summary>
    public const string ModelUrl = "http://192.168.1.5:8080/models/$ModelName$";

    /// <summary>Pause between two questions for a new model: five minutes.</summary>
    public const int AskMilliseconds = 5 * 60 * 1000;

    /// <summary>Seconds after which a board is restarted that hangs in a question.</summary>
    public const int HangSeconds = 15 * 60;

    //#endif
    //#if (analog)
    // Channels of the analogue pins, in the order of the training data's columns: GPIO $AnalogPins$.
    private static readonly int[] channels = { $AnalogChannels$ };

    //#endif
    private static GpioPin led;

    /// <summary>Makes the sensor.</summary>
    /// <param name="pause">What a slow sensor waits with.</param>
    /// <returns>A list of one; a board may have several.</returns>
    public static IInputSource[] Sensors(PauseHandler pause)
    {
        //#if (i2c)
        Configuration.SetPinFunction(DataPin, DeviceFunction.I2C1_DATA);
        Configuration.SetPinFunction(ClockPin, DeviceFunction.I2C1_CLOCK);
        I2cDevice device = I2cDevice.Create(new I2cConnectionSettings(1, SensorAddress, I2cBusSpeed.FastMode));
        //#endif
        //#if (mpu6886)
        return new IInputSource[] { new Mpu6886Source(device, Readings, PauseMilliseconds, pause) };
        //#endif
        //#if (amg8833)
        return new IInputSource[] { new Amg8833Source(device) };
        //#endif
        //#if (analog)
        AdcController controller = new AdcController();
        AdcChannel[] pins = new AdcChannel[channels.Length];
        for (int i = 0; i < pins.Length; i++)
        {
            pins[i] = controller.OpenChannel(channels[i]);
        }

        return new IInputSource[] { new AnalogSource(pins) };
        //#endif
        //#if (none)
        return new IInputSource[] { new MySensor() };
        //#endif
    }

    /// <summary>Switches the LED.</summary>
    /// <param name="on">Whether it is to be lit.</param>
    public static void SetLed(bool on)
    {
        if (led == null)
        {
            led = new GpioController().OpenPin(LedPin, PinMode.Output);
        }

        led.Write(on ? PinValue.High : PinValue.Low);
    }
    //#if (serial)

    /// <summary>The clock that classifications are timed with: "edgenet watch" shows what it says.</summary>
    /// <returns>Microseconds.</returns>
    public static long Microseconds()
    {
        return (long)HighResTimer.GetCurrent();
    }

    /// <summary>Makes the serial port, closed.</summary>
    /// <returns>The port.</returns>
    public static SerialPort MakeLinkPort()
    {
        Configuration.SetPinFunction(LinkReceivePin, DeviceFunction.COM2_RX);
        Configuration.SetPinFunction(LinkTransmitPin, DeviceFunction.COM2_TX);
        return new SerialPort(LinkPort, 115200);
    }
    //#endif
}
