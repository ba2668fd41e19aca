//#if (analog)
using System.Device.Adc;
//#endif
using System.Device.Gpio;
//#if (i2c)
using System.Device.I2c;
//#endif
//#if (microphone)
using System.Device.I2s;
//#endif
//#if (serial)
using System.IO.Ports;
//#endif
using EdgeNet.Device;
//#if (streams)
using EdgeNet.Device.Streams;
//#endif
//#if (functions)
using nanoFramework.Hardware.Esp32;
//#endif

namespace $Name$;

/// <summary>What is wired to which pin. README.md shows the wiring.</summary>
internal static class Wiring
{
    /// <summary>GPIO of the LED.</summary>
    public const int LedPin = $LedPin$;

    //#if (i2c)
    /// <summary>GPIO of the sensor's data line, SDA.</summary>
    public const int DataPin = $DataPin$;

    /// <summary>GPIO of the sensor's clock line, SCL.</summary>
    public const int ClockPin = $ClockPin$;

    //#endif
    //#if (mpu6886)
    /// <summary>I2C address of the MPU-6886: 0x68, or 0x69 if AD0 is connected to 3V3.</summary>
    public const int SensorAddress = 0x68;

    //#endif
    //#if (windows)
    /// <summary>Readings per sample, six values each.</summary>
    public const int Readings = $Readings$;

    /// <summary>Milliseconds between two readings.</summary>
    public const int PauseMilliseconds = 20;

    //#endif
    //#if (amg8833)
    /// <summary>I2C address of the AMG8833: 0x69, or 0x68 if AD_SELECT is connected to ground.</summary>
    public const int SensorAddress = 0x69;

    //#endif
    //#if (serial)
    /// <summary>Serial port for models and readings. The first port is used by the debugger.</summary>
    public const string LinkPort = "COM2";

    /// <summary>GPIO that receives, connected to the adapter's TX.</summary>
    public const int LinkReceivePin = $ReceivePin$;

    /// <summary>GPIO that sends, connected to the adapter's RX.</summary>
    public const int LinkTransmitPin = $TransmitPin$;

    //#endif
    //#if (http)
    /// <summary>Where "edgenet serve" serves the model: the address that it prints, then the model's name.</summary>
    public const string ModelUrl = "http://192.168.1.5:8080/models/$ModelName$";

    /// <summary>Milliseconds between two requests for a new model: five minutes.</summary>
    public const int AskMilliseconds = 5 * 60 * 1000;

    /// <summary>Seconds after which a board that hangs in a request is restarted.</summary>
    public const int HangSeconds = 15 * 60;

    //#endif
    //#if (microphone)
    /// <summary>GPIO of the microphone's bit clock, SCK.</summary>
    public const int BitClockPin = $BitClockPin$;

    /// <summary>GPIO of the microphone's word select, WS.</summary>
    public const int WordSelectPin = $WordSelectPin$;

    /// <summary>GPIO of the microphone's data, SD.</summary>
    public const int SoundPin = $SoundPin$;

    /// <summary>How often the sound is doubled, up to 8, for speech at a distance. 0 takes less time.</summary>
    public const int Gain = 0;

    /// <summary>Bytes that the driver keeps while the board computes, outside of the managed heap: 8 per reading.</summary>
    public const int SoundBuffer = 16 * 1024;

    //#endif
    //#if (analog)
    //#if (streams)
    /// <summary>The value that 4095 is in the training data; 0 if they are what the board reads.</summary>
    public const float FullScale = 0;

    //#endif
    // ADC channels, in the order of the columns in the training data: GPIO $AnalogPins$.
    private static readonly int[] channels = { $AnalogChannels$ };

    //#endif
    private static GpioPin led;

    //#if (streams)
    /// <summary>Creates the sensor.</summary>
    /// <param name="clock">Tells the time in microseconds.</param>
    /// <returns>An array of one; a board may have several sensors.</returns>
    public static ISampleStream[] Streams(MicrosecondClock clock)
    //#endif
    //#if (!streams)
    /// <summary>Creates the sensor.</summary>
    /// <param name="pause">How a slow sensor waits.</param>
    /// <returns>An array of one; a board may have several sensors.</returns>
    public static IInputSource[] Sensors(PauseHandler pause)
    //#endif
    {
        //#if (i2c)
        Configuration.SetPinFunction(DataPin, DeviceFunction.I2C1_DATA);
        Configuration.SetPinFunction(ClockPin, DeviceFunction.I2C1_CLOCK);
        I2cDevice device = I2cDevice.Create(new I2cConnectionSettings(1, SensorAddress, I2cBusSpeed.FastMode));
        //#endif
        //#if (windows)
        return new IInputSource[] { new Mpu6886Source(device, Readings, PauseMilliseconds, pause) };
        //#endif
        //#if (motion)
        return new ISampleStream[] { new Mpu6886Stream(new Mpu6886Chip(device), clock) };
        //#endif
        //#if (microphone)
        Configuration.SetPinFunction(BitClockPin, DeviceFunction.I2S1_BCK);
        Configuration.SetPinFunction(WordSelectPin, DeviceFunction.I2S1_WS);
        Configuration.SetPinFunction(SoundPin, DeviceFunction.I2S1_MDATA_IN);
        I2sConnectionSettings bus = new I2sConnectionSettings(1)
        {
            BitsPerSample = Gain > 0 ? I2sBitsPerSample.Bit32 : I2sBitsPerSample.Bit16,
            BufferSize = SoundBuffer,
        };
        return new ISampleStream[] { new I2sMicrophone(bus, clock) { Gain = Gain } };
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

        //#if (streams)
        return new ISampleStream[] { new AnalogStream(pins, FullScale) };
        //#endif
        //#if (!streams)
        return new IInputSource[] { new AnalogSource(pins) };
        //#endif
        //#endif
        //#if (none)
        //#if (streams)
        return new ISampleStream[] { new MyStream() };
        //#endif
        //#if (!streams)
        return new IInputSource[] { new MySensor() };
        //#endif
        //#endif
    }

    /// <summary>Switches the LED.</summary>
    /// <param name="on">True to light it.</param>
    public static void SetLed(bool on)
    {
        if (led == null)
        {
            led = new GpioController().OpenPin(LedPin, PinMode.Output);
        }

        led.Write(on ? PinValue.High : PinValue.Low);
    }
    //#if (clock)

    /// <summary>The clock that times classifications; "edgenet watch" shows the times.</summary>
    /// <returns>Microseconds.</returns>
    public static long Microseconds()
    {
        return (long)HighResTimer.GetCurrent();
    }
    //#endif
    //#if (serial)

    /// <summary>Creates the serial port, closed.</summary>
    /// <returns>The port.</returns>
    public static SerialPort MakeLinkPort()
    {
        Configuration.SetPinFunction(LinkReceivePin, DeviceFunction.COM2_RX);
        Configuration.SetPinFunction(LinkTransmitPin, DeviceFunction.COM2_TX);
        return new SerialPort(LinkPort, 115200);
    }
    //#endif
}
