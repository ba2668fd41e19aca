using System.IO.Ports;

namespace EdgeNet.Device;

/// <summary>Creates a serial port, closed, with its pins assigned.</summary>
/// <returns>The port.</returns>
public delegate SerialPort PortFactory();

/// <summary>The serial line of an app: models come from "edgenet deploy", readings go to "edgenet capture", labels to "edgenet watch".</summary>
#pragma warning disable CA1001 // The line is open until power-off.
public sealed class SerialLink : AppLink
#pragma warning restore CA1001
{
    private readonly PortFactory _port;
    private readonly string _name;
    private BoardLink _link;

    /// <summary>Creates the line.</summary>
    /// <param name="name">Its name in messages: the name of the port.</param>
    /// <param name="port">Creates the port when the app starts.</param>
    public SerialLink(string name, PortFactory port)
    {
        _name = name;
        _port = port;
    }

    /// <inheritdoc/>
    public override string Name
    {
        get { return _name; }
    }

    /// <inheritdoc/>
    public override IInputSource SensorWanted
    {
        get { return _link.SensorWanted; }
    }

    /// <inheritdoc/>
    public override void Open(ModelStore store, SensorList sensors, string board)
    {
        _link = new BoardLink(_port(), store, board, sensors.Found == null ? 0 : sensors.Found.Count);
        _link.Sensors = sensors;
    }

    /// <inheritdoc/>
    public override void SetLearning(AppLearning learning)
    {
        _link.Learning = learning;
    }

    /// <inheritdoc/>
    public override void Poll()
    {
        _link.Poll();
    }

    /// <inheritdoc/>
    public override bool TakeModelChanged()
    {
        bool changed = _link.ModelChanged;
        _link.ModelChanged = false;
        return changed;
    }

    /// <inheritdoc/>
    public override void Announce(IInputSource source)
    {
        _link.ValueCount = source.Count;
    }

    /// <inheritdoc/>
    public override void Offer(float[] reading)
    {
        _link.Offer(reading);
    }

    /// <inheritdoc/>
    public override void SetNetwork(TimedNetwork network)
    {
        _link.SetNetwork(network);
    }

    /// <inheritdoc/>
    public override void Offer(int label, int confidencePercent, int microseconds)
    {
        _link.Offer(label, confidencePercent, microseconds);
    }

    /// <inheritdoc/>
    public override void OfferPace(int busyPercent, int lost)
    {
        _link.OfferPace(busyPercent, lost);
    }
}
