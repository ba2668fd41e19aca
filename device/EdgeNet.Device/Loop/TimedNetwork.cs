using System;
using EdgeNet.Core;

namespace EdgeNet.Device;

/// <summary>A clock for short times.</summary>
/// <returns>Microseconds since an arbitrary moment.</returns>
public delegate long MicrosecondClock();

/// <summary>A network that reports the time of its last classification.</summary>
public sealed class TimedNetwork
{
    private readonly MicrosecondClock _clock;

    /// <summary>Combines a network and a clock.</summary>
    /// <param name="network">The network.</param>
    /// <param name="clock">The clock; null for the system clock, which counts milliseconds.</param>
    public TimedNetwork(Network network, MicrosecondClock clock)
    {
        Network = network;
        _clock = clock == null ? SystemClock : clock;
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The time of the last classification, without that of reading the clock.</summary>
    public int Microseconds { get; private set; }

    /// <summary>Classifies raw values; see <see cref="Network.Classify(float[])"/>.</summary>
    /// <param name="raw">As many as the network expects.</param>
    /// <returns>Index of the label.</returns>
    public int Classify(float[] raw)
    {
        MicrosecondClock clock = _clock;
        Network network = Network;
        long before = clock();
        long begun = clock();
        int label = network.Classify(raw);
        Microseconds = Elapsed(before, begun, clock());
        return label;
    }

    /// <summary>Classifies pixels; see <see cref="Network.Classify(byte[])"/>.</summary>
    /// <param name="raw">As many as the network expects.</param>
    /// <returns>Index of the label.</returns>
    public int Classify(byte[] raw)
    {
        MicrosecondClock clock = _clock;
        Network network = Network;
        long before = clock();
        long begun = clock();
        int label = network.Classify(raw);
        Microseconds = Elapsed(before, begun, clock());
        return label;
    }

    // Excludes the time of reading the clock.
    private static int Elapsed(long before, long begun, long ended)
    {
        long elapsed = (ended - begun) - (begun - before);
        return elapsed < 0 ? 0 : elapsed > int.MaxValue ? int.MaxValue : (int)elapsed;
    }

    private static long SystemClock()
    {
        return Environment.TickCount64 * 1000;
    }
}
