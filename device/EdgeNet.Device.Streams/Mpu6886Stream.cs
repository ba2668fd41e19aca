using System;
using EdgeNet.Core;

namespace EdgeNet.Device.Streams;

/// <summary>
/// The motion sensor MPU-6886 at a steady rate: acceleration x, y, z and, if the model wants six values per reading, rotation x, y, z at +-2000 degrees per second.
/// The chip measures by its own clock into a FIFO of 1 KB, which holds 0.7 seconds at 100 readings per second.
/// </summary>
public sealed class Mpu6886Stream : ISampleStream
{
    private const byte RateDividerRegister = 0x19;
    private const byte ConfigurationRegister = 0x1A;
    private const byte FifoEnableRegister = 0x23;
    private const byte InterruptStatusRegister = 0x3A;
    private const byte UserControlRegister = 0x6A;
    private const byte FifoCountRegister = 0x72;
    private const byte FifoRegister = 0x74;

    // Keeps what is in the FIFO when it is full, so that it always begins with a whole reading; low-pass filter at 176 Hz.
    private const byte KeepOldestFiltered = 0x41;
    private const byte AccelerationToFifo = 0x08;
    private const byte RotationToFifo = 0x10;
    private const byte RestartFifo = 0x44;
    private const int OverflowBit = 0x10;

    private const int AccelerationAxes = 3;
    private const int AllAxes = 6;
    private const float InternalRate = 1000;
    private const int SlowestDivider = 256;
    private const float UsualFullScale = 8;

    // A reading with its temperature, and as many as an ESP32 can always read at once (31 bytes).
    private const int AccelerationBytes = 8;
    private const int AllBytes = 14;
    private const int MaxTransferBytes = 31;

    // Readings that are awaited before the chip is asked again: asking takes as long as a reading.
    private const int Batch = 8;

    private readonly Mpu6886Chip _chip;
    private readonly MicrosecondClock _clock;
    private readonly byte[] _bytes = new byte[MaxTransferBytes];
    private int _channels;
    private int _readingBytes;
    private int _microsecondsAReading;
    private long _emptied;
    private long _askAt;

    /// <summary>Creates the stream. The chip is not used before <see cref="Start"/>.</summary>
    /// <param name="chip">The sensor.</param>
    /// <param name="clock">Tells the time in microseconds.</param>
    public Mpu6886Stream(Mpu6886Chip chip, MicrosecondClock clock)
    {
        _chip = chip;
        _clock = clock;
    }

    /// <inheritdoc/>
    public string Name
    {
        get { return "MPU-6886"; }
    }

    /// <inheritdoc/>
    public int Kind
    {
        get { return ModelFormat.MotionSensor; }
    }

    /// <inheritdoc/>
    public int Lost { get; private set; }

    /// <inheritdoc/>
    public string Problem
    {
        get { return _chip.Problem; }
    }

    /// <inheritdoc/>
    public string Misfit(int channels, float rate, float fullScale)
    {
        if (channels != AccelerationAxes && channels != AllAxes)
        {
            return StreamText.Channels(Name, channels, "3 or 6");
        }

        int divider = Divider(rate);
        if (divider < 1 || divider > SlowestDivider || !StreamText.IsSameRate(rate, InternalRate / divider))
        {
            int nearest = divider < 1 ? 1 : divider > SlowestDivider ? SlowestDivider : divider;
            return StreamText.Rate(Name, rate, "1000 divided by a whole number up to 256, such as " + StreamText.Number(InternalRate / nearest));
        }

        return RangeBits(fullScale) >= 0 ? "" : StreamText.Range(Name, fullScale, "2, 4, 8 or 16 g");
    }

    /// <inheritdoc/>
    public bool Start(int channels, float rate, float fullScale)
    {
        _channels = channels;
        _readingBytes = channels == AllAxes ? AllBytes : AccelerationBytes;
        _microsecondsAReading = 1000 * Divider(rate);
        try
        {
            bool started = _chip.Identify() && _chip.Send(Mpu6886Chip.Power, Mpu6886Chip.Awake)
                && _chip.Send(Mpu6886Chip.GyroscopeRange, Mpu6886Chip.WidestGyroscopeRange) && _chip.Send(Mpu6886Chip.AccelerometerRange, (byte)RangeBits(fullScale))
                && _chip.Send(ConfigurationRegister, KeepOldestFiltered) && _chip.Send(RateDividerRegister, (byte)(Divider(rate) - 1))
                && _chip.Send(FifoEnableRegister, (byte)(channels == AllAxes ? AccelerationToFifo | RotationToFifo : AccelerationToFifo)) && Restart();
            return started;
        }
        catch (Exception e)
        {
            _chip.Problem = "MPU-6886: " + e.Message;
            return false;
        }
    }

    /// <inheritdoc/>
    public int Read(short[] into)
    {
        long now = _clock();
        if (now < _askAt)
        {
            return 0;
        }

        try
        {
            if (!_chip.Fetch(InterruptStatusRegister, _bytes, 1))
            {
                return -1;
            }

            if ((_bytes[0] & OverflowBit) != 0)
            {
                Lost += (int)((now - _emptied) / _microsecondsAReading);
                return Restart() ? 0 : -1;
            }

            if (!_chip.Fetch(FifoCountRegister, _bytes, 2))
            {
                return -1;
            }

            int waiting = ((_bytes[0] << 8) | _bytes[1]) / _readingBytes, room = into.Length / _channels;
            int readings = waiting < room ? waiting : room;
            if (waiting <= room)
            {
                _emptied = now;
                _askAt = now + (Batch * _microsecondsAReading);
            }

            return TakeReadings(into, readings) ? readings * _channels : -1;
        }
        catch (Exception e)
        {
            _chip.Problem = "MPU-6886: " + e.Message;
            return -1;
        }
    }

    private bool Restart()
    {
        _emptied = _clock();
        _askAt = _emptied + (Batch * _microsecondsAReading);
        return _chip.Send(UserControlRegister, RestartFifo);
    }

    // Big endian: acceleration, temperature (passed over), rotation.
    private bool TakeReadings(short[] into, int readings)
    {
        int atOnce = MaxTransferBytes / _readingBytes, to = 0;
        for (int left = readings; left > 0; left -= atOnce)
        {
            int count = left < atOnce ? left : atOnce;
            if (!_chip.Fetch(FifoRegister, _bytes, count * _readingBytes))
            {
                return false;
            }

            for (int reading = 0; reading < count; reading++)
            {
                for (int axis = 0; axis < _channels; axis++)
                {
                    int i = (reading * _readingBytes) + (axis < AccelerationAxes ? 2 * axis : 2 + (2 * axis));
                    into[to++] = (short)((_bytes[i] << 8) | _bytes[i + 1]);
                }
            }
        }

        return true;
    }

    private static int Divider(float rate)
    {
        return rate < 1 ? SlowestDivider + 1 : (int)((InternalRate / rate) + 0.5f);
    }

    // Of the register of the range; -1 for a range that the chip does not have.
    private static int RangeBits(float fullScale)
    {
        int wanted = (int)(fullScale == 0 ? UsualFullScale : fullScale);
        for (int step = 0; step < 4; step++)
        {
            if (2 << step == wanted && (fullScale == 0 || fullScale == wanted))
            {
                return step << 3;
            }
        }

        return -1;
    }
}
