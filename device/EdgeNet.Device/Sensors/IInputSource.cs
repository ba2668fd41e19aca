namespace EdgeNet.Device;

/// <summary>Where a board's raw values come from: a sensor, in the units of the training data.</summary>
public interface IInputSource
{
    /// <summary>What it is called: the chip's name, ASCII.</summary>
    string Name { get; }

    /// <summary>Number of values per reading.</summary>
    int Count { get; }

    /// <summary>What went wrong in the last reading that failed.</summary>
    string Problem { get; }

    /// <summary>Takes a reading.</summary>
    /// <param name="values">Receives Count values.</param>
    /// <returns>False if the sensor did not answer; <see cref="Problem"/> says why, and the values are not to be used.</returns>
    bool TryRead(float[] values);
}

/// <summary>Waits for a slow sensor; a board can serve its serial line meanwhile.</summary>
/// <param name="milliseconds">How long, at least.</param>
public delegate void PauseHandler(int milliseconds);
