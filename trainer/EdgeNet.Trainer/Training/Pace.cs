namespace EdgeNet.Trainer.Training;

/// <summary>
/// Decides how many threads the next steps are worth. Threads meet at a barrier twice per step; on a machine that is busy with
/// something else, one that is not running makes all others wait, and then one thread alone is faster. The weights do not depend
/// on the number of threads, so it may change at any step: both ways are measured, the faster one is used and the other is tried now and then.
/// </summary>
internal sealed class Pace(int threads)
{
    /// <summary>A segment longer than this is broken off, so that the other number of threads can be tried.</summary>
    public const double LongestSegmentSeconds = 0.1;

    private const double SegmentSeconds = 0.03;
    private const int FirstSteps = 16;
    private const int TryOtherEvery = 24;

    // Steps per second with one thread, and with all.
    private double _alone;
    private double _together;
    private int _segment;

    /// <summary>Threads for the next segment.</summary>
    public int Threads
    {
        get
        {
            if (threads == 1 || _together == 0)
            {
                return threads;
            }

            if (_alone == 0)
            {
                return 1;
            }

            // Often at first, while code is still being compiled and caches are cold; rarely later.
            bool tryOther = _segment < TryOtherEvery ? _segment is 4 or 8 or 16 : _segment % TryOtherEvery == 0;
            return _alone > _together != tryOther ? 1 : threads;
        }
    }

    /// <summary>Steps of the next segment: few enough to react, enough for threads to be worth starting.</summary>
    public int Steps
    {
        get
        {
            double rate = Threads == threads ? _together : _alone;
            return rate == 0 ? FirstSteps : (int)Math.Clamp(rate * SegmentSeconds, FirstSteps, 1_000_000);
        }
    }

    /// <summary>Takes in how a segment went.</summary>
    public void Record(int usedThreads, int steps, double seconds)
    {
        double rate = steps / Math.Max(seconds, 1e-9);
        if (usedThreads == threads)
        {
            _together = rate;
        }
        else
        {
            _alone = rate;
        }

        _segment++;
    }
}
