using System;
using System.Device.I2s;
using EdgeNet.Core;

namespace EdgeNet.Device.Streams;

/// <summary>
/// A microphone on the I2S bus, such as an INMP441. The firmware's driver fills buffers of 256 readings, says nothing about how many are full, and makes
/// a program that reads too early wait. So the clock decides when a buffer must be full.
/// </summary>
#pragma warning disable CA1001 // The bus is open until power-off.
public sealed class I2sMicrophone : ISampleStream
#pragma warning restore CA1001
{
    private const int BufferReadings = 256;

    // In the driver a reading has 32 bits for left and 32 for right, whatever the program asks for.
    private const int DriverBytes = 8;

    // Readings that are taken from the driver at once.
    private const int ChunkReadings = 128;
    private const int LowestRate = 1000;
    private const int HighestRate = 48000;

    // The time of a buffer is taken to be shorter by this part. So a read has to wait now and then, and that shows when the buffer became full,
    // although the bus and the clock may differ a little.
    private const int Haste = 1024;

    // A read that took longer than this has waited, or something else was done meanwhile. It cannot have waited if the buffer had to be full
    // longer ago than this part of a buffer's time and what haste has gained since a read waited last.
    private const int WaitMicroseconds = 500;
    private const int LargestError = 16;

    private readonly I2sConnectionSettings _settings;
    private readonly MicrosecondClock _clock;
    private I2sDevice _device;
    private byte[] _bytes;
    private int _readingBytes;
    private int _bufferMicroseconds;
    private int _mostBuffers;
    private int _left;
    private long _fullAt;
    private long _expectedAt;
    private int _gained;

    /// <summary>Creates the microphone. The bus is not used before <see cref="Start"/>.</summary>
    /// <param name="settings">The bus (BusId), the bits of a reading (16, or 32 for <see cref="Gain"/>), and the bytes that the driver keeps (BufferSize, 8 a reading). All else is set here.</param>
    /// <param name="clock">Tells the time in microseconds.</param>
    public I2sMicrophone(I2sConnectionSettings settings, MicrosecondClock clock)
    {
        _settings = settings;
        _clock = clock;
        Problem = "";
    }

    /// <summary>Whether the microphone's pin L/R is tied to 3V3, so that it sends on the right channel [false].</summary>
    public bool IsRight { get; set; }

    /// <summary>How often the sound is doubled, 0 to 8, if a reading has 32 bits [0]. Louder sounds than fit are limited.</summary>
    public int Gain { get; set; }

    /// <inheritdoc/>
    public string Name
    {
        get { return "microphone"; }
    }

    /// <inheritdoc/>
    public int Kind
    {
        get { return ModelFormat.Microphone; }
    }

    /// <inheritdoc/>
    public int Lost { get; private set; }

    /// <inheritdoc/>
    public string Problem { get; private set; }

    /// <inheritdoc/>
    public string Misfit(int channels, float rate, float fullScale)
    {
        if (channels != 1)
        {
            return StreamText.Channels("the " + Name, channels, "1");
        }

        bool isWhole = rate >= LowestRate && rate <= HighestRate && rate == (int)rate;
        return isWhole ? "" : StreamText.Rate("the " + Name, rate, "a whole number from " + LowestRate + " to " + HighestRate);
    }

    /// <inheritdoc/>
    public bool Start(int channels, float rate, float fullScale)
    {
        try
        {
            if (_device != null)
            {
                _device.Dispose();
                _device = null;
            }

            // Both channels: with one alone the driver gives every second reading.
            _settings.Mode = I2sMode.Master | I2sMode.Rx;
            _settings.ChannelFormat = I2sChannelFormat.RightLeft;
            _settings.CommunicationFormat = I2sCommunicationFormat.I2S;
            _settings.SampleRate = (int)rate;
            _readingBytes = _settings.BitsPerSample == I2sBitsPerSample.Bit32 ? 8 : 4;
            _mostBuffers = (_settings.BufferSize / (DriverBytes * BufferReadings)) - 1;
            _bufferMicroseconds = (int)(BufferReadings * 1000000L / (int)rate);
            if (_bytes == null)
            {
                _bytes = new byte[ChunkReadings * _readingBytes];
            }

            _device = new I2sDevice(_settings);
            _left = 0;
            _gained = 0;
            _fullAt = _clock() + _bufferMicroseconds;
            return true;
        }
        catch (Exception e)
        {
            Problem = "microphone: the I2S bus cannot be opened: " + ErrorText.Of(e);
            return false;
        }
    }

    /// <inheritdoc/>
    public int Read(short[] into)
    {
        long now = _clock();
        if (_left == 0 && !TakeBuffer(now))
        {
            return 0;
        }

        int readings = _left < ChunkReadings ? _left : ChunkReadings;
        readings = readings < into.Length ? readings : into.Length;
        try
        {
            _device.Read(new SpanByte(_bytes, 0, readings * _readingBytes));
        }
        catch (Exception e)
        {
            Problem = "microphone: " + ErrorText.Of(e);
            return -1;
        }

        long after = _clock();
        if (after - now > WaitMicroseconds && after - _expectedAt < (_bufferMicroseconds / LargestError) + (2 * _gained))
        {
            _gained = 0;
            _fullAt = after + _bufferMicroseconds;
        }

        _expectedAt = 0;

        _left -= readings;
        if (_readingBytes == 8)
        {
            Amplify(into, readings);
        }
        else
        {
            Copy(into, readings);
        }

        return readings;
    }

    // The driver drops the oldest buffers where more than it has are full.
    private bool TakeBuffer(long now)
    {
        if (now < _fullAt)
        {
            return false;
        }

        int dropped = (int)((now - _fullAt) / _bufferMicroseconds) + 1 - _mostBuffers;
        if (dropped > 0)
        {
            Lost += dropped * BufferReadings;
            _fullAt += (long)dropped * _bufferMicroseconds;
        }

        _expectedAt = _fullAt;
        _fullAt += _bufferMicroseconds - (_bufferMicroseconds / Haste);
        _gained = _gained < _bufferMicroseconds ? _gained + (_bufferMicroseconds / Haste) : _gained;
        _left = BufferReadings;
        return true;
    }

    private void Copy(short[] into, int readings)
    {
        byte[] bytes = _bytes;
        int at = IsRight ? 2 : 0, i = 0;

        // Four at a time: a turn of the loop costs as much as half a reading.
        for (int fours = readings >> 2; fours != 0; fours--)
        {
            into[i] = (short)(bytes[at] | (bytes[at + 1] << 8));
            into[i + 1] = (short)(bytes[at + 4] | (bytes[at + 5] << 8));
            into[i + 2] = (short)(bytes[at + 8] | (bytes[at + 9] << 8));
            into[i + 3] = (short)(bytes[at + 12] | (bytes[at + 13] << 8));
            at += 16;
            i += 4;
        }

        for (; i < readings; i++)
        {
            into[i] = (short)(bytes[at] | (bytes[at + 1] << 8));
            at += 4;
        }
    }

    private void Amplify(short[] into, int readings)
    {
        byte[] bytes = _bytes;
        int at = IsRight ? 5 : 1, down = 8 - Gain;
        for (int i = 0; i < readings; i++)
        {
            int value = (bytes[at] | (bytes[at + 1] << 8) | ((sbyte)bytes[at + 2] << 16)) >> down;
            into[i] = (short)(value > short.MaxValue ? short.MaxValue : value < short.MinValue ? short.MinValue : value);
            at += 8;
        }
    }
}
