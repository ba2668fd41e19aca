namespace EdgeNet.Device;

/// <summary>Where a board's raw values come from: a sensor, in the units of the training data.</summary>
public interface IInputSource
{
    /// <summary>Number of values a reading has.</summary>
    int Count { get; }

    /// <summary>What went wrong in the last reading that failed.</summary>
    string Problem { get; }

    /// <summary>Takes a reading.</summary>
    /// <param name="values">Receives Count values.</param>
    /// <returns>False if the sensor did not answer; <see cref="Problem"/> says why, and the values are not to be used.</returns>
    bool TryRead(float[] values);
}
