using System.Threading;

namespace EdgeNet.Device;

/// <summary>Is told when the steady answer changes.</summary>
/// <param name="label">Index of the label, or <see cref="AnswerFilter.Unsure"/>.</param>
/// <param name="text">Its text, or an empty one.</param>
public delegate void AnswerChangedHandler(int label, string text);

/// <summary>The loop of a board: read, classify, steady the answer, report. A sensor that fails is asked again, less and less often.</summary>
public abstract class AppLoop
{
    private const int FirstPauseMilliseconds = 50;
    private const int LongestPauseMilliseconds = 1000;

    private readonly AnswerFilter _filter;
    private int _failures;

    /// <summary>Creates a loop.</summary>
    /// <param name="network">A loaded network.</param>
    /// <param name="filter">Steadies the answers.</param>
    protected AppLoop(TimedNetwork network, AnswerFilter filter)
    {
        Network = network;
        _filter = filter;
    }

    /// <summary>Called when the steady answer changes.</summary>
    public event AnswerChangedHandler AnswerChanged;

    /// <summary>The sensor; null where the loop listens to a stream.</summary>
    public abstract IInputSource Source { get; }

    /// <summary>The last reading; null where the loop listens to a stream.</summary>
    public abstract float[] Values { get; }

    /// <summary>The share of its time that the board needs for the stream, in percent; above 100 if it cannot keep up.</summary>
    public virtual int BusyPercent
    {
        get { return 0; }
    }

    /// <summary>Readings of the stream that were lost.</summary>
    public virtual int Lost
    {
        get { return 0; }
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
        get { return Network.Microseconds; }
    }

    /// <summary>The network.</summary>
    protected TimedNetwork Network { get; }

    /// <summary>Does one turn.</summary>
    /// <returns>Milliseconds to wait before the next one.</returns>
    public abstract int Turn();

    /// <summary>Something else has been read meanwhile, perhaps from the same chip.</summary>
    public virtual void Interrupt()
    {
    }

    /// <summary>Runs until the power goes.</summary>
    /// <param name="pauseMilliseconds">Least pause between two turns.</param>
    public void RunForever(int pauseMilliseconds)
    {
        while (true)
        {
            int wait = Turn();
            Thread.Sleep(wait > pauseMilliseconds ? wait : pauseMilliseconds);
        }
    }

    /// <summary>Takes a classification in.</summary>
    /// <param name="label">Index of the label.</param>
    protected void Answer(int label)
    {
        Label = label;
        ConfidencePercent = Network.Network.ConfidencePercent();
        Classifications++;
        if (_filter.Add(Label, ConfidencePercent))
        {
            Report();
        }
    }

    /// <summary>The sensor has answered. Where it had not before, the answers begin anew.</summary>
    protected void Succeed()
    {
        if (_failures > 0)
        {
            Log.Write("sensor is back after " + _failures + " failed readings");
            _failures = 0;
            _filter.Reset();
        }
    }

    /// <summary>The sensor does not answer. Reports the first failure and then every eighth, and drops the steady answer: what the sensor would see now is unknown.</summary>
    /// <param name="problem">Why.</param>
    /// <returns>Milliseconds to wait before trying it again.</returns>
    protected int Fail(string problem)
    {
        if (_failures % 8 == 0)
        {
            Log.LastEvent = "sensor does not answer: " + problem;
            Log.Write(Log.LastEvent);
        }

        if (_failures == 0)
        {
            Forget();
        }

        int pause = _failures < 5 ? FirstPauseMilliseconds << _failures : LongestPauseMilliseconds;
        _failures++;
        return pause < LongestPauseMilliseconds ? pause : LongestPauseMilliseconds;
    }

    /// <summary>Drops the steady answer.</summary>
    protected void Forget()
    {
        bool known = _filter.Current != AnswerFilter.Unsure;
        _filter.Reset();
        if (known)
        {
            Report();
        }
    }

    private void Report()
    {
        int label = _filter.Current;
        string text = label == AnswerFilter.Unsure ? "" : Network.Network.Label(label);
        Log.Write(label == AnswerFilter.Unsure ? "answer: unsure" : "answer: " + text);
        if (AnswerChanged != null)
        {
            AnswerChanged(label, text);
        }
    }
}
