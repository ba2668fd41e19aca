namespace EdgeNet.Device;

/// <summary>A connection that an app serves while it runs: new models come over it, readings may leave. It does nothing until it has been opened.</summary>
public abstract class AppLink
{
    /// <summary>What it is called in messages, such as COM2.</summary>
    public abstract string Name { get; }

    /// <summary>The sensor that readings are wanted of just now; null for whichever the app reads.</summary>
    public virtual IInputSource SensorWanted
    {
        get { return null; }
    }

    /// <summary>Opens the connection. May throw anything: the app then goes on without it.</summary>
    /// <param name="store">Where new models go; locked while it is used.</param>
    /// <param name="sensors">The sensors of the board.</param>
    /// <param name="board">The name of the board, ASCII.</param>
    public abstract void Open(ModelStore store, SensorList sensors, string board);

    /// <summary>Handles what has come in. Never waits.</summary>
    public abstract void Poll();

    /// <summary>Whether a new model has been selected since the last call, which the app should start. May be called with the store locked.</summary>
    /// <returns>True once per new model.</returns>
    public abstract bool TakeModelChanged();

    /// <summary>Tells which sensor is about to be read.</summary>
    /// <param name="source">The sensor.</param>
    public virtual void Announce(IInputSource source)
    {
    }

    /// <summary>Tells what has been read.</summary>
    /// <param name="reading">The values, to be used before the call returns.</param>
    public virtual void Offer(float[] reading)
    {
    }
}
