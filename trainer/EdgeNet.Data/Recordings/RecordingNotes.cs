using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>What is noticed while recordings are read. Things of one kind make one line, which names the first of them.</summary>
internal sealed class RecordingNotes
{
    private const int MaxNamed = 3;

    private readonly Dictionary<string, (int Count, List<string> Named)> _noted = [];

    /// <summary>Notes something.</summary>
    /// <param name="what">Its kind, such as "cut off".</param>
    /// <param name="where">The file, or a place in it.</param>
    public void Add(string what, string where)
    {
        (int count, List<string> named) = _noted.GetValueOrDefault(what, (0, []));
        if (named.Count < MaxNamed)
        {
            named.Add(where);
        }

        _noted[what] = (count + 1, named);
    }

    /// <summary>A line for each kind.</summary>
    public IEnumerable<string> Lines => _noted.Select(n =>
        $"{n.Key}: {string.Join(", ", n.Value.Named.Select(w => TerminalText.Of(w)))}{(n.Value.Count > n.Value.Named.Count ? $" and {n.Value.Count - n.Value.Named.Count:N0} more" : "")}");
}
