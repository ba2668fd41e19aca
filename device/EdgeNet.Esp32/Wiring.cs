using System.Device.Adc;
using System.Device.Gpio;
using System.Device.I2c;
using System.IO.Ports;
using EdgeNet.Device;
using nanoFramework.Hardware.Esp32;

namespace EdgeNet.Esp32;

/// <summary>Everything that depends on how the board is wired and what it should do. docs/hardware.md shows the wires.</summary>
internal static class Wiring
{
    /// <summary>Bus of the sensors.</summary>
    public const int I2cBus = 1;

    /// <summary>GPIO of the bus's data line.</summary>
    public const int DataPin = 21;

    /// <summary>GPIO of the bus's clock line.</summary>
    public const int ClockPin = 22;

    /// <summary>Address of the AMG8833: 0x69, or 0x68 where AD_SELECT is tied to ground.</summary>
    public const int CameraAddress = 0x69;

    /// <summary>Address of the MPU-6886: 0x68, or 0x69 where AD0 is tied to 3V3.</summary>
    public const int MotionAddress = 0x68;

    /// <summary>Readings per gesture, six values each.</summary>
    public const int MotionSamples = 25;

    /// <summary>Pause between two of these readings: together they take half a second.</summary>
    public const int MotionPauseMilliseconds = 20;

    /// <summary>Channels of the analogue pins that are wired, in the order of the training data's columns, such as { 6, 7 } for GPIO 34 and 35.</summary>
    public static readonly int[] AnalogChannels = { };

    /// <summary>GPIO of the LED that is lit while the board sees <see cref="LitLabel"/>.</summary>
    public const int LedPin = 2;

    /// <summary>Serial port for models and readings; the debugger uses the first one.</summary>
    public const string LinkPort = "COM2";

    /// <summary>GPIO on which that port receives.</summary>
    public const int LinkReceivePin = 16;

    /// <summary>GPIO on which it sends.</summary>
    public const int LinkTransmitPin = 17;

    /// <summary>Its speed; edgenet's default.</summary>
    public const int LinkBaudRate = 115200;

    /// <summary>Index of the label that lights the LED.</summary>
    public const int LitLabel = 1;

    private static GpioPin led;
    private static I2cDevice motionDevice;

    /// <summary>
    /// The sensors that are, or may be, connected. A sensor is not used until a model needs it or its readings are requested. The app reads the
    /// first one that gives as many values as the model expects; while there is no model, the first one that answers.
    /// </summary>
    /// <param name="pause">How a slow sensor waits.</param>
    /// <returns>The sensors. Analogue pins come last, because they always answer.</returns>
    public static IInputSource[] Sensors(PauseHandler pause)
    {
        Configuration.SetPinFunction(DataPin, DeviceFunction.I2C1_DATA);
        Configuration.SetPinFunction(ClockPin, DeviceFunction.I2C1_CLOCK);
        IInputSource camera = new Amg8833Source(OnBus(CameraAddress));
        IInputSource motion = new Mpu6886Source(Motion(), MotionSamples, MotionPauseMilliseconds, pause);
        return AnalogChannels.Length == 0 ? new IInputSource[] { camera, motion } : new IInputSource[] { camera, motion, new AnalogSource(OpenAnalogChannels()) };
    }

    /// <summary>The port for models and readings.</summary>
    /// <returns>The port, closed.</returns>
    public static SerialPort MakeLinkPort()
    {
        Configuration.SetPinFunction(LinkReceivePin, DeviceFunction.COM2_RX);
        Configuration.SetPinFunction(LinkTransmitPin, DeviceFunction.COM2_TX);
        return new SerialPort(LinkPort, LinkBaudRate);
    }

    /// <summary>The chip's microsecond timer.</summary>
    /// <returns>Microseconds since power-on.</returns>
    public static long Microseconds()
    {
        return (long)HighResTimer.GetCurrent();
    }

    /// <summary>Lights the LED while the board sees <see cref="LitLabel"/>.</summary>
    /// <param name="label">The steady answer.</param>
    /// <param name="text">Its text.</param>
    public static void LightLed(int label, string text)
    {
        if (led == null)
        {
            led = new GpioController().OpenPin(LedPin, PinMode.Output);
        }

        led.Write(label == LitLabel ? PinValue.High : PinValue.Low);
    }

    /// <summary>The motion sensor, which can be read in windows and as a stream.</summary>
    /// <returns>The same device every time.</returns>
    public static I2cDevice Motion()
    {
        if (motionDevice == null)
        {
            motionDevice = OnBus(MotionAddress);
        }

        return motionDevice;
    }

    /// <summary>Opens <see cref="AnalogChannels"/>.</summary>
    /// <returns>The channels.</returns>
    public static AdcChannel[] OpenAnalogChannels()
    {
        AdcController controller = new AdcController();
        AdcChannel[] channels = new AdcChannel[AnalogChannels.Length];
        for (int i = 0; i < channels.Length; i++)
        {
            channels[i] = controller.OpenChannel(AnalogChannels[i]);
        }

        return channels;
    }

    private static I2cDevice OnBus(int address)
    {
        return I2cDevice.Create(new I2cConnectionSettings(I2cBus, address, I2cBusSpeed.FastMode));
    }
}
