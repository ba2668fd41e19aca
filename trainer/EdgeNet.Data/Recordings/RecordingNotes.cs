using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>What is noticed while recordings are read. Things of one kind make one line, which names the first of them.</summary>
internal sealed class RecordingNotes
{
    /// <summary>A file ends too early.</summary>
    public const string CutOff = "cut off, what is there is used";

    /// <summary>Readings lack a number, or have a text in its place.</summary>
    public const string WithoutNumber = "cut at readings without a number";

    /// <summary>Readings are missing, as their times show.</summary>
    public const string TimeGaps = "cut where the times have gaps";

    private const int MaxNamed = 3;

    private readonly Dictionary<string, (int Count, List<string> Named)> _noted = [];

    /// <summary>Notes something.</summary>
    /// <param name="what">Its kind, such as <see cref="CutOff"/>.</param>
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
