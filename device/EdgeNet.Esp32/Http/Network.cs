using System.Threading;
using EdgeNet.Device;
using EdgeNet.Device.Http;

namespace EdgeNet.Esp32;

/// <summary>What the app does with a network: it asks a server for models, on its own thread, because an answer may take any time.</summary>
public static partial class Program
{
    private static HttpUpdates updates;
    private static Watchdog networkWatchdog;
    private static string networkProblem = "";

    static partial void OpenNetwork()
    {
        networkWatchdog = new Watchdog("the network", Server.WatchdogSeconds);
        updates = new HttpUpdates(Server.ModelUrl, store, Server.PollMilliseconds);
        new Thread(AskForModels).Start();
    }

    static partial void LookAtNetwork()
    {
        if (updates == null)
        {
            return;
        }

        string problem = updates.Problem;
        if (problem != networkProblem)
        {
            networkProblem = problem;
            Report(problem);
        }

        if (updates.ModelChanged)
        {
            lock (store)
            {
                updates.ModelChanged = false;
                modelChanged = true;
            }
        }
    }

    private static void AskForModels()
    {
        while (true)
        {
            networkWatchdog.Beat();
            Thread.Sleep(updates.Step());
        }
    }
}
