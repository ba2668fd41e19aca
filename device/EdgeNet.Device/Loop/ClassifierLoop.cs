namespace EdgeNet.Device;

/// <summary>The loop of a board whose model takes a sensor's readings as they are.</summary>
public sealed class ClassifierLoop : AppLoop
{
    private readonly IInputSource _source;
    private readonly float[] _values;

    /// <summary>Creates a loop.</summary>
    /// <param name="network">A loaded network that expects as many values as the source gives.</param>
    /// <param name="source">The sensor.</param>
    /// <param name="filter">Steadies the answers.</param>
    public ClassifierLoop(TimedNetwork network, IInputSource source, AnswerFilter filter)
        : base(network, filter)
    {
        _source = source;
        _values = new float[source.Count];
    }

    /// <inheritdoc/>
    public override IInputSource Source
    {
        get { return _source; }
    }

    /// <inheritdoc/>
    public override float[] Values
    {
        get { return _values; }
    }

    /// <summary>Does one turn.</summary>
    /// <returns>Milliseconds to wait before trying the sensor again, 0 after a classification.</returns>
    public override int Turn()
    {
        if (!_source.TryRead(_values))
        {
            return Fail(_source.Problem);
        }

        Succeed();
        Answer(Network.Classify(_values));
        return 0;
    }
}
