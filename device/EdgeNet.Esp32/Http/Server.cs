namespace EdgeNet.Esp32;

/// <summary>Where the board looks for models; docs/updates.md explains how.</summary>
internal static class Server
{
    /// <summary>The URL of the model on "edgenet serve": the address that the command prints, and the name of the model.</summary>
    public const string ModelUrl = "http://192.168.1.5:8080/models/person";

    /// <summary>Polling interval: the pause between two requests for a new model.</summary>
    public const int PollMilliseconds = 5 * 60 * 1000;

    /// <summary>Seconds after which a board that hangs in a request is restarted: longer than the polling interval.</summary>
    public const int WatchdogSeconds = 15 * 60;
}
