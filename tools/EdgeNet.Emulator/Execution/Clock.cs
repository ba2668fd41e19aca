using System.Runtime.CompilerServices;

namespace EdgeNet.Emulator.Execution;

/// <summary>Counts what is executed, and tells what time that makes on the board.</summary>
internal sealed class Clock(double microsecondsPerCost)
{
    private double _idleMicroseconds;
    private long _nextCheck;

    /// <summary>IL instructions executed.</summary>
    public long Instructions { get; private set; }

    /// <summary>Native instructions that a board would have executed for them.</summary>
    public long Cost { get; private set; }

    public double NowMicroseconds => (Cost * microsecondsPerCost) + _idleMicroseconds;

    /// <summary>Called when the planned time has come, from the code that then runs.</summary>
    public Action? Due { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(int instructions, int cost)
    {
        Instructions += instructions;
        Cost += cost;
        if (Cost >= _nextCheck)
        {
            Due?.Invoke();
        }
    }

    public void Charge(long cost) => Cost += cost;

    /// <summary>Time passes while no thread runs.</summary>
    public void Idle(double microseconds) => _idleMicroseconds += Math.Max(0, microseconds);

    /// <summary>Plans the next call of <see cref="Due"/>.</summary>
    public void Plan(double microsecondsFromNow) => _nextCheck = Cost + (long)Math.Ceiling(microsecondsFromNow / microsecondsPerCost) + 1;
}
