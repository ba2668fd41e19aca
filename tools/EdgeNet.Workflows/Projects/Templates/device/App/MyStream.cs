using System;
using EdgeNet.Device.Streams;

namespace $Name$;

/// <summary>
/// Your sensor, which measures at a steady rate by itself: fill in Start and Read. Until then its readings are low and high in turn, so that there is
/// something to see.
/// </summary>
internal sealed class MyStream : ISampleStream
{
    private const int Period = $Period$;
    private const short Low = 0;
    private const short High = 8000;

    private int channels;
    private long milliHertz;
    private long begun;
    private long taken;

    /// <summary>Its name in messages.</summary>
    public string Name
    {
        get { return "MyStream"; }
    }

    /// <summary>The kind of sensor that the model was trained on.</summary>
    public int Kind
    {
        get { return $SensorKind$; }
    }

    /// <summary>Readings that were lost since the start, because they were not read in time.</summary>
    public int Lost
    {
        get { return 0; }
    }

    /// <summary>What went wrong last.</summary>
    public string Problem
    {
        get { return ""; }
    }

    /// <summary>Says whether the sensor can measure as a model wants it.</summary>
    /// <param name="channels">Values per reading.</param>
    /// <param name="rate">Readings per second.</param>
    /// <param name="fullScale">The largest value that is to be measured; 0 if the model does not say.</param>
    /// <returns>What it cannot; empty if it can.</returns>
    public string Misfit(int channels, float rate, float fullScale)
    {
        return "";
    }

    /// <summary>Sets the sensor and begins to measure.</summary>
    /// <param name="channels">Values per reading.</param>
    /// <param name="rate">Readings per second.</param>
    /// <param name="fullScale">The largest value; 0 if the model does not say.</param>
    /// <returns>False if the sensor does not answer.</returns>
    public bool Start(int channels, float rate, float fullScale)
    {
        this.channels = channels;
        milliHertz = (long)(rate * 1000);
        begun = Environment.TickCount64;
        taken = 0;
        return true;
    }

    /// <summary>Reads what has arrived, without waiting.</summary>
    /// <param name="into">Receives whole readings: 16 bits per value, the channels side by side.</param>
    /// <returns>Number of values, 0 if nothing has arrived; -1 if the sensor does not answer.</returns>
    public int Read(short[] into)
    {
        long arrived = (Environment.TickCount64 - begun) * milliHertz / 1000000;
        short value = Environment.TickCount64 % Period >= Period / 2 ? High : Low;
        int values = 0;
        for (; taken < arrived && values + channels <= into.Length; taken++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                into[values++] = value;
            }
        }

        return values;
    }
}
