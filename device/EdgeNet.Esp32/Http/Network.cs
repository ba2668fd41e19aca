using EdgeNet.Device;
using EdgeNet.Device.Http;

namespace EdgeNet.Esp32;

/// <summary>The app with a network: it asks a server for models.</summary>
public static partial class Program
{
    static partial void AddNetwork(BoardApp app)
    {
        app.Add(new HttpLink(Server.ModelUrl, Server.PollMilliseconds, Server.WatchdogSeconds));
    }
}
