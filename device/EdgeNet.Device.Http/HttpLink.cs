using System.Threading;

namespace EdgeNet.Device.Http;

/// <summary>The network of an app: asks a server for models, on a separate thread, because an answer may take any time.</summary>
public sealed class HttpLink : AppLink
{
    private readonly string _url;
    private readonly int _pollMilliseconds;
    private readonly int _watchdogSeconds;
    private ModelStore _store;
    private HttpUpdates _updates;
    private Watchdog _watchdog;
    private string _problem = "";

    /// <summary>Creates the link.</summary>
    /// <param name="url">The model, such as http://192.168.1.5:8080/models/person.</param>
    /// <param name="pollMilliseconds">Polling interval: pause between two requests for a new model, a minute or more.</param>
    /// <param name="watchdogSeconds">Seconds after which a board that hangs in a request is restarted: longer than the polling interval.</param>
    public HttpLink(string url, int pollMilliseconds, int watchdogSeconds)
    {
        _url = url;
        _pollMilliseconds = pollMilliseconds;
        _watchdogSeconds = watchdogSeconds;
    }

    /// <inheritdoc/>
    public override string Name
    {
        get { return "the network"; }
    }

    /// <inheritdoc/>
    public override void Open(ModelStore store, SensorList sensors, string board)
    {
        _store = store;
        _watchdog = new Watchdog(Name, _watchdogSeconds);
        _updates = new HttpUpdates(_url, store, _pollMilliseconds);
        new Thread(AskForModels).Start();
    }

    /// <inheritdoc/>
    public override void Poll()
    {
        string problem = _updates.Problem;
        if (problem != _problem)
        {
            _problem = problem;
            Log.Error(problem);
        }
    }

    /// <inheritdoc/>
    public override bool TakeModelChanged()
    {
        if (!_updates.ModelChanged)
        {
            return false;
        }

        lock (_store)
        {
            _updates.ModelChanged = false;
        }

        return true;
    }

    private void AskForModels()
    {
        while (true)
        {
            _watchdog.Beat();
            Thread.Sleep(_updates.Step());
        }
    }
}
