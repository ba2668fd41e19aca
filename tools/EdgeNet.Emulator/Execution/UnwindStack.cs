using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Execution;

/// <summary>
/// What nanoFramework's interpreter remembers, per thread, of exceptions in flight and of finally blocks that run: six entries. When code
/// leaves a catch block, it drops every entry above and below whose block the code does not go on in, those of the callers included.
/// So a method that throws and catches, called from a finally block, makes the interpreter forget that block: the exception in flight is
/// lost, or the firmware crashes. Kept here in the same way, so that the board can stop where an entry that is missing is asked for.
/// </summary>
internal sealed class UnwindStack
{
    private const int Capacity = 6;

    private readonly List<Unwinding> _entries = [];

    /// <summary>Where entries were dropped last.</summary>
    public string? LastDroppedAt { get; private set; }

    public bool Any => _entries.Count > 0;

    /// <summary>The entry of an exception in flight; made when the exception is first seen. Null if there is no room for it.</summary>
    public Unwinding? Of(Exception exception) => _entries.Find(e => e.Exception == exception) ?? Push(exception);

    /// <summary>An entry for a finally block that runs because a try block has been left. Null if there is no room for it.</summary>
    public Unwinding? Push(Exception? exception = null)
    {
        if (_entries.Count == Capacity)
        {
            return null;
        }

        Unwinding entry = new(exception);
        _entries.Add(entry);
        return entry;
    }

    /// <summary>Whether the interpreter would take this entry, its topmost, for that of the block that has just ended.</summary>
    public bool IsTop(Unwinding entry) => _entries.Count > 0 && _entries[^1] == entry;

    /// <summary>Whether the topmost entry is that of the catch block at a place.</summary>
    public bool IsTop(long frame, NanoMethod method, int position) => _entries.Count > 0 && _entries[^1].Frame == frame && _entries[^1].Covers(method, position);

    public void Pop() => _entries.RemoveAt(_entries.Count - 1);

    /// <summary>Drops what came after an entry, and the entry.</summary>
    public void PopTo(Unwinding entry)
    {
        int at = _entries.IndexOf(entry);
        if (at >= 0)
        {
            _entries.RemoveRange(at, _entries.Count - at);
        }
    }

    /// <summary>Code leaves a block for a position of its own method, by which the interpreter drops entries.</summary>
    /// <param name="frame">The running call.</param>
    /// <param name="method">Its method.</param>
    /// <param name="target">Where it goes on.</param>
    /// <param name="place">Where that is said, for who misses an entry later.</param>
    public void Leave(long frame, NanoMethod method, int target, Func<string> place)
    {
        if (_entries.Count == 0 || _entries[^1].Frame != frame)
        {
            return;
        }

        string? where = null;
        while (_entries.Count > 0 && !_entries[^1].Covers(method, target))
        {
            _entries[^1].DroppedAt = LastDroppedAt = where ??= place();
            Pop();
        }
    }

    public void Clear() => _entries.Clear();
}

/// <summary>An exception on its way, or a finally block that runs without one.</summary>
internal sealed class Unwinding(Exception? exception)
{
    public Exception? Exception => exception;

    /// <summary>The call whose block runs; 0 while none does.</summary>
    public long Frame { get; private set; }

    /// <summary>Where the interpreter dropped this entry, if it did.</summary>
    public string? DroppedAt { get; set; }

    private NanoMethod? Method { get; set; }

    private int Start { get; set; }

    private int End { get; set; }

    public void Runs(long frame, NanoMethod method, int start, int end) => (Frame, Method, Start, End) = (frame, method, start, end);

    public void RunsNothing() => (Frame, Method) = (0, null);

    /// <summary>Whether a position of a method is in the block that runs; in whichever call of it, as for the interpreter.</summary>
    public bool Covers(NanoMethod method, int position) => Method == method && position >= Start && position < End;
}
