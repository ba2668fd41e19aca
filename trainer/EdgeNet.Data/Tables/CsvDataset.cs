using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>
/// Tables: one sample per row, one feature per column, one column to be learned. In memory are 4 bytes per value, and twice that for a moment
/// at the end of the reading; rows are never kept as text.
/// </summary>
public static class CsvDataset
{
    // 4 GB of floats.
    private const long MaxValues = 1L << 30;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path; plain or .gz. Columns are separated by comma, semicolon or tab, whichever the first line has.</param>
    /// <param name="options">What the user says about it.</param>
    /// <returns>The dataset.</returns>
    /// <exception cref="UserException">The file is missing or not such a table; row and column are named.</exception>
    public static Dataset Read(string path, CsvOptions options)
    {
        using Stream stream = DataFile.Open(path);
        string name = Path.GetFileName(path).Split('.')[0];
        return Read(stream, path, name, options);
    }

    /// <summary>Reads from a stream.</summary>
    /// <param name="stream">The text, UTF-8.</param>
    /// <param name="path">What to call it in an error.</param>
    /// <param name="name">Name of the dataset.</param>
    /// <param name="options">What the user says about it.</param>
    /// <returns>The dataset.</returns>
    /// <exception cref="UserException">The text is not such a table.</exception>
    public static Dataset Read(Stream stream, string path, string name, CsvOptions options)
    {
        using StreamReader text = new(stream);
        CsvRows rows = new(text, path, options.LabelColumn);
        if (!rows.Read())
        {
            throw new UserException($"{path}: no rows of data");
        }

        int columns = rows.Row.Columns;
        if (columns < 2)
        {
            throw new UserException($"{path}: only {columns} column; at least one feature and one label are needed");
        }

        (int Samples, string[] Names)? classes = options.LabelColumn is null ? ClassesInHeader(rows.Header, columns) : null;
        int labelColumn = LabelColumn(rows.Header, columns, path, options);
        string Place(int c) => $"{path}: row {rows.Number}, column {c + 1}{(rows.Header is null || classes is not null ? "" : $" ({UserException.Quote(rows.Header[c])})")}";

        FloatList features = new();
        CsvLabels labels = new(options.Task);
        int count = 0;
        do
        {
            for (int c = 0; c < columns; c++)
            {
                ReadOnlySpan<char> value = rows.Row[c];
                if (c == labelColumn)
                {
                    string? problem = labels.Add(value.Trim());
                    if (problem is not null)
                    {
                        throw new UserException($"{Place(c)}: {problem}");
                    }
                }
                else if (!CsvRows.TryNumber(value, out float number))
                {
                    throw new UserException($"{Place(c)}: \"{UserException.Quote(value)}\" is not a number");
                }
                else if (!float.IsFinite(number))
                {
                    throw new UserException($"{Place(c)}: {UserException.Quote(value)} is not a finite number");
                }
                else
                {
                    features.Add(number);
                }
            }

            count++;
            if (features.Count > MaxValues)
            {
                throw new UserException($"{path}: more than {MaxValues:N0} values; train with fewer rows");
            }
        }
        while (rows.Read());

        Shape shape = Shape.Features(columns - 1);
        if (labels.TakeClasses() is not (string[] names, float[] indices))
        {
            string output = rows.Header is null ? "value" : rows.Header[labelColumn];
            return new Dataset(name, TaskKind.Regression, shape, FeatureKind.Columns, features.Take(), labels.TakeNumbers(), [output]);
        }

        if (classes is (int samples, string[] named) && samples == count && names.Length == named.Length
            && names.All(n => int.TryParse(n, out int i) && i >= 0 && i < named.Length))
        {
            names = named;
        }

        return new Dataset(name, TaskKind.Classification, shape, FeatureKind.Columns, features.Take(), indices, names);
    }

    /// <summary>Reads samples without asking for labels: the first columns are features, one more column is passed over.</summary>
    /// <param name="path">Path of the file; it may have a header.</param>
    /// <param name="count">Number of features.</param>
    /// <returns>The features of every row.</returns>
    /// <exception cref="UserException">The file is missing, or has another number of columns, or text where a number must be.</exception>
    public static List<float[]> ReadFeatures(string path, int count)
    {
        using StreamReader text = new(DataFile.Open(path));
        CsvRows rows = new(text, path, null);
        List<float[]> samples = [];
        while (rows.Read())
        {
            if (rows.Row.Columns != count && rows.Row.Columns != count + 1)
            {
                throw new UserException($"{path}: {rows.Row.Columns} columns, but the model expects {count} features");
            }

            float[] sample = new float[count];
            for (int c = 0; c < count; c++)
            {
                sample[c] = CsvRows.TryNumber(rows.Row[c], out float value) && float.IsFinite(value) ? value
                    : throw new UserException($"{path}: row {rows.Number}, column {c + 1}: \"{UserException.Quote(rows.Row[c])}\" is not a finite number");
            }

            samples.Add(sample);
        }

        return samples.Count > 0 ? samples : throw new UserException($"{path}: no rows of data");
    }

    // scikit-learn's files start with: number of samples, number of features, names of the classes.
    private static (int Samples, string[] Names)? ClassesInHeader(string[]? header, int columns) =>
        header is not null && int.TryParse(header[0], out int samples) && int.TryParse(header[1], out int features) && features == columns - 1
            ? (samples, [.. header.Skip(2).Where(n => n.Length > 0)]) : null;

    private static int LabelColumn(string[]? header, int columns, string path, CsvOptions options)
    {
        if (options.LabelColumn is null)
        {
            return columns - 1;
        }

        int found = header is null ? -1 : Array.IndexOf(header, options.LabelColumn);
        return found >= 0 ? found : throw new UserException(
            $"{path}: no column is called \"{options.LabelColumn}\"{(header is null ? " (the file has no header)" : $"; there are {string.Join(", ", header.Take(12).Select(h => UserException.Quote(h)))}")}");
    }
}
