namespace EdgeNet.Esp32;

/// <summary>Where the board looks for models; docs/updates.md explains how.</summary>
internal static class Server
{
    /// <summary>Where "edgenet serve" offers the model: the address that it prints, and the model's name.</summary>
    public const string ModelUrl = "http://192.168.1.5:8080/models/person";

    /// <summary>Pause between two questions for a new model.</summary>
    public const int PollMilliseconds = 5 * 60 * 1000;

    /// <summary>Seconds after which a board is restarted that hangs in a request: longer than the pause and than a server can be away.</summary>
    public const int WatchdogSeconds = 15 * 60;
}
