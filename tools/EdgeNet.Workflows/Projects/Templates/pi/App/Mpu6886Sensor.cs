using System.Buffers.Binary;
using System.Device.I2c;
using EdgeNet.Device;

namespace $Name$;

/// <summary>The motion sensor MPU-6886 on the I2C bus: a series of readings, 20 ms apart, of six raw values each (acceleration at ±8 g, rotation at ±2000 degrees per second).</summary>
internal sealed class Mpu6886Sensor : IInputSource
{
    private const int Bus = 1, Readings = $Readings$, Axes = 6, PauseMilliseconds = 20;
    private const byte WhoAmI = 0x75, Power = 0x6B, Rotation = 0x1B, Acceleration = 0x1C, Measurement = 0x3B;

    // 0x68, or 0x69 if AD0 is connected to 3V3.
    private readonly I2cDevice _device = I2cDevice.Create(new I2cConnectionSettings(Bus, 0x68));
    private readonly byte[] _measured = new byte[14];
    private bool _ready;

    public string Name => "MPU-6886";

    public int Count => Readings * Axes;

    public string Problem { get; private set; } = "";

    public bool TryRead(float[] values)
    {
        try
        {
            _ready = _ready || Prepare();
            for (int reading = 0; _ready && reading < Readings; reading++)
            {
                Thread.Sleep(reading == 0 ? 0 : PauseMilliseconds);
                _device.WriteRead([Measurement], _measured);
                for (int axis = 0; axis < Axes; axis++)
                {
                    // The temperature is between acceleration and rotation.
                    values[(reading * Axes) + axis] = BinaryPrimitives.ReadInt16BigEndian(_measured.AsSpan(axis < 3 ? 2 * axis : 2 + (2 * axis)));
                }
            }
        }
        catch (IOException e)
        {
            _ready = false;
            Problem = $"MPU-6886: {e.Message}";
        }

        return _ready;
    }

    private bool Prepare()
    {
        byte[] identity = new byte[1];
        _device.WriteRead([WhoAmI], identity);
        if (identity[0] != 0x19)
        {
            Problem = $"MPU-6886: another chip answers ({identity[0]})";
            return false;
        }

        _device.Write([Power, 0x01]);
        _device.Write([Rotation, 0x18]);
        _device.Write([Acceleration, 0x10]);
        return true;
    }
}
