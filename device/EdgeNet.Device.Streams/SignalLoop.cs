using EdgeNet.Core;

namespace EdgeNet.Device.Streams;

/// <summary>
/// The loop of a board whose model listens to a stream: readings go through the pipeline as they arrive, and every window that is complete is classified.
/// Lost readings begin a new window. The time that all this takes is measured per second of the stream.
/// </summary>
public sealed class SignalLoop : AppLoop
{
    // Room for a whole reading of any sensor, and for as many as a stream gives at once.
    private const int ChunkValues = 132;
    private const int IdleMilliseconds = 10;
    private const int MeasuredSeconds = 10;

    private readonly SignalPipeline _pipeline;
    private readonly ISampleStream _stream;
    private readonly float _fullScale;
    private readonly MicrosecondClock _clock;
    private readonly int _milliHertz;
    private readonly short[] _values = new short[ChunkValues];
    private bool _started;
    private int _lostBefore;
    private int _classifiedBefore;
    private int _gaps;

    // Of the turns that completed no window, and what windows take besides. Where readings are lost, fewer windows are complete than are due.
    private long _microseconds;
    private int _readings;
    private long _windowMicroseconds;
    private int _windows;

    /// <summary>Creates a loop.</summary>
    /// <param name="network">The network.</param>
    /// <param name="pipeline">The pipeline of its model.</param>
    /// <param name="stream">A stream that gives what the pipeline wants.</param>
    /// <param name="fullScale">What the stream is set to measure; 0 if the model does not say.</param>
    /// <param name="filter">Steadies the answers.</param>
    /// <param name="clock">Tells the time in microseconds.</param>
    public SignalLoop(TimedNetwork network, SignalPipeline pipeline, ISampleStream stream, float fullScale, AnswerFilter filter, MicrosecondClock clock)
        : base(network, filter)
    {
        _pipeline = pipeline;
        _stream = stream;
        _fullScale = fullScale;
        _clock = clock;
        _milliHertz = (int)((pipeline.Info.Rate * 1000) + 0.5f);
    }

    /// <inheritdoc/>
    public override IInputSource Source
    {
        get { return null; }
    }

    /// <inheritdoc/>
    public override float[] Values
    {
        get { return null; }
    }

    /// <inheritdoc/>
    public override int BusyPercent
    {
        get { return (BusyMicroseconds + 5000) / 10000; }
    }

    /// <summary>Microseconds that the board needs for a second of the stream, if no reading is lost; above a million if it cannot keep up.</summary>
    public int BusyMicroseconds
    {
        get
        {
            long perReadings = _readings == 0 ? 0 : _microseconds * _milliHertz / _readings;
            long perWindows = _windows == 0 ? 0 : _windowMicroseconds * _milliHertz / ((long)_windows * _pipeline.Info.StrideReadings);
            return (int)((perReadings + perWindows) / 1000);
        }
    }

    /// <inheritdoc/>
    public override int Lost
    {
        get { return _stream.Lost; }
    }

    /// <summary>Takes what has arrived.</summary>
    /// <returns>0 if there may be more; else milliseconds to wait.</returns>
    public override int Turn()
    {
        long begun = _clock();
        if (!_started)
        {
            _started = _stream.Start(_pipeline.Info.Channels, _pipeline.Info.Rate, _fullScale);
            _pipeline.Reset();
            if (!_started)
            {
                return Fail(_stream.Problem);
            }
        }

        int count = _stream.Read(_values);
        if (count < 0)
        {
            _started = false;
            return Fail(_stream.Problem);
        }

        if (_stream.Lost != _lostBefore)
        {
            BeginAnew();
        }

        int windows = 0;
        if (count > 0)
        {
            Succeed();
            windows = Take(count);
        }

        Measure((int)(_clock() - begun), count / _pipeline.Info.Channels, windows);
        return count > 0 ? 0 : IdleMilliseconds;
    }

    /// <inheritdoc/>
    public override void Interrupt()
    {
        _started = false;
    }

    private int Take(int count)
    {
        int windows = 0;
        for (int at = 0; at < count;)
        {
            at += _pipeline.Add(_values, at, count - at);
            if (_pipeline.IsFull)
            {
                Answer(_pipeline.Picture.Length > 0 ? Network.Classify(_pipeline.Picture) : Network.Classify(_pipeline.Features));
                windows++;
            }
        }

        return windows;
    }

    // Said at the first gap, the second, the fourth and so on.
    private void BeginAnew()
    {
        if (Classifications == _classifiedBefore)
        {
            // No window has been completed since the gap before.
            Forget();
        }

        _classifiedBefore = Classifications;
        _lostBefore = _stream.Lost;
        _pipeline.Reset();
        _gaps++;
        if ((_gaps & (_gaps - 1)) == 0)
        {
            Log.LastEvent = _lostBefore + " readings of the " + _stream.Name + " have been lost; the board is " + BusyPercent + " % busy";
            Log.Write(Log.LastEvent);
        }
    }

    // The last seconds count more than those before.
    private void Measure(int microseconds, int readings, int windows)
    {
        long halfAt = (long)_milliHertz * MeasuredSeconds;
        if (windows > 0)
        {
            _windowMicroseconds += microseconds - (_readings == 0 ? 0 : _microseconds * readings / _readings);
            _windows += windows;
            if (_windows > 1 && _windows * 1000L * _pipeline.Info.StrideReadings > halfAt)
            {
                // An odd window would be lost.
                _windowMicroseconds = _windowMicroseconds * (_windows >> 1) / _windows;
                _windows >>= 1;
            }

            return;
        }

        _microseconds += microseconds;
        _readings += readings;
        if (_readings * 1000L > halfAt)
        {
            _microseconds >>= 1;
            _readings >>= 1;
        }
    }
}
