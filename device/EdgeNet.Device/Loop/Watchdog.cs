using System.Threading;
using nanoFramework.Runtime.Native;

namespace EdgeNet.Device;

/// <summary>
/// Restarts the board when a thread has not been heard of for too long: it hangs, or an exception ended it. A thread of its own
/// counts the seconds, so that setting the clock changes nothing. nanoFramework's firmware for the ESP32 switches the chip's task
/// watchdog off and has no other; what stops the interpreter itself stops this one too.
/// </summary>
public sealed class Watchdog
{
    private const int TickMilliseconds = 1000;

    private readonly string _watched;
    private readonly int _maxSeconds;
    private int _silentSeconds;

    /// <summary>Begins to watch.</summary>
    /// <param name="watched">What is watched, for the message.</param>
    /// <param name="maxSeconds">How long it may be silent.</param>
    public Watchdog(string watched, int maxSeconds)
    {
        _watched = watched;
        _maxSeconds = maxSeconds;
        new Thread(Watch).Start();
    }

    /// <summary>Says that all is well.</summary>
    public void Beat()
    {
        _silentSeconds = 0;
    }

    private void Watch()
    {
        while (++_silentSeconds <= _maxSeconds)
        {
            Thread.Sleep(TickMilliseconds);
        }

        Log.Write("error: " + _watched + " has been silent for " + _maxSeconds + " seconds: the board restarts");
        Power.RebootDevice();
    }
}
