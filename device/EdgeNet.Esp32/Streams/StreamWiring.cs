using System.Device.I2s;
using EdgeNet.Device;
using EdgeNet.Device.Streams;
using nanoFramework.Hardware.Esp32;

namespace EdgeNet.Esp32;

/// <summary>The sensors that measure at a steady rate, for models that listen to one. docs/hardware.md shows the wires.</summary>
internal static class StreamWiring
{
    /// <summary>Bus of the microphone.</summary>
    public const int MicrophoneBus = 1;

    /// <summary>GPIO of the bus's bit clock (SCK).</summary>
    public const int BitClockPin = 18;

    /// <summary>GPIO of the bus's word select (WS).</summary>
    public const int WordSelectPin = 19;

    /// <summary>GPIO of the bus's data (SD).</summary>
    public const int SoundPin = 23;

    /// <summary>Whether the microphone's pin L/R is tied to 3V3 instead of ground.</summary>
    public const bool MicrophoneIsRight = false;

    /// <summary>How often the sound is doubled: an INMP441 gives 24 bits, of which speech at a distance fills the lower ones. 0 takes the upper 16 bits, in less time.</summary>
    public const int MicrophoneGain = 0;

    /// <summary>Bytes that the driver keeps while the board computes, outside of the managed heap: 8 a reading, so a quarter of a second at 8,000 readings per second.</summary>
    public const int MicrophoneBuffer = 16 * 1024;

    /// <summary>The value at the analogue pins that they give 4095 for, in the unit of the training data; 0 if models may have any.</summary>
    public const float AnalogFullScale = 0;

    /// <summary>The streams that are, or may be, connected. None is used until a model needs it. A model takes the first one of its kind.</summary>
    /// <param name="clock">Tells the time in microseconds.</param>
    /// <returns>The streams.</returns>
    public static ISampleStream[] Streams(MicrosecondClock clock)
    {
        Configuration.SetPinFunction(BitClockPin, DeviceFunction.I2S1_BCK);
        Configuration.SetPinFunction(WordSelectPin, DeviceFunction.I2S1_WS);
        Configuration.SetPinFunction(SoundPin, DeviceFunction.I2S1_MDATA_IN);
        I2sConnectionSettings bus = new I2sConnectionSettings(MicrophoneBus)
        {
            BitsPerSample = MicrophoneGain > 0 ? I2sBitsPerSample.Bit32 : I2sBitsPerSample.Bit16,
            BufferSize = MicrophoneBuffer,
        };
        ISampleStream motion = new Mpu6886Stream(new Mpu6886Chip(Wiring.Motion()), clock);
        ISampleStream sound = new I2sMicrophone(bus, clock) { IsRight = MicrophoneIsRight, Gain = MicrophoneGain };
        return Wiring.AnalogChannels.Length == 0 ? new ISampleStream[] { motion, sound }
            : new ISampleStream[] { motion, sound, new AnalogStream(Wiring.OpenAnalogChannels(), AnalogFullScale) };
    }
}
