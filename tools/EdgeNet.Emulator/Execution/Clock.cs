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

    /// <summary>Time passes until some moment while no thread runs. In how many steps makes no difference, not even in the last bit.</summary>
    public void IdleUntil(double microseconds) => _idleMicroseconds = Math.Max(_idleMicroseconds, microseconds - (Cost * microsecondsPerCost));

    /// <summary>What <see cref="Cost"/> will be after some time of computing.</summary>
    public long CostAfter(double microseconds) => Cost + (long)Math.Ceiling(microseconds / microsecondsPerCost) + 1;

    /// <summary>What <see cref="Cost"/> will be at some moment, if nothing but computing comes before.</summary>
    public long CostAt(double microseconds) => (long)Math.Ceiling((microseconds - _idleMicroseconds) / microsecondsPerCost);

    /// <summary>Plans the next call of <see cref="Due"/>.</summary>
    public void Plan(long cost) => _nextCheck = cost;
}
