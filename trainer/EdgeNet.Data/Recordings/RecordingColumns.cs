using System.Globalization;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>What each column of a table with readings is for. Columns are numbers from 0; those that a table has not are -1.</summary>
internal sealed class RecordingColumns
{
    // The names that programs give to the time of a reading, and its unit in seconds; 0 where the values have to say.
    private static readonly Dictionary<string, double> TimeNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["time"] = 0,
        ["timestamp"] = 0,
        ["t"] = 0,
        ["datetime"] = 1e-3,
        ["date"] = 1e-3,
        ["s"] = 1,
        ["sec"] = 1,
        ["seconds"] = 1,
        ["time_s"] = 1,
        ["timestamp_s"] = 1,
        ["time (s)"] = 1,
        ["time [s]"] = 1,
        ["seconds_elapsed"] = 1,
        ["ms"] = 1e-3,
        ["millis"] = 1e-3,
        ["milliseconds"] = 1e-3,
        ["time_ms"] = 1e-3,
        ["timestamp_ms"] = 1e-3,
        ["time (ms)"] = 1e-3,
        ["time [ms]"] = 1e-3,
        ["us"] = 1e-6,
        ["micros"] = 1e-6,
        ["microseconds"] = 1e-6,
        ["time_us"] = 1e-6,
        ["timestamp_us"] = 1e-6,
        ["time (us)"] = 1e-6,
        ["time [us]"] = 1e-6,
        ["ns"] = 1e-9,
        ["time_ns"] = 1e-9,
        ["timestamp_ns"] = 1e-9,
    };

    private readonly string[]? _header;

    private RecordingColumns(string[]? header) => _header = header;

    /// <summary>The columns that are channels.</summary>
    public int[] Channels { get; private set; } = [];

    /// <summary>Their names.</summary>
    public string[] Names { get; private set; } = [];

    /// <summary>The column of the labels.</summary>
    public int Label { get; private set; } = -1;

    /// <summary>The column whose change begins a recording.</summary>
    public int Session { get; private set; } = -1;

    /// <summary>The column whose equal values stay together.</summary>
    public int Group { get; private set; } = -1;

    /// <summary>The column of the times.</summary>
    public int Time { get; private set; } = -1;

    /// <summary>Their unit in seconds; 0 where the values have to say.</summary>
    public double SecondsPerUnit { get; private set; }

    /// <summary>What to call the column of the times in an error.</summary>
    public string TimeName => Time < 0 ? "time" : PlaceOf(Time);

    /// <summary>Whether the table may hold several recordings.</summary>
    public bool IsCut => Label >= 0 || Session >= 0 || Group >= 0;

    /// <summary>Whether one of some texts names a column.</summary>
    public static bool AreNamed(CsvOptions options, string? splitBy, HashSet<string> texts) =>
        new[] { options.LabelColumn, splitBy }.Concat(options.Ignore).Concat(options.Columns).Any(n => n is not null && texts.Contains(n)) || texts.Any(TimeNames.ContainsKey);

    /// <summary>Finds out what the columns are for.</summary>
    /// <param name="path">What to call the table in an error.</param>
    /// <param name="rows">The table, of which one row has been read.</param>
    /// <param name="options">What the user, or a model, says about it.</param>
    /// <param name="splitBy">A column whose equal values stay together; null for none.</param>
    /// <param name="needsLabel">Whether a column must be the label.</param>
    /// <param name="numbers">How it writes numbers.</param>
    /// <returns>The columns.</returns>
    /// <exception cref="UserException">A column that is named is missing, or no channel is left.</exception>
    public static RecordingColumns Of(string path, CsvRows rows, CsvOptions options, string? splitBy, bool needsLabel, CsvNumbers numbers)
    {
        string[]? header = rows.Header;
        int count = rows.Row.Columns;
        RecordingColumns columns = new(header);
        HashSet<int> left = [.. Enumerable.Range(0, count).Where(c => header is null || header[c].Length > 0)];
        foreach (string name in options.Ignore)
        {
            left.Remove(Find(name, "--ignore"));
        }

        if (header is not null)
        {
            columns.Time = Take(Array.FindIndex(header, TimeNames.ContainsKey));
            columns.SecondsPerUnit = columns.Time < 0 ? 0 : TimeNames[header[columns.Time]];
            columns.Session = Take(Array.FindIndex(header, h => h.Equals(TableDescription.Session, StringComparison.OrdinalIgnoreCase)));
        }

        if (splitBy is not (null or SplitOptions.ByFile))
        {
            columns.Group = Find(splitBy, "--split-by");
            left.Remove(columns.Group);
        }

        IReadOnlyList<string>? expected = options.Expected?.Names;
        if (options.LabelColumn is string label)
        {
            columns.Label = Take(Find(label, "--label-column"));
        }
        else if ((needsLabel || options.Task == TaskKind.Anomaly) && header is not null && options.Expected?.Label is string known && header.Contains(known))
        {
            // Of anomalies a test may go without labels, but those that are there count.
            columns.Label = Take(Array.IndexOf(header, known));
        }
        else if (needsLabel)
        {
            columns.Label = Take(left.Count == 0 ? -1 : left.Max());
        }

        int[] channels = options.Columns.Count > 0 ? [.. options.Columns.Select(n => Find(n, "--columns")).Where(left.Contains)] : [.. left.Order()];

        // A model is given its channels by their names, or the first ones by their places.
        if (expected is not null && header is not null && expected.All(header.Contains))
        {
            channels = [.. expected.Select(n => Array.IndexOf(header, n))];
        }
        else if (expected is not null && channels.Length == expected.Count + 1 && !numbers.TryNumber(rows.Row[channels[^1]], out _))
        {
            channels = channels[..^1];
        }

        columns.Channels = channels.Length > 0 ? channels : throw new UserException($"{path}: no column is left for the readings{(needsLabel ? "; the last one is the label, if --label-column names no other" : "")}");
        columns.Names = [.. channels.Select(c => header is null ? $"channel {c + 1}" : header[c])];
        return columns;

        int Take(int column) => column >= 0 && left.Remove(column) ? column : -1;

        int Find(string name, string option)
        {
            int column = header is not null ? Array.IndexOf(header, name)
                : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= count ? number - 1 : -1;
            return column >= 0 ? column
                : throw new UserException($"{path}: there is no column \"{UserException.Quote(name)}\" ({option}); {(header is null ? $"the table has no header: give a number from 1 to {count}" : $"its columns are {string.Join(", ", header.Take(8).Select(h => UserException.Quote(h)))}{(header.Length > 8 ? ", …" : "")}")}");
        }
    }

    /// <summary>What to call a column in an error.</summary>
    public string PlaceOf(int column) => _header is null ? $"column {column + 1}" : $"column {UserException.Quote(_header[column])}";
}
