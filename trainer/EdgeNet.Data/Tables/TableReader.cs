using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Reads a table, or several with the same columns as one. In memory are 4 bytes per value, and twice that for a moment at the end.</summary>
/// <param name="options">What the user says about them.</param>
/// <param name="label">Whether a column has to be the label; false if names of files are, null if there may be one, which is not read.</param>
/// <param name="inputs">How many inputs a model has that does not name them; 0 without one.</param>
internal sealed class TableReader(CsvOptions options, bool? label, int inputs = 0)
{
    // 4 GB of floats.
    private const long MaxValues = 1L << 30;
    private const int MaxNamed = 6;
    private const int LeastNumbered = 20;

    private readonly CsvNumbers _numbers = new(options.DecimalComma);
    private readonly FloatList _features = new();
    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);
    private readonly List<int> _groupOfRow = [];
    private readonly List<string> _fileOfRow = [];
    private readonly List<int> _numberOfRow = [];
    private CsvLabels? _labels;
    private TableLayout? _layout;
    private (int Samples, string[] Names)? _classes;
    private string _path = "";
    private int _files;
    private int _incompleteRows;
    private int _removed;
    private TableColumn[] _read = [];

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    private bool AllowUnknown => options.Missing == MissingValues.Median;

    /// <summary>Reads a table.</summary>
    /// <param name="stream">Its bytes.</param>
    /// <param name="path">What to call it in an error.</param>
    /// <param name="file">Its name among several; null if there is one only.</param>
    /// <param name="fileLabel">The label of all its rows, where no column is.</param>
    /// <exception cref="UserException">It is not such a table; row and column are named.</exception>
    public void Read(Stream stream, string path, string? file = null, string? fileLabel = null)
    {
        CsvRows rows = new(stream, path, options.Encoding ?? TableEncoding.Utf8, options.DecimalComma, texts => TableLayout.AreNamed(options, texts));
        if (!rows.Read())
        {
            throw new UserException(rows.Header is null ? $"{path}: no rows of data"
                : $"{path}: only a header ({string.Join(", ", rows.Header.Take(MaxNamed).Select(h => UserException.Quote(h)))}{(rows.Header.Length > MaxNamed ? ", …" : "")}) and no rows of data");
        }

        Prepare(rows, path);
        TableColumn[] columns = _layout!.Columns;
        int number = 0;
        do
        {
            number++;
            if (!Review(rows.Row, file, number, fileLabel, out string? corrected))
            {
                continue;
            }

            int missing = 0;
            for (int c = 0; c < columns.Length; c++)
            {
                TableColumn column = columns[c];
                if (column.Role == ColumnRole.Feature)
                {
                    ReadOnlySpan<char> text = rows.Row[c];
                    if (column.Kind != ColumnKind.Texts && _numbers.TryFinite(text, out float value))
                    {
                        column.Kind = ColumnKind.Numbers;
                    }
                    else
                    {
                        Check(column.Read(text, _numbers, rows.Number, AllowUnknown, out value), column);
                        missing += float.IsNaN(value) && (column.IsNamed || rows.Header is null) ? 1 : 0;
                    }

                    _features.Add(value);
                }
                else if (column.Role != ColumnRole.Ignored)
                {
                    ReadOther(column, corrected is not null && column.Role == ColumnRole.Label ? corrected : rows.Row[c]);
                }
            }

            if (fileLabel is not null && _labels!.Add(corrected ?? fileLabel) is string problem)
            {
                throw new UserException($"{path}: {problem}");
            }

            _incompleteRows += missing > 0 ? 1 : 0;
            if (file is not null)
            {
                _fileOfRow.Add(file);
            }

            if (file is not null || options.Review is not null)
            {
                _numberOfRow.Add(number);
            }

            Count++;
            if (_features.Count > MaxValues)
            {
                throw new UserException($"{path}: more than {MaxValues:N0} values; train with fewer rows");
            }
        }
        while (rows.Read());

        void ReadOther(TableColumn column, ReadOnlySpan<char> text)
        {
            if (column.Role == ColumnRole.Label)
            {
                Check(_labels!.Add(text), column);
            }
            else
            {
                text = text.Trim();
                if (!_groups.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out int group))
                {
                    group = _groups.Count;
                    _groups[text.ToString()] = group;
                }

                _groupOfRow.Add(group);
            }
        }

        void Check(string? problem, TableColumn column)
        {
            if (problem is not null)
            {
                throw new UserException($"{path}: row {rows.Number}, {column.Place}: {problem}");
            }
        }
    }

    /// <summary>The inputs of every row.</summary>
    /// <returns>Row after row; NaN where a value is missing.</returns>
    /// <exception cref="UserException">Values are missing, and nothing may take their place.</exception>
    public float[] TakeFeatures()
    {
        CheckMissing();
        return TableInputs.Arrange(_features.Take(), Count, _read, _layout!.Inputs!);
    }

    /// <summary>All that was read.</summary>
    /// <param name="name">Name of the dataset.</param>
    /// <returns>The dataset; NaN where a value is missing.</returns>
    /// <exception cref="UserException">Values are missing, and nothing may take their place.</exception>
    public Dataset ToDataset(string name)
    {
        CheckMissing();
        if (Count == 0)
        {
            throw new UserException($"{_path}: the corrections leave no row");
        }

        TableLayout layout = _layout!;
        List<string> warnings = [];
        float[] raw = _features.Take();
        (TableColumn Column, string? Text)[] chosen = layout.Inputs ?? TableInputs.Of(WithoutRowNumbers(raw, warnings));
        if (chosen.Length == 0 || chosen.Length > ModelFormat.MaxTerms)
        {
            throw new UserException(chosen.Length == 0 ? $"{_path}: no column is left as a feature"
                : $"{_path}: {chosen.Length:N0} inputs, with one for each text; a model has at most {ModelFormat.MaxTerms:N0}; leave columns out with --ignore");
        }

        if ((long)Count * chosen.Length > MaxValues)
        {
            throw new UserException($"{_path}: more than {MaxValues:N0} values; train with fewer rows");
        }

        float[] features = TableInputs.Arrange(raw, Count, _read, chosen);
        bool unlabelled = options.Task == TaskKind.Anomaly && _labels!.Count == 0;
        string rule = unlabelled ? "no labels: all rows are taken for normal" : _labels!.Rule;
        (string[] Names, float[] Indices)? classes = unlabelled ? ([.. AnomalyLabels.Names], new float[Count]) : _labels!.TakeClasses();
        string[] names = classes is null ? [layout.Label is { IsNamed: true } named ? named.Name : "value"]
            : _classes is (int samples, string[] inHeader) && samples == Count + _removed && IsNumbered(classes.Value.Names, inHeader.Length) ? inHeader
            : classes.Value.Names;
        if (layout.Inputs is null)
        {
            WarnOfMistakes(raw, classes is not null, warnings);
        }

        Shape shape = options.PictureSize is { } size ? TablePicture.ShapeOf(_path, chosen.Length, size) : Shape.Features(chosen.Length);
        FeatureKind kind = shape.Rank > 1 ? TablePicture.KindOf(features) : FeatureKind.Columns;
        return new Dataset(name, classes is null ? TaskKind.Regression : unlabelled ? TaskKind.Anomaly : TaskKind.Classification, shape, kind, features, classes?.Indices ?? _labels!.TakeNumbers(), names)
        {
            Columns = TableInputs.NamesOf(chosen, layout.Header is not null),
            Files = _fileOfRow.Count > 0 ? [.. _fileOfRow] : null,
            Numbers = _numberOfRow.Count > 0 ? [.. _numberOfRow] : null,
            Groups = layout.Group is null ? null : [.. _groupOfRow],
            Table = new TableDescription(
                Count, layout.Columns.Length, _files, layout.Header is not null, layout.Label?.Name, [.. layout.Columns.Where(c => c.Role == ColumnRole.Ignored).Select(c => c.Name)],
                layout.Group?.Name, rule, [.. layout.Columns.Where(c => c.Missing > 0 && c.Role == ColumnRole.Feature).Select(c => new MissingCount(c.Name, c.Missing))], warnings),
        };
    }

    // False for a row that is left out.
    private bool Review(CsvRow row, string? file, int number, string? fileLabel, out string? corrected)
    {
        corrected = null;
        if (options.Review is not { } review || Dataset.IdAt(file, number) is var sample && !review.Concerns(sample))
        {
            return true;
        }

        int column = Array.FindIndex(_layout!.Columns, c => c.Role == ColumnRole.Label);
        string? was = fileLabel ?? (column < 0 ? null : row[column].Trim().ToString());
        string? label = review.LabelOf(sample, was is not null && _classes is { Names: { } names } ? NameOf(was, names) : was, SampleFingerprint.Of(row));
        corrected = was is null || label is null ? null : _classes is { Names: { } known } ? NumberOf(label, known) : label;
        _removed += label is null ? 1 : 0;
        return label is not null;
    }

    private static string NameOf(string number, string[] names) => int.TryParse(number, out int i) && i >= 0 && i < names.Length ? names[i] : number;

    private string NumberOf(string name, string[] names) => Array.IndexOf(names, name) is >= 0 and int number ? $"{number}"
        : throw new UserException($"{_path}: its first row names the classes {string.Join(", ", names.Take(MaxNamed).Select(n => UserException.Quote(n)))}; \"{UserException.Quote(name)}\" is not among them");

    private void Prepare(CsvRows rows, string path)
    {
        _files++;
        int columns = rows.Row.Columns;
        if (_layout is not null)
        {
            if (columns != _layout.Columns.Length || !(rows.Header ?? []).SequenceEqual(_layout.Header ?? []))
            {
                throw new UserException($"{path}: its columns ({Described(rows.Header, columns)}) are not those of {_path} ({Described(_layout.Header, _layout.Columns.Length)}); all files of a folder must have the same");
            }

            return;
        }

        _path = path;
        _labels = new CsvLabels(options.Task == TaskKind.Anomaly ? TaskKind.Classification : options.Task, _numbers);
        _classes = options.LabelColumn is null && columns > 1 ? ClassesInHeader(rows.Header, columns) : null;
        _layout = TableLayout.Of(path, _classes is null ? rows.Header : null, columns, options, label, inputs);
        _read = [.. _layout.Columns.Where(c => c.Role == ColumnRole.Feature)];
    }

    private static string Described(string[]? header, int columns) => header is null ? $"{columns}, without header" : string.Join(", ", header.Take(MaxNamed).Select(h => UserException.Quote(h))) + (columns > MaxNamed ? ", …" : "");

    // scikit-learn's files start with: number of samples, number of features, names of the classes.
    private static (int Samples, string[] Names)? ClassesInHeader(string[]? header, int columns) =>
        header is not null && int.TryParse(header[0], out int samples) && int.TryParse(header[1], out int features) && features == columns - 1
            ? (samples, [.. header.Skip(2).Where(n => n.Length > 0)]) : null;

    private static bool IsNumbered(string[] names, int count) => names.Length == count && names.All(n => int.TryParse(n, out int i) && i >= 0 && i < count);

    private void CheckMissing()
    {
        // A column without name or values is no column.
        TableColumn[] incomplete = [.. _read.Where(c => c.Missing > 0 && (c.IsNamed || _layout!.Header is null || c.Missing < Count))];
        TableColumn[] empty = [.. incomplete.Where(c => c.Missing == Count && _layout!.Inputs is null)];
        if (empty.Length > 0)
        {
            throw new UserException($"{_path}: {Listed(empty, c => c.Place)} {(empty.Length == 1 ? "has" : "have")} no values at all; leave {(empty.Length == 1 ? "it" : "them")} out with --ignore");
        }

        if (options.Missing == MissingValues.Refuse && incomplete.Length > 0)
        {
            throw new UserException($"{_path}: {Math.Max(_incompleteRows, incomplete.Max(c => c.Missing)):N0} of {Count:N0} rows lack values, the first is row {incomplete.Min(c => c.FirstMissingRow)}: "
                + $"{Listed(incomplete, c => $"{c.Place} in {c.Missing:N0}")}; fill them with --missing median, or leave columns out with --ignore");
        }
    }

    private static string Listed(TableColumn[] columns, Func<TableColumn, string> describe) =>
        string.Join(", ", columns.Take(MaxNamed).Select(describe)) + (columns.Length > MaxNamed ? $" and {columns.Length - MaxNamed:N0} more" : "");

    // Programs write such columns, without a name; and spreadsheets empty ones.
    private TableColumn[] WithoutRowNumbers(float[] raw, List<string> warnings)
    {
        foreach (TableColumn column in _read.Where(c => !c.IsNamed && _layout!.Header is not null))
        {
            bool numbers = NumbersRows(raw, column);
            if (numbers || column.Missing == Count)
            {
                column.Role = ColumnRole.Ignored;
            }

            if (numbers)
            {
                warnings.Add($"{column.Place} has no name and numbers the rows; it is left out");
            }
        }

        return [.. _read.Where(c => c.Role == ColumnRole.Feature)];
    }

    private bool NumbersRows(float[] raw, TableColumn column) =>
        TableInputs.NumbersRows(raw, Count, _read, column, r => _fileOfRow.Count > 0 && !ReferenceEquals(_fileOfRow[r], _fileOfRow[r - 1]));

    private void WarnOfMistakes(float[] raw, bool areClasses, List<string> warnings)
    {
        TableColumn first = _layout!.Columns[0];
        if (!areClasses && options.LabelColumn is null && options.Task is null && label == true && first is { Role: ColumnRole.Feature, Kind: ColumnKind.Texts })
        {
            warnings.Add($"the label is {_layout.Label!.Place}, the last one; if it is {first.Place}, add --label-column {(first.IsNamed ? UserException.Quote(first.Name) : "1")}");
        }

        // In a sorted table, such a column tells the class.
        if (areClasses && Count >= LeastNumbered && _read.FirstOrDefault(c => c.Role == ColumnRole.Feature && c.IsNamed && NumbersRows(raw, c)) is TableColumn numbering)
        {
            warnings.Add($"{numbering.Place} numbers the rows; if it is no measurement, leave it out with --ignore {UserException.Quote(numbering.Name)}");
        }
    }
}
