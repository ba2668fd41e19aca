namespace EdgeNet.Workflows;

/// <summary>Holds the time of a virtual board to the clock on the wall: never ahead of it; where this computer is too slow, behind it, and by how much.</summary>
/// <param name="clock">The clock on the wall.</param>
internal sealed class WallPace(TimeProvider clock)
{
    // A computer lets a thread wait a little longer than asked. That much is caught up, and no more.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    private readonly long _begun = clock.GetTimestamp();
    private TimeSpan _passed;

    /// <summary>Time that the board has lost.</summary>
    public TimeSpan Behind { get; private set; }

    /// <summary>Takes note that time has passed on the board.</summary>
    /// <param name="time">How much.</param>
    /// <returns>How long to wait before more of it may pass.</returns>
    public TimeSpan Pass(TimeSpan time)
    {
        _passed += time;
        TimeSpan ahead = _passed - clock.GetElapsedTime(_begun);
        if (ahead < -Slack)
        {
            Behind -= ahead;
            _passed -= ahead;
        }

        return ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero;
    }
}
