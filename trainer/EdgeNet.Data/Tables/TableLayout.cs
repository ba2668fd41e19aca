using System.Globalization;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>What each column of a table is for, found before its rows are read.</summary>
internal sealed class TableLayout
{
    private readonly string _path;
    private readonly CsvOptions _options;

    private TableLayout(string path, CsvOptions options, string[]? header, int columns)
    {
        (_path, _options, Header) = (path, options, header);
        Columns = [.. Enumerable.Range(0, columns).Select(c => header is not null && header[c].Length > 0 ? new TableColumn(c, header[c], true) : new TableColumn(c, $"column {c + 1}", false))];
    }

    /// <summary>Names of the columns; null if the table has none.</summary>
    public string[]? Header { get; }

    /// <summary>All columns.</summary>
    public TableColumn[] Columns { get; }

    /// <summary>The column to be learned, or null.</summary>
    public TableColumn? Label => Columns.FirstOrDefault(c => c.Role == ColumnRole.Label);

    /// <summary>The column whose equal values belong together, or null.</summary>
    public TableColumn? Group => Columns.FirstOrDefault(c => c.Role == ColumnRole.Group);

    /// <summary>The inputs that a model expects: the column of each, and the text that makes it 1, or null for a number. Null without a model.</summary>
    public (TableColumn Column, string? Text)[]? Inputs { get; private set; }

    /// <summary>Whether one of some texts names a column, by what the user or a model says.</summary>
    public static bool AreNamed(CsvOptions options, HashSet<string> texts) =>
        new[] { options.LabelColumn, options.GroupColumn }.Concat(options.Ignore).Concat(options.Columns).Any(n => n is not null && texts.Contains(n))
        || options.Expected?.Names?.Any(n => texts.Contains(n) || SourceIn(n, texts) is not null) == true;

    /// <summary>Finds out what the columns are for.</summary>
    /// <param name="path">What to call the table in an error.</param>
    /// <param name="header">Its header, or null.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="options">What the user says about it.</param>
    /// <param name="label">Whether a column has to be the label; false if there is none, null if there may be one.</param>
    /// <param name="inputs">How many inputs a model has; 0 without one.</param>
    /// <returns>The columns.</returns>
    /// <exception cref="UserException">A column is missing, or there are none for the purpose.</exception>
    public static TableLayout Of(string path, string[]? header, int columns, CsvOptions options, bool? label, int inputs)
    {
        TableLayout layout = new(path, options, header, columns);
        bool byName = header is not null && options.Expected?.Names is IReadOnlyList<string> names && !names.All(IsPosition);
        if (byName)
        {
            layout.MatchNames([.. options.Expected!.Names!], label);
        }
        else if (inputs > 0 || options.Expected?.Names is not null)
        {
            layout.MatchPositions(inputs, label);
        }
        else
        {
            layout.Choose(label == true);
        }

        layout.CheckNames();
        return layout;
    }

    // Everything is a feature but what is named otherwise.
    private void Choose(bool hasLabel)
    {
        // Of columns with one name, all are left out.
        HashSet<TableColumn> ignored = [.. _options.Ignore.Select(n => Find(n, "--ignore")).SelectMany(f => Columns.Where(c => c.Name == f.Name))], chosen = [.. _options.Columns.Select(n => Find(n, "--columns"))];
        SetGroup();
        TableColumn? label = !hasLabel ? null
            : _options.LabelColumn is string name ? Find(name, "--label-column")
            : Columns.LastOrDefault(c => !ignored.Contains(c) && c.Role == ColumnRole.Ignored && (c.IsNamed || Header is null) && !IsSession(c))
                ?? throw new UserException($"{_path}: no column is left as a label");
        if (label is not null)
        {
            label.Role = ignored.Contains(label) ? throw new UserException($"{_path}: {label.Place} is the label and cannot be ignored; choose another with --label-column")
                : label.Role == ColumnRole.Group ? throw new UserException($"{_path}: {label.Place} is the label; --split-by needs another column") : ColumnRole.Label;
        }

        foreach (TableColumn column in Columns.Where(c => c.Role == ColumnRole.Ignored && !IsSession(c) && !ignored.Contains(c) && (chosen.Count == 0 || chosen.Contains(c))))
        {
            column.Role = ColumnRole.Feature;
        }

        if (Columns.All(c => c.Role != ColumnRole.Feature))
        {
            throw new UserException(Columns.Length == 1 ? $"{_path}: only 1 column; at least one feature and one label are needed{Separators}" : $"{_path}: no column is left as a feature");
        }
    }

