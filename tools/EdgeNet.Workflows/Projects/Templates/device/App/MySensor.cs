using System;
using EdgeNet.Device;

namespace $Name$;

/// <summary>
/// Your sensor: fill in TryRead, which reads it. Until then the values go up and down every two seconds, so that there is
/// something to see.
/// </summary>
internal sealed class MySensor : IInputSource
{
    private const int Period = 4000;

    /// <summary>Its name in messages and for "edgenet capture --sensor".</summary>
    public string Name
    {
        get { return "MySensor"; }
    }

    /// <summary>Number of values per reading: one per column of the training data.</summary>
    public int Count
    {
        get { return $Values$; }
    }

    /// <summary>What went wrong in the last failed reading.</summary>
    public string Problem
    {
        get { return ""; }
    }

    /// <summary>Reads the sensor.</summary>
    /// <param name="values">Receives Count values, in the units of the training data.</param>
    /// <returns>False if the sensor did not answer.</returns>
    public bool TryRead(float[] values)
    {
        bool high = Environment.TickCount64 % Period >= Period / 2;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = high ? 1f : 0f;
        }

        return true;
    }
}
