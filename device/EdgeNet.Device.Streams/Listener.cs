using EdgeNet.Core;

namespace EdgeNet.Device.Streams;

/// <summary>Lets an app run models that listen to a stream: chooses the stream by what the model file says.</summary>
public sealed class Listener : StreamSupport
{
    private readonly StreamFactory _makeStreams;
    private readonly MicrosecondClock _clock;
    private ISampleStream[] _streams;
    private ISampleStream _stream;
    private SignalPipeline _pipeline;
    private SensorInfo _sensor;

    /// <summary>Creates the listener.</summary>
    /// <param name="streams">Creates the board's streams when a model needs one.</param>
    /// <param name="clock">Tells the time in microseconds.</param>
    public Listener(StreamFactory streams, MicrosecondClock clock)
    {
        _makeStreams = streams;
        _clock = clock;
    }

    /// <inheritdoc/>
    public override bool IsLoaded
    {
        get { return _pipeline != null; }
    }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            string scale = FullScale == 0 ? "" : " at +-" + StreamText.Number(FullScale);
            return _stream.Name + scale + ", " + StreamText.Number(_pipeline.Info.Rate) + " readings per second";
        }
    }

    /// <inheritdoc/>
    public override int FilterWindow
    {
        get { return (_pipeline.Info.WindowReadings / _pipeline.Info.StrideReadings / 2) + 1; }
    }

    private float FullScale
    {
        get { return _sensor == null ? 0 : _sensor.FullScale; }
    }

    /// <inheritdoc/>
    public override void Load(ModelFile file)
    {
        _pipeline = null;
        _sensor = null;
        if (file != null && file.HasSignal)
        {
            _sensor = file.Sensor;
            _pipeline = new SignalPipeline(file);
        }
    }

    /// <inheritdoc/>
    public override string Choose()
    {
        if (_streams == null)
        {
            _streams = _makeStreams(_clock);
        }

        // A model that does not say which sensor it was trained on takes the first that gives what it wants.
        string misfit = "";
        _stream = null;
        foreach (ISampleStream stream in _streams)
        {
            if (_stream == null && (_sensor == null || _sensor.Kind == stream.Kind))
            {
                misfit = stream.Misfit(_pipeline.Info.Channels, _pipeline.Info.Rate, FullScale);
                _stream = misfit.Length == 0 ? stream : null;
            }
        }

        return _stream != null ? "" : misfit.Length > 0 ? misfit : "the model listens to a sensor of kind " + _sensor.Kind + ", and the app has none; it has " + Names();
    }

    /// <inheritdoc/>
    public override AppLoop CreateLoop(TimedNetwork network, AnswerFilter filter)
    {
        return new SignalLoop(network, _pipeline, _stream, FullScale, filter, _clock);
    }

    private string Names()
    {
        string names = "";
        foreach (ISampleStream stream in _streams)
        {
            names += (names.Length > 0 ? ", " : "") + stream.Name;
        }

        return names;
    }
}