    private const string Separators = "; columns are separated by comma, semicolon or tab";

    // A model's columns, wherever they are; others are left out.
    private void MatchNames(string[] names, bool? label)
    {
        Inputs = new (TableColumn, string?)[names.Length];
        Dictionary<string, TableColumn> byName = Columns.Where(c => c.IsNamed).GroupBy(c => c.Name).ToDictionary(g => g.Key, g => g.First());

        // A model file cannot keep every name as it is.
        foreach (TableColumn column in Columns.Where(c => c.IsNamed))
        {
            byName.TryAdd(ColumnNames.Stored(column.Name), column);
        }

        HashSet<string> sources = new(byName.Keys, StringComparer.Ordinal);
        List<string> missing = [];
        Dictionary<TableColumn, List<string>> texts = [];
        for (int i = 0; i < names.Length; i++)
        {
            if (byName.TryGetValue(names[i], out TableColumn? column))
            {
                Inputs[i] = (column, null);
            }
            else if (SourceIn(names[i], sources) is string source)
            {
                string text = names[i][(source.Length + 1)..];
                column = byName[source];
                Inputs[i] = (column, text);
                texts.TryAdd(column, []);
                texts[column].Add(text);
            }
            else
            {
                missing.Add(PartsOf(names[i]).Source);
                continue;
            }

            column.Role = ColumnRole.Feature;
        }

        if (missing.Count > 0)
        {
            throw new UserException($"{_path}: the model needs {(missing.Distinct().Skip(1).Any() ? "columns" : "a column")} called {Listed(missing.Distinct())}; there are {Listed(Header!.Where(h => h.Length > 0))}");
        }

        Close(texts);
        SetGroup();
        if (label == true || (_options.Task == TaskKind.Anomaly && label == false && Columns.Any(IsExpectedLabel)))
        {
            TableColumn found = _options.LabelColumn is string name ? Find(name, "--label-column")
                : Columns.FirstOrDefault(c => c.Role == ColumnRole.Ignored && IsExpectedLabel(c))
                ?? Columns.LastOrDefault(c => c.Role == ColumnRole.Ignored && c.IsNamed && !IsSession(c)) ?? throw new UserException($"{_path}: there is no column for the label beside those that the model needs");
            found.Role = found.Role != ColumnRole.Feature ? ColumnRole.Label : throw new UserException($"{_path}: {found.Place} is an input of the model and cannot be the label");
        }
    }

    // A table without names: the model's columns are in the places that they had, or one after the other.
    private void MatchPositions(int inputs, bool? label)
    {
        string[] names = [.. _options.Expected?.Names ?? Enumerable.Repeat("", inputs)];
        (string Source, string? Text)[] parts = [.. names.Select((n, i) => n.Length == 0 ? ($"{i}", (string?)null) : IsPosition(n) ? PartsOfPosition(n) : PartsOf(n))];
        string[] sources = [.. parts.Select(p => p.Source).Distinct()];
        SetGroup();
        int highest = names.Length > 0 && names.All(n => n.Length > 0 && IsPosition(n)) ? sources.Max(s => int.Parse(s, CultureInfo.InvariantCulture)) : 0;

        // Columns that were left out when an anomaly model learned are in their places again.
        bool inPlaces = highest > 0 && highest <= Columns.Length && (label == true || (_options.Task == TaskKind.Anomaly && Columns.Length > sources.Length));
        bool mayHaveLabel = label == true || (label is null && Columns.Length > sources.Length);
        TableColumn? labelled = !mayHaveLabel ? null : _options.LabelColumn is string name ? Find(name, "--label-column") : Columns.LastOrDefault(c => c.Role == ColumnRole.Ignored && !IsSession(c));
        TableColumn[] left = [.. Columns.Where(c => c != labelled && c.Role == ColumnRole.Ignored && !IsSession(c))];
        TableColumn[] columns = left.Length == sources.Length && !(inPlaces && label != true) ? left
            : inPlaces ? [.. sources.Select(s => Columns[int.Parse(s, CultureInfo.InvariantCulture) - 1])]
            : throw new UserException($"{_path}: {Columns.Length} columns, but the model expects {sources.Length} features{(label == true ? " and a label" : "")}");
        if (label == true)
        {
            labelled!.Role = columns.Contains(labelled) ? throw new UserException($"{_path}: {labelled.Place} is an input of the model and cannot be the label") : ColumnRole.Label;
        }

        Dictionary<string, TableColumn> bySource = sources.Zip(columns).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
        Dictionary<TableColumn, List<string>> texts = [];
        Inputs = new (TableColumn, string?)[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            TableColumn column = bySource[parts[i].Source];
            column.Role = ColumnRole.Feature;
            Inputs[i] = (column, parts[i].Text);
            if (parts[i].Text is string text)
            {
                texts.TryAdd(column, []);
                texts[column].Add(text);
            }
        }

        Close(texts);
    }

