using System.Threading;

namespace EdgeNet.Device;

/// <summary>Is told when the steady answer changes.</summary>
/// <param name="label">Index of the label, or <see cref="AnswerFilter.Unsure"/>.</param>
/// <param name="text">Its text, or an empty one.</param>
public delegate void AnswerChangedHandler(int label, string text);

/// <summary>The loop of a board: read, classify, steady the answer, report. A sensor that fails is asked again, less and less often.</summary>
public sealed class ClassifierLoop
{
    private const int FirstPauseMilliseconds = 50;
    private const int LongestPauseMilliseconds = 1000;

    private readonly TimedNetwork _network;
    private readonly IInputSource _source;
    private readonly AnswerFilter _filter;
    private readonly float[] _values;
    private int _failures;

    /// <summary>Creates a loop.</summary>
    /// <param name="network">A loaded network that expects as many values as the source gives.</param>
    /// <param name="source">The sensor.</param>
    /// <param name="filter">Steadies the answers.</param>
    public ClassifierLoop(TimedNetwork network, IInputSource source, AnswerFilter filter)
    {
        _network = network;
        _source = source;
        _filter = filter;
        _values = new float[source.Count];
    }

    /// <summary>What answers after the network; null for the network alone.</summary>
    public Answering Answering { get; set; }

    /// <summary>Called when the steady answer changes.</summary>
    public event AnswerChangedHandler AnswerChanged;

    /// <summary>The sensor.</summary>
    public IInputSource Source
    {
        get { return _source; }
    }

    /// <summary>Number of classifications so far.</summary>
    public int Classifications { get; private set; }

    /// <summary>Index of the last classification's label.</summary>
    public int Label { get; private set; }

    /// <summary>How sure the network was of that label, 0 to 100.</summary>
    public int ConfidencePercent { get; private set; }

    /// <summary>The time of the last classification.</summary>
    public int Microseconds
    {
        get { return _network.Microseconds; }
    }

    /// <summary>The last reading.</summary>
    public float[] Values
    {
        get { return _values; }
    }

    /// <summary>Does one turn.</summary>
    /// <returns>Milliseconds to wait before trying the sensor again, 0 after a classification.</returns>
    public int Step()
    {
        if (!_source.TryRead(_values))
        {
            return Fail();
        }

        if (_failures > 0)
        {
            Log.Write("sensor is back after " + _failures + " failed readings");
            _failures = 0;
            _filter.Reset();
        }

        Label = _network.Classify(_values);
        Label = Answering == null ? Label : Answering.Answer(_values);
        ConfidencePercent = Answering == null ? _network.Network.ConfidencePercent() : Answering.ConfidencePercent;
        Classifications++;
        if (_filter.Add(Label, ConfidencePercent))
        {
            Report();
        }

        return 0;
    }

    /// <summary>Runs until the power goes.</summary>
    /// <param name="pauseMilliseconds">Pause between two classifications.</param>
    public void RunForever(int pauseMilliseconds)
    {
        while (true)
        {
            int wait = Step();
            Thread.Sleep(wait > pauseMilliseconds ? wait : pauseMilliseconds);
        }
    }

    // Reports the first failure and then every eighth, and drops the steady answer: what the sensor would see now is unknown.
    private int Fail()
    {
        if (_failures % 8 == 0)
        {
            Log.LastEvent = "sensor does not answer: " + _source.Problem;
            Log.Write(Log.LastEvent);
        }

        if (_failures == 0)
        {
            bool known = _filter.Current != AnswerFilter.Unsure;
            _filter.Reset();
            if (known)
            {
                Report();
            }
        }

        int pause = _failures < 5 ? FirstPauseMilliseconds << _failures : LongestPauseMilliseconds;
        _failures++;
        return pause < LongestPauseMilliseconds ? pause : LongestPauseMilliseconds;
    }

    private void Report()
    {
        int label = _filter.Current;
        string text = label == AnswerFilter.Unsure ? "" : Answering == null ? _network.Network.Label(label) : Answering.Label(label);
        Log.Write(label == AnswerFilter.Unsure ? "answer: unsure" : "answer: " + text);
        if (AnswerChanged != null)
        {
            AnswerChanged(label, text);
        }
    }
}
