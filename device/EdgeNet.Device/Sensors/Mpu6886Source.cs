using System;
using System.Device.I2c;
using System.Threading;

namespace EdgeNet.Device;

/// <summary>
/// The motion sensor MPU-6886: a window of readings, each of six raw 16-bit values (acceleration x, y, z at +-8 g, rotation x, y, z at
/// +-2000 degrees per second), the oldest first. Registers are read directly so that a failed transfer is seen.
/// </summary>
public sealed class Mpu6886Source : IInputSource
{
    /// <summary>Values of one reading.</summary>
    public const int Axes = 6;

    private const byte WhoAmIRegister = 0x75;
    private const byte WhoAmI = 0x19;
    private const byte PowerRegister = 0x6B;
    private const byte GyroscopeRegister = 0x1B;
    private const byte AccelerometerRegister = 0x1C;
    private const byte MeasurementRegister = 0x3B;
    private const int MeasurementBytes = 14;

    private readonly I2cDevice _device;
    private readonly int _samples;
    private readonly int _pauseMilliseconds;
    private readonly PauseHandler _pause;
    private readonly byte[] _address = new byte[1];
    private readonly byte[] _setting = new byte[2];
    private readonly byte[] _identity = new byte[1];
    private readonly byte[] _measurement = new byte[MeasurementBytes];
    private bool _ready;

    /// <summary>Creates the source.</summary>
    /// <param name="device">The sensor on its bus, address 0x68 or 0x69.</param>
    /// <param name="samples">Readings a window, 1 or more.</param>
    /// <param name="pauseMilliseconds">Pause between two readings.</param>
    /// <param name="pause">Waits between two readings, so that the board can do other things. Null: just waits.</param>
    public Mpu6886Source(I2cDevice device, int samples, int pauseMilliseconds, PauseHandler pause)
    {
        _device = device;
        _samples = samples;
        _pauseMilliseconds = pauseMilliseconds;
        _pause = pause;
        Problem = "";
    }

    /// <inheritdoc/>
    public string Name
    {
        get { return "MPU-6886"; }
    }

    /// <inheritdoc/>
    public int Count
    {
        get { return _samples * Axes; }
    }

    /// <inheritdoc/>
    public string Problem { get; private set; }

    /// <inheritdoc/>
    public bool TryRead(float[] values)
    {
        try
        {
            _ready = _ready || Prepare();
            for (int sample = 0; _ready && sample < _samples; sample++)
            {
                if (sample > 0)
                {
                    Pause();
                }

                _ready = Fetch(MeasurementRegister, _measurement);
                Store(values, sample * Axes);
            }
        }
        catch (Exception e)
        {
            _ready = false;
            Problem = "MPU-6886: " + e.Message;
        }

        return _ready;
    }

    private void Pause()
    {
        if (_pause == null)
        {
            Thread.Sleep(_pauseMilliseconds);
        }
        else
        {
            _pause(_pauseMilliseconds);
        }
    }

    private bool Prepare()
    {
        if (!Fetch(WhoAmIRegister, _identity))
        {
            return false;
        }

        if (_identity[0] != WhoAmI)
        {
            Problem = "MPU-6886: another chip answers (" + _identity[0] + " instead of " + WhoAmI + ")";
            return false;
        }

        // Awake on the best clock, +-2000 degrees per second, +-8 g.
        return Send(PowerRegister, 0x01) && Send(GyroscopeRegister, 0x18) && Send(AccelerometerRegister, 0x10);
    }

    // Big endian: acceleration, temperature (passed over), rotation.
    private void Store(float[] values, int at)
    {
        for (int axis = 0; axis < Axes; axis++)
        {
            int i = axis < 3 ? 2 * axis : 2 + (2 * axis);
            values[at + axis] = (short)((_measurement[i] << 8) | _measurement[i + 1]);
        }
    }

    private bool Fetch(byte register, byte[] into)
    {
        _address[0] = register;
        return Transferred(_device.WriteRead(new SpanByte(_address), new SpanByte(into)), register);
    }

    private bool Send(byte register, byte value)
    {
        _setting[0] = register;
        _setting[1] = value;
        return Transferred(_device.Write(new SpanByte(_setting)), register);
    }

    private bool Transferred(I2cTransferResult result, byte register)
    {
        if (result.Status == I2cTransferStatus.FullTransfer)
        {
            return true;
        }

        Problem = "MPU-6886: register " + register + " failed with I2C status " + (int)result.Status;
        return false;
    }
}
