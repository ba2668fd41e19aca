using System.Diagnostics;

namespace EdgeNet.Benchmarks;

/// <summary>A figure: of whom, of what, how much.</summary>
/// <param name="Who">EdgeNet or the name of a peer.</param>
/// <param name="What">What was measured, the same text for all.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit. Of "us" less is better, of all others more.</param>
internal sealed record Measurement(string Who, string What, double Value, string Unit);

/// <summary>Times work on a machine that others use as well.</summary>
internal static class Timing
{
    private const int WarmUpMilliseconds = 150;

    /// <summary>The best of several rounds: the time of undisturbed work.</summary>
    /// <param name="rounds">How many.</param>
    /// <param name="calls">Calls in a round.</param>
    /// <param name="call">The work.</param>
    /// <returns>Microseconds of a call.</returns>
    public static double BestMicroseconds(int rounds, int calls, Action<int> call)
    {
        // The runtime recompiles what is called often, in the background: call it often, wait, and once more.
        for (int warmUp = 0; warmUp < 3; warmUp++)
        {
            for (Stopwatch watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < WarmUpMilliseconds;)
            {
                for (int i = 0; i < calls; i++)
                {
                    call(i);
                }
            }

            Thread.Sleep(WarmUpMilliseconds);
        }

        double best = double.MaxValue;
        for (int round = 0; round < rounds; round++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            for (int i = 0; i < calls; i++)
            {
                call(i);
            }

            best = Math.Min(best, watch.Elapsed.TotalMicroseconds / calls);
        }

        return best;
    }
}
