namespace EdgeNet.Emulator.Devices;

/// <summary>
/// How ESP-IDF's driver receives: DMA fills one buffer of 256 readings after the other, and a program can read a buffer when it is full. Where all
/// but the one that is being filled wait to be read, the oldest is dropped.
/// </summary>
/// <param name="started">Board time in microseconds at which the clock of the bus began.</param>
/// <param name="rate">Readings per second.</param>
/// <param name="buffers">Number of buffers, 2 or more.</param>
internal sealed class I2sReceiver(double started, int rate, int buffers)
{
    /// <summary>Readings that a buffer holds.</summary>
    public const int BufferReadings = 256;

    private long _next;

    /// <summary>Readings that were dropped.</summary>
    public long Lost { get; private set; }

    /// <summary>When the reading that the program reads next can be read.</summary>
    public double NextAt => TimeOf(((_next / BufferReadings) + 1) * BufferReadings);

    /// <summary>Takes a reading.</summary>
    /// <param name="microseconds">Board time, not before <see cref="NextAt"/>.</param>
    /// <returns>Board time at which the microphone was heard.</returns>
    public double Take(double microseconds)
    {
        // A buffer that the program has begun to read is its own.
        if (_next % BufferReadings == 0)
        {
            long full = (long)Math.Floor(((microseconds - started) * rate / 1e6 / BufferReadings) + 1e-9);
            long oldest = full - (buffers - 1);
            if (_next / BufferReadings < oldest)
            {
                Lost += (oldest * BufferReadings) - _next;
                _next = oldest * BufferReadings;
            }
        }

        return TimeOf(_next++);
    }

    private double TimeOf(long reading) => started + (reading * 1e6 / rate);
}
