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

    private const byte EightG = 0x10;
    private const byte MeasurementRegister = 0x3B;
    private const int MeasurementBytes = 14;

    private readonly Mpu6886Chip _chip;
    private readonly int _samples;
    private readonly int _pauseMilliseconds;
    private readonly PauseHandler _pause;
    private readonly byte[] _measurement = new byte[MeasurementBytes];

    /// <summary>Creates the source.</summary>
    /// <param name="device">The sensor on its bus, address 0x68 or 0x69.</param>
    /// <param name="samples">Readings a window, 1 or more.</param>
    /// <param name="pauseMilliseconds">Pause between two readings.</param>
    /// <param name="pause">Waits between two readings, so that the board can do other things. Null: just waits.</param>
    public Mpu6886Source(I2cDevice device, int samples, int pauseMilliseconds, PauseHandler pause)
    {
        _chip = new Mpu6886Chip(device);
        _samples = samples;
        _pauseMilliseconds = pauseMilliseconds;
        _pause = pause;
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
    public string Problem
    {
        get { return _chip.Problem; }
    }

    /// <inheritdoc/>
    public bool TryRead(float[] values)
    {
        try
        {
            // Every time: the chip may have lost its power, or something else may have used it.
            bool ready = Prepare();
            for (int sample = 0; ready && sample < _samples; sample++)
            {
                if (sample > 0)
                {
                    Pause();
                }

                ready = _chip.Fetch(MeasurementRegister, _measurement, MeasurementBytes);
                Store(values, sample * Axes);
            }

            return ready;
        }
        catch (Exception e)
        {
            _chip.Problem = "MPU-6886: " + e.Message;
            return false;
        }
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
        return _chip.Identify() && _chip.Send(Mpu6886Chip.Power, Mpu6886Chip.Awake)
            && _chip.Send(Mpu6886Chip.GyroscopeRange, Mpu6886Chip.WidestGyroscopeRange) && _chip.Send(Mpu6886Chip.AccelerometerRange, EightG);
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
}
