namespace EdgeNet.Emulator.Types;

/// <summary>A clause of a try statement, in positions of the decoded code.</summary>
internal sealed record Clause(ClauseKind Kind, int TryStart, int TryEnd, int HandlerStart, int HandlerEnd, int FilterStart, NanoType? Catches, int ExceptionRegister, int HandlerOffset)
{
    public bool Covers(int position) => position >= TryStart && position < TryEnd;

    /// <summary>Whether it is in the handler of another; in no handler means anywhere.</summary>
    public bool IsIn(Clause? other) => other is null || (TryStart >= other.HandlerStart && HandlerEnd <= other.HandlerEnd);
}

internal enum ClauseKind
{
    Catch,
    Filter,
    Finally,
    Fault,
}
