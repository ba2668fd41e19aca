using EdgeNet.Core;

namespace EdgeNet.Device;

/// <summary>The sensors that are wired to a board, and the one place where it is decided which of them is read.</summary>
public sealed class SensorList
{
    private readonly IInputSource[] _sensors;
    private int _found;

    /// <summary>Creates the list.</summary>
    /// <param name="sensors">Where several would do, the first one is read. None for an app that only listens to streams.</param>
    public SensorList(IInputSource[] sensors)
    {
        _sensors = sensors;
    }

    /// <summary>How many there are.</summary>
    public int Count
    {
        get { return _sensors.Length; }
    }

    /// <summary>The sensor that a network was trained for: a model file says how many values it expects.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The first one that gives as many values, or null.</returns>
    public IInputSource For(Network network)
    {
        foreach (IInputSource sensor in _sensors)
        {
            if (network.InputCount == sensor.Count)
            {
                return sensor;
            }
        }

        return null;
    }

    /// <summary>The sensor of a certain name.</summary>
    /// <param name="text">Holds its <see cref="IInputSource.Name"/> in ASCII.</param>
    /// <param name="at">Index of the first character.</param>
    /// <param name="length">How many.</param>
    /// <returns>The sensor, or null.</returns>
    public IInputSource Named(byte[] text, int at, int length)
    {
        foreach (IInputSource sensor in _sensors)
        {
            string name = sensor.Name;
            int same = 0;
            while (same < length && same < name.Length && text[at + same] == name[same])
            {
                same++;
            }

            if (same == length && same == name.Length)
            {
                return sensor;
            }
        }

        return null;
    }

    /// <summary>The sensor to read while there is no model: the first one, until <see cref="TryNext"/> goes on to another. Null if there are none.</summary>
    public IInputSource Found
    {
        get { return _sensors.Length == 0 ? null : _sensors[_found]; }
    }

    /// <summary>Goes on to the next sensor, because <see cref="Found"/> does not answer.</summary>
    public void TryNext()
    {
        _found = _found + 1 == _sensors.Length ? 0 : _found + 1;
    }

    /// <summary>All of them with their numbers of values, for messages.</summary>
    /// <returns>Such as "AMG8833 gives 64, MPU-6886 gives 150".</returns>
    public override string ToString()
    {
        string text = _sensors.Length == 0 ? "this app only listens to streams" : "";
        foreach (IInputSource sensor in _sensors)
        {
            text += (text.Length > 0 ? ", " : "") + sensor.Name + " gives " + sensor.Count;
        }

        return text;
    }
}
