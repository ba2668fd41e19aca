using System;
using System.Threading;
using EdgeNet.Core;
using EdgeNet.Link;

namespace EdgeNet.Device;

/// <summary>Creates the sensors of a board, with their pins assigned.</summary>
/// <param name="pause">How a slow sensor waits.</param>
/// <returns>One or more. The app reads the first one that gives as many values as its model expects; while there is no model, the first one that answers.</returns>
public delegate IInputSource[] SensorFactory(PauseHandler pause);

/// <summary>Returns the model file that a program carries inside.</summary>
/// <returns>The bytes, in a new array, so that they use heap only while the model is being loaded.</returns>
public delegate byte[] ModelFactory();

/// <summary>
/// The app of a board: reads the sensor that its model needs, classifies, filters the answers, and starts new models as soon as they have
/// been verified. Problems are reported, and the app tries again.
/// </summary>
#pragma warning disable CA1001 // It runs until power-off.
public sealed class BoardApp
#pragma warning restore CA1001
{
    private const int LinkPollMilliseconds = 5;

    private readonly string _name;
    private readonly SensorFactory _makeSensors;
    private AppLink[] _links = new AppLink[0];
    private Watchdog _watchdog;
    private SensorList _sensors;
    private ModelStore _store;
    private Mailbox _mailbox;
    private float[] _values;
    private int _silentSensors;
    private bool _modelChanged;

    /// <summary>Creates the app.</summary>
    /// <param name="name">The name of the board, ASCII.</param>
    /// <param name="sensors">Creates the sensors when the app starts.</param>
    public BoardApp(string name, SensorFactory sensors)
        : this(name)
    {
        _makeSensors = sensors;
    }

    /// <summary>Creates an app that only runs models that listen to a stream: see <see cref="Streams"/>.</summary>
    /// <param name="name">The name of the board, ASCII.</param>
    public BoardApp(string name)
    {
        _name = name;
        ConfirmAfter = 20;
        FilterWindow = 5;
        EnterPercent = 60;
        LeavePercent = 40;
        PauseMilliseconds = 100;
        RetryMilliseconds = 5000;
        WatchdogSeconds = 60;
    }

    /// <summary>Called when the filtered answer changes, and with <see cref="AnswerFilter.Unsure"/> before a model starts.</summary>
    public event AnswerChangedHandler AnswerChanged;

    /// <summary>The model that the app carries inside. It runs while the store has none that works, and is not written to storage. Null for none [null].</summary>
    public ModelFactory Model { get; set; }

    /// <summary>What the app learns on the board; null for nothing [null].</summary>
    public AppLearning Learning { get; set; }

    /// <summary>For models that listen to a stream of readings; null if the app refuses them [null].</summary>
    public StreamSupport Streams { get; set; }

    /// <summary>The clock that times classifications; null for the system clock, which counts milliseconds [null].</summary>
    public MicrosecondClock Clock { get; set; }

    /// <summary>Classifications after which a new model is trusted [20].</summary>
    public int ConfirmAfter { get; set; }

    /// <summary>Number of answers that are averaged; of a model that listens to a stream, at most <see cref="StreamSupport.FilterWindow"/> [5].</summary>
    public int FilterWindow { get; set; }

    /// <summary>Score from which a label is reported, 0 to 100 [60].</summary>
    public int EnterPercent { get; set; }

    /// <summary>Score below which it is no longer reported, at most <see cref="EnterPercent"/> [40].</summary>
    public int LeavePercent { get; set; }

    /// <summary>Pause between two readings [100].</summary>
    public int PauseMilliseconds { get; set; }

    /// <summary>Pause before a board without a model looks for one again [5000].</summary>
    public int RetryMilliseconds { get; set; }

    /// <summary>Seconds after which a board that hangs is restarted: more than the longest update needs to be verified and started [60].</summary>
    public int WatchdogSeconds { get; set; }

    /// <summary>Adds a connection that receives models.</summary>
    /// <param name="link">Opened when the app starts.</param>
    public void Add(AppLink link)
    {
        AppLink[] links = new AppLink[_links.Length + 1];
        Array.Copy(_links, 0, links, 0, _links.Length);
        links[_links.Length] = link;
        _links = links;
    }

    /// <summary>Runs until power-off.</summary>
    public void Run()
    {
        Log.Write(_name);
        _watchdog = new Watchdog("the app", WatchdogSeconds);
        while (true)
        {
            _watchdog.Beat();
            try
            {
                Setup();
                RunModel();
            }
            catch (OutOfMemoryException)
            {
                Pause("not enough memory");
            }
            catch (Exception e)
            {
                Pause(ErrorText.Of(e));
            }
        }
    }

    // What has been set up is kept.
    private void Setup()
    {
        if (_sensors == null)
        {
            _sensors = new SensorList(_makeSensors == null ? new IInputSource[0] : _makeSensors(Serve));
        }

        if (_store == null)
        {
            _store = new ModelStore(BoardFiles.Drive) { Streams = Streams, Learning = Learning };
            if (Learning != null)
            {
                Learning.Open(_store, BoardFiles.Drive);
            }

            _mailbox = new Mailbox(_store, BoardFiles.Drive + BoardFiles.Mailbox);
            AppLink[] wanted = _links;
            _links = new AppLink[0];
            foreach (AppLink link in wanted)
            {
                Open(link);
            }
        }
    }

    // A board whose firmware has no such port continues without it.
    private void Open(AppLink link)
    {
        try
        {
            link.Open(_store, _sensors, _name);
            link.SetLearning(Learning);
            Add(link);
        }
        catch (Exception e)
        {
            Log.Error(link.Name + " cannot be opened: " + ErrorText.Of(e));
        }
    }

    // Runs the model that the store starts; returns when there is another one, or, without a model, when it is time to look again.
    private void RunModel()
    {
        OnAnswerChanged(AnswerFilter.Unsure, "");
        AppLoop loop;
        lock (_store)
        {
            LookForNewModel();
            _modelChanged = false;
            SetNetwork(null);
            if (Learning != null)
            {
                Learning.Unload();
            }

            loop = Load();
        }

        _silentSensors = 0;
        long lookAgain = Now() + RetryMilliseconds;
        while (!_modelChanged && (loop != null || Now() < lookAgain))
        {
            IInputSource wanted = SensorWanted();
            if (loop != null && (wanted == null || wanted == loop.Source))
            {
                Classify(loop);
            }
            else
            {
                Collect(wanted);
                if (loop != null)
                {
                    loop.Interrupt();
                }
            }
        }
    }

    private AppLoop Load()
    {
        _mailbox.Install();
        _watchdog.Beat();
        Network network = _store.Start();
        Log.Error(_mailbox.Problem);
        bool carried = network == null && Model != null;

        // An empty store is not a problem if the app carries a model.
        Log.Error(carried && _store.ActiveSlot < 0 ? "" : _store.Problem);
        network = carried ? LoadCarried() : network;
        if (network == null)
        {
            return null;
        }

        bool listens = Streams != null && Streams.IsLoaded;
        IInputSource source = listens ? null : _sensors.For(network);
        string misfit = listens ? Streams.Choose() : source == null ? "the model expects " + network.InputCount + " values, but " + _sensors : "";
        if (misfit.Length > 0)
        {
            Log.Error(misfit);
            return _store.Reject(misfit) ? Load() : null;
        }

        Log.Write("model loaded from " + (carried ? "the app" : "slot " + _store.ActiveSlot) + ", " + network.OutputCount + " labels, reads " + (listens ? Streams.Description : source.Name));
        TimedNetwork timed = new TimedNetwork(network, Clock);
        SetNetwork(timed);
        AnswerFilter filter = new AnswerFilter(listens && Streams.FilterWindow < FilterWindow ? Streams.FilterWindow : FilterWindow, EnterPercent, LeavePercent);
        AppLoop loop = listens ? Streams.CreateLoop(timed, filter) : new ClassifierLoop(timed, source, filter);
        loop.Answering = Learning != null && Learning.IsLoaded ? Learning : null;
        loop.AnswerChanged += OnAnswerChanged;
        return loop;
    }

    private Network LoadCarried()
    {
        ModelLoader loader = new ModelLoader { Streams = Streams, Learning = Learning };
        Network network = loader.Load("the model in the app", Model());
        Log.Error(loader.Problem);
        _store.Runs(network);
        return network;
    }

    private void Classify(AppLoop loop)
    {
        bool listens = loop.Source == null;
        if (!listens)
        {
            Announce(loop.Source);
        }

        int classified = loop.Classifications, lost = loop.Lost;
        int wait = loop.Turn();
        if (listens && (loop.Classifications != classified || loop.Lost != lost))
        {
            OfferPace(loop);
        }

        if (loop.Classifications != classified)
        {
            Offer(loop);
        }

        if (loop.Answering != null)
        {
            Learning.Save();
        }

        if (_store.OnProbation && loop.Classifications >= ConfirmAfter)
        {
            Confirm();
        }

        // A stream sets the pace itself.
        Serve(listens ? wait : PauseMilliseconds + wait);
    }

    // A model that came while this one was on probation has waited in the mailbox.
    private void Confirm()
    {
        lock (_store)
        {
            if (_store.Confirm())
            {
                Log.Write("model confirmed");
                _modelChanged |= _mailbox.IsFull;
            }

            Log.Error(_store.Problem);
        }
    }

    // A board without a model can still collect readings for training; a board with one can collect those of another sensor.
    private void Collect(IInputSource wanted)
    {
        IInputSource source = wanted == null ? _sensors.Found : wanted;
        if (source == null)
        {
            Serve(PauseMilliseconds);
            return;
        }

        Announce(source);
        if (_values == null || _values.Length != source.Count)
        {
            _values = new float[source.Count];
        }

        if (source.TryRead(_values))
        {
            Offer(_values);
        }
        else
        {
            Log.Error(_silentSensors++ < _sensors.Count ? source.Problem : "");
            _sensors.TryNext();
        }

        Serve(PauseMilliseconds);
    }

    // Waits, and serves the links meanwhile.
    private void Serve(int milliseconds)
    {
        for (long end = Now() + milliseconds; Now() < end; Thread.Sleep(LinkPollMilliseconds))
        {
            Serve();
        }

        if (milliseconds == 0)
        {
            Serve();
        }
    }

    private void Serve()
    {
        _watchdog.Beat();
        foreach (AppLink link in _links)
        {
            link.Poll();
        }

        if (Learning != null)
        {
            Learning.Poll();
        }

        LookForNewModel();
    }

    private void LookForNewModel()
    {
        foreach (AppLink link in _links)
        {
            _modelChanged |= link.TakeModelChanged();
        }
    }

    private IInputSource SensorWanted()
    {
        foreach (AppLink link in _links)
        {
            if (link.SensorWanted != null)
            {
                return link.SensorWanted;
            }
        }

        return null;
    }

    private void Announce(IInputSource source)
    {
        foreach (AppLink link in _links)
        {
            link.Announce(source);
        }
    }

    // A link must let go of the network before the next one is loaded.
    private void SetNetwork(TimedNetwork network)
    {
        foreach (AppLink link in _links)
        {
            link.SetNetwork(network);
        }
    }

    private void Offer(AppLoop loop)
    {
        foreach (AppLink link in _links)
        {
            if (loop.Source != null)
            {
                link.Offer(loop.Values);
            }

            link.Offer(loop.Label, loop.ConfidencePercent, loop.Microseconds);
        }
    }

    private void OfferPace(AppLoop loop)
    {
        int busy = loop.BusyPercent;
        foreach (AppLink link in _links)
        {
            link.OfferPace(busy, loop.Lost);
        }
    }

    private void Offer(float[] reading)
    {
        foreach (AppLink link in _links)
        {
            link.Offer(reading);
        }
    }

    private void OnAnswerChanged(int label, string text)
    {
        if (AnswerChanged != null)
        {
            AnswerChanged(label, text);
        }
    }

    // Milliseconds since power-on: the time of day may be set at any time.
    private static long Now()
    {
        return Environment.TickCount64;
    }

    private void Pause(string problem)
    {
        Log.Error(problem);
        Thread.Sleep(RetryMilliseconds);
    }
}
