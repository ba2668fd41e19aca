namespace EdgeNet.Device.Streams;

/// <summary>A sensor that measures at a steady rate by itself. What it has measured waits until it is read.</summary>
public interface ISampleStream
{
    /// <summary>What it is called: the chip's name, ASCII.</summary>
    string Name { get; }

    /// <summary>Kind of sensor, of <see cref="Core.ModelFormat"/>.</summary>
    int Kind { get; }

    /// <summary>Readings that were lost since the start, because they were not read in time. The readings that follow do not continue those before.</summary>
    int Lost { get; }

    /// <summary>What went wrong last.</summary>
    string Problem { get; }

    /// <summary>Whether the sensor can measure as a model wants it. The sensor itself is not asked.</summary>
    /// <param name="channels">Values of a reading.</param>
    /// <param name="rate">Readings per second.</param>
    /// <param name="fullScale">The largest value that can be measured, in the sensor's unit; 0 if the model does not say.</param>
    /// <returns>What it cannot, with the number that is wanted and those that are possible; empty if it can.</returns>
    string Misfit(int channels, float rate, float fullScale);

    /// <summary>Sets the sensor and begins to measure.</summary>
    /// <param name="channels">As for <see cref="Misfit"/>, which must have found nothing.</param>
    /// <param name="rate">Readings per second.</param>
    /// <param name="fullScale">The largest value; 0 if the model does not say.</param>
    /// <returns>False if the sensor does not answer; <see cref="Problem"/> says why.</returns>
    bool Start(int channels, float rate, float fullScale);

    /// <summary>Reads what has arrived. Never waits for a reading that is still to come.</summary>
    /// <param name="into">Receives whole readings, the channels of each side by side: as many as there is room for.</param>
    /// <returns>Number of values, 0 if nothing has arrived; -1 if the sensor does not answer any more, and <see cref="Problem"/> says why.</returns>
    int Read(short[] into);
}

/// <summary>Creates the streams of a board, with their pins assigned.</summary>
/// <param name="clock">Tells the time in microseconds.</param>
/// <returns>One or more. A model is given the first one of its kind.</returns>
public delegate ISampleStream[] StreamFactory(MicrosecondClock clock);
