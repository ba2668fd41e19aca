using System.Runtime.CompilerServices;

namespace EdgeNet.Emulator.Execution;

/// <summary>Counts what is executed, and tells what time that makes on the board.</summary>
internal sealed class Clock(double microsecondsPerCost)
{
    /// <summary>Parts of a native instruction that <see cref="Cost"/> counts: methods may have cycles of their own.</summary>
    public const int Parts = 4096;

    private readonly double _microsecondsPerPart = microsecondsPerCost / Parts;
    private double _idleMicroseconds;
    private long _nextCheck;

    /// <summary>IL instructions executed.</summary>
    public long Instructions { get; private set; }

    /// <summary>Parts of native instructions that a board would have executed for them; of one that takes twice the usual cycles, twice as many.</summary>
    public long Cost { get; private set; }

    /// <summary>What it has computed for, sleep not included.</summary>
    public double BusyMicroseconds => MicrosecondsOf(Cost);

    public double NowMicroseconds => BusyMicroseconds + _idleMicroseconds;

    /// <summary>Called when the planned time has come, from the code that then runs.</summary>
    public Action? Due { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(int instructions, long cost)
    {
        Instructions += instructions;
        Cost += cost;
        if (Cost >= _nextCheck)
        {
            Due?.Invoke();
        }
    }

    /// <summary>Counts native instructions of the firmware.</summary>
    public void Charge(long cost) => Cost += cost * Parts;

    public double MicrosecondsOf(long cost) => cost * _microsecondsPerPart;

    /// <summary>Time passes until some moment while no thread runs. In how many steps makes no difference, not even in the last bit.</summary>
    public void IdleUntil(double microseconds) => _idleMicroseconds = Math.Max(_idleMicroseconds, microseconds - BusyMicroseconds);

    /// <summary>What <see cref="Cost"/> will be after some time of computing.</summary>
    public long CostAfter(double microseconds) => Cost + (Parts * ((long)Math.Ceiling(microseconds / microsecondsPerCost) + 1));

    /// <summary>What <see cref="Cost"/> will be at some moment, if nothing but computing comes before.</summary>
    public long CostAt(double microseconds) => (long)Math.Ceiling((microseconds - _idleMicroseconds) / _microsecondsPerPart);

    /// <summary>Plans the next call of <see cref="Due"/>.</summary>
    public void Plan(long cost) => _nextCheck = cost;
}
