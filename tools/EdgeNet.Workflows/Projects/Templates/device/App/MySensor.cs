using System;
using EdgeNet.Device;

namespace $Name$;

/// <summary>
/// Your sensor, to be filled in: TryRead takes a reading. Until then its values go up and down every two seconds, so that there is
/// something to see.
/// </summary>
internal sealed class MySensor : IInputSource
{
    private const int Period = 4000;

    /// <summary>What it is called, in messages and for "edgenet capture --sensor".</summary>
    public string Name
    {
        get { return "MySensor"; }
    }

    /// <summary>Values of a reading: as many as the training data have columns.</summary>
    public int Count
    {
        get { return $Values$; }
    }

    /// <summary>What went wrong in the last reading that failed.</summary>
    public string Problem
    {
        get { return ""; }
    }

    /// <summary>Takes a reading.</summary>
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
