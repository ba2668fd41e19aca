namespace EdgeNet.Workflows;

/// <summary>The last lines that a board has printed.</summary>
internal sealed class BoardLog
{
    /// <summary>Lines that are kept.</summary>
    public const int MostLines = 200;

    private const int LongestLine = 300;

    private readonly Queue<BoardLogLine> _lines = [];
    private long _number;

    /// <summary>The text of the last line; null if there is none.</summary>
    public string? LastText { get; private set; }

    /// <summary>Adds a line.</summary>
    /// <param name="seconds">The board's time.</param>
    /// <param name="text">The line; one that is too long is cut off.</param>
    public void Add(double seconds, string text)
    {
        LastText = text;
        _lines.Enqueue(new BoardLogLine(++_number, seconds, text.Length > LongestLine ? text[..LongestLine] : text));
        if (_lines.Count > MostLines)
        {
            _lines.Dequeue();
        }
    }

    /// <summary>The lines that are kept, the newest last.</summary>
    public BoardLogLine[] Lines() => [.. _lines];
}