    private static void Close(Dictionary<TableColumn, List<string>> texts)
    {
        foreach ((TableColumn column, List<string> known) in texts)
        {
            column.Close(known);
        }
    }

    // A table that a model is judged by need not have the column by which the training data were split.
    private void SetGroup()
    {
        TableColumn? group = _options.GroupColumn is not string name ? Columns.FirstOrDefault(IsSession)
            : _options.Expected is null ? Find(name, "--split-by", FileNamePattern.Listed(_options.GroupFields)) : Columns.FirstOrDefault(c => Header is null ? $"{c.Index + 1}" == name : c.Name == name);
        if (group is { Role: ColumnRole.Ignored })
        {
            group.Role = ColumnRole.Group;
        }
    }

    private bool IsExpectedLabel(TableColumn column) => column.IsNamed && (column.Name == _options.Expected!.Label || ColumnNames.Stored(column.Name) == _options.Expected.Label);

    private static bool IsSession(TableColumn column) => column.IsNamed && column.Name == TableDescription.Session;

    private TableColumn Find(string name, string option, string others = "")
    {
        if (Header is null)
        {
            return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= Columns.Length ? Columns[number - 1]
                : throw new UserException($"{_path}: no column is called \"{UserException.Quote(name)}\" (the file has no header; give {option} a number from 1 to {Columns.Length}){others}");
        }

        return Columns.FirstOrDefault(c => c.IsNamed && c.Name == name)
            ?? throw new UserException($"{_path}: no column is called \"{UserException.Quote(name)}\"; there are {Listed(Header.Where(h => h.Length > 0))}{others}");
    }

    // A name that is there twice does not say which is meant.
    private void CheckNames()
    {
        HashSet<string> used = [.. Columns.Where(c => c.Role != ColumnRole.Ignored && c.IsNamed).Select(c => c.Name)];
        TableColumn[]? same = Columns.Where(c => used.Contains(c.Name) && c.IsNamed).GroupBy(c => c.Name).FirstOrDefault(g => g.Skip(1).Any())?.ToArray();
        if (same is not null)
        {
            throw new UserException($"{_path}: columns {same[0].Index + 1} and {same[1].Index + 1} are both called \"{UserException.Quote(same[0].Name)}\"; rename one of them, or leave both out with --ignore");
        }
    }

    // "a=b=c" is the text "b=c" of a column "a", or "c" of "a=b": of whichever there is. A name may be all "=", so that no text is made before it is found.
    private static string? SourceIn(string name, HashSet<string> columns)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = columns.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int end = 0; end < name.Length; end++)
        {
            if (name[end] == '=' && lookup.TryGetValue(name.AsSpan(0, end), out string? source))
            {
                return source;
            }
        }

        return null;
    }

    private static (string Source, string? Text) PartsOf(string name)
    {
        int end = name.IndexOf('=', StringComparison.Ordinal);
        return end < 0 ? (name, null) : (name[..end], name[(end + 1)..]);
    }

    private static bool IsPosition(string name) => PartsOfPosition(name).Source.Length > 0;

    // "column 3" or "column 3=red", as columns without names are called.
    private static (string Source, string? Text) PartsOfPosition(string name)
    {
        const string Start = "column ";
        int end = name.IndexOf('=', StringComparison.Ordinal);
        string source = end < 0 ? name : name[..end];
        return source.StartsWith(Start, StringComparison.Ordinal) && int.TryParse(source[Start.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and < 100_000
            ? (source[Start.Length..], end < 0 ? null : name[(end + 1)..]) : ("", null);
    }

    private static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return string.Join(", ", all.Take(12).Select(n => UserException.Quote(n))) + (all.Length > 12 ? $" and {all.Length - 12:N0} more" : "");
    }
}
