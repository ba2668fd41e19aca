using System;
using System.Device.Adc;
using System.Threading;
using EdgeNet.Core;

namespace EdgeNet.Device.Streams;

/// <summary>
/// Analogue pins at a steady rate: a thread reads them by the clock, as the converter gives them (0 to 4095 on an ESP32). The interpreter changes threads every
/// 20 milliseconds, so that a reading may come late while a network computes. One that comes late by a whole reading or more is counted as lost.
/// </summary>
public sealed class AnalogStream : ISampleStream
{
    private const int HighestRate = 200;
    private const int RingReadings = 64;

    private readonly AdcChannel[] _channels;
    private readonly float _fullScale;
    private readonly object _gate = new object();
    private short[] _ring;
    private int _first;
    private int _count;
    private int _run;
    private int _milliHertz;

    /// <summary>Creates the stream.</summary>
    /// <param name="channels">Open channels, in the order of the training data.</param>
    /// <param name="fullScale">The value at 4095, in the unit of the training data: it cannot be set. 0 if models may have any.</param>
    public AnalogStream(AdcChannel[] channels, float fullScale)
    {
        _channels = channels;
        _fullScale = fullScale;
        Problem = "";
    }

    /// <inheritdoc/>
    public string Name
    {
        get { return "analogue"; }
    }

    /// <inheritdoc/>
    public int Kind
    {
        get { return ModelFormat.AnalogInput; }
    }

    /// <inheritdoc/>
    public int Lost { get; private set; }

    /// <inheritdoc/>
    public string Problem { get; private set; }

    /// <inheritdoc/>
    public string Misfit(int channels, float rate, float fullScale)
    {
        if (channels != _channels.Length)
        {
            return StreamText.Channels("the analogue input", channels, "" + _channels.Length);
        }

        if (rate > HighestRate || rate < 1)
        {
            return StreamText.Rate("the analogue input", rate, "1 to " + HighestRate);
        }

        bool differs = fullScale != 0 && _fullScale != 0 && fullScale != _fullScale;
        return differs ? StreamText.Range("the analogue input", fullScale, StreamText.Number(_fullScale)) : "";
    }

    /// <inheritdoc/>
    public bool Start(int channels, float rate, float fullScale)
    {
        lock (_gate)
        {
            _run++;
            _count = 0;
            _milliHertz = (int)((rate * 1000) + 0.5f);
            if (_ring == null)
            {
                _ring = new short[RingReadings * _channels.Length];
            }
        }

        Problem = "";
        new Thread(Measure).Start();
        return true;
    }

    /// <inheritdoc/>
    public int Read(short[] into)
    {
        if (Problem.Length > 0)
        {
            return -1;
        }

        int values = 0, channels = _channels.Length;
        lock (_gate)
        {
            for (; _count > 0 && values + channels <= into.Length; _count--)
            {
                Array.Copy(_ring, _first * channels, into, values, channels);
                values += channels;
                _first = _first + 1 == RingReadings ? 0 : _first + 1;
            }
        }

        return values;
    }

    private void Measure()
    {
        int run = _run;
        long begun = Environment.TickCount64, reading = 0;
        try
        {
            while (run == _run)
            {
                long late = Environment.TickCount64 - DueAt(begun, reading);
                if (late < 0)
                {
                    Thread.Sleep((int)-late);
                    continue;
                }

                int missed = (int)(late * _milliHertz / 1000000);
                reading += missed + 1;
                Store(missed);
            }
        }
        catch (Exception e)
        {
            Problem = "analogue input: " + ErrorText.Of(e);
        }
    }

    private long DueAt(long begun, long reading)
    {
        return begun + (reading * 1000000 / _milliHertz);
    }

    // What was measured before a gap does not belong to what comes after it.
    private void Store(int missed)
    {
        lock (_gate)
        {
            if (missed > 0 || _count == RingReadings)
            {
                Lost += missed + _count;
                _count = 0;
            }

            int at = (_first + _count) % RingReadings * _channels.Length;
            for (int i = 0; i < _channels.Length; i++)
            {
                _ring[at + i] = (short)_channels[i].ReadValue();
            }

            _count++;
        }
    }
}
