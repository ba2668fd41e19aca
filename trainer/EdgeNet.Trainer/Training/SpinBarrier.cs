namespace EdgeNet.Trainer.Training;

/// <summary>Lets threads wait for one another. It spins: training meets here tens of thousands of times per second, far too often to sleep.</summary>
internal sealed class SpinBarrier(int participants)
{
    private int _arrived;
    private volatile int _round;
    private volatile bool _broken;

    /// <summary>Waits until all participants are here.</summary>
    /// <exception cref="OperationCanceledException">Another participant failed and will never come.</exception>
    public void Wait()
    {
        if (participants == 1)
        {
            return;
        }

        int round = _round;
        if (Interlocked.Increment(ref _arrived) == participants)
        {
            _arrived = 0;
            _round = round + 1;
            return;
        }

        SpinWait spin = default;
        while (_round == round)
        {
            if (_broken)
            {
                throw new OperationCanceledException("another training thread failed");
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Releases everyone who waits, with an exception.</summary>
    public void Break() => _broken = true;
}
