namespace EdgeNet.Device;

/// <summary>A connection of an app: it receives new models and may send readings. Nothing but its name and <see cref="Open"/> is used before it has been opened.</summary>
public abstract class AppLink
{
    /// <summary>Its name in messages, such as COM2.</summary>
    public abstract string Name { get; }

    /// <summary>The sensor whose readings are currently requested; null for the one that the app reads.</summary>
    public virtual IInputSource SensorWanted
    {
        get { return null; }
    }

    /// <summary>Opens the connection. May throw any exception: the app then continues without it.</summary>
    /// <param name="store">Where new models go; locked while it is used.</param>
    /// <param name="sensors">The sensors of the board.</param>
    /// <param name="board">The name of the board, ASCII.</param>
    public abstract void Open(ModelStore store, SensorList sensors, string board);

    /// <summary>Handles received data. Never waits.</summary>
    public abstract void Poll();

    /// <summary>Whether a new model has been selected since the last call, which the app should start. May be called with the store locked.</summary>
    /// <returns>True once per new model.</returns>
    public abstract bool TakeModelChanged();

    /// <summary>Announces the sensor that is about to be read.</summary>
    /// <param name="source">The sensor.</param>
    public virtual void Announce(IInputSource source)
    {
    }

    /// <summary>Offers a reading.</summary>
    /// <param name="reading">The values, to be used before the call returns.</param>
    public virtual void Offer(float[] reading)
    {
    }

    /// <summary>Sets the network that the app runs from now on. Called with the store locked. The previous network must not be kept: the next one needs its memory.</summary>
    /// <param name="network">The network; null for none.</param>
    public virtual void SetNetwork(TimedNetwork network)
    {
    }

    /// <summary>Offers how the board keeps up with the stream that it listens to.</summary>
    /// <param name="busyPercent">The share of its time that the board needs for it; above 100 if it cannot keep up.</param>
    /// <param name="lost">Readings that were lost so far.</param>
    public virtual void OfferPace(int busyPercent, int lost)
    {
    }

    /// <summary>Offers the result of a classification.</summary>
    /// <param name="label">Index of the label.</param>
    /// <param name="confidencePercent">How sure the network is, 0 to 100.</param>
    /// <param name="microseconds">The time of the classification.</param>
    public virtual void Offer(int label, int confidencePercent, int microseconds)
    {
    }
}
