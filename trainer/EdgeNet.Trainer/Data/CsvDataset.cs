using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace EdgeNet.Trainer.Data;

/// <summary>Tables: one sample a row, one feature a column, one column to be learned.</summary>
public static class CsvDataset
{
    // A numeric column with more different values than this is a measurement, not a class.
    private const int MaxClasses = 100;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path; plain or .gz. Columns are separated by comma, semicolon or tab, whichever the first line has.</param>
    /// <param name="options">What the user says about it.</param>
    /// <returns>The dataset.</returns>
    /// <exception cref="DataException">The file is missing or not such a table; row and column are named.</exception>
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
    /// <exception cref="DataException">The text is not such a table.</exception>
    public static Dataset Read(Stream stream, string path, string name, CsvOptions options)
    {
        List<string[]> rows = ReadRows(stream, path);
        string[]? header = TakeHeader(rows, options);
        if (rows.Count == 0)
        {
            throw new DataException($"{path}: no rows of data");
        }

        int columns = rows[0].Length;
        if (columns < 2)
        {
            throw new DataException($"{path}: only {columns} column, at least one feature and one label are needed");
        }

        string[]? classNames = ClassNamesInHeader(header, rows);
        if (classNames is not null)
        {
            header = null;
        }

        int labelColumn = LabelColumn(header, columns, path, options);
        int firstLine = header is null && classNames is null ? 1 : 2;
        string Column(int c) => header is null ? $"column {c + 1}" : $"column {c + 1} ({header[c]})";

        float[] features = new float[rows.Count * (columns - 1)];
        int at = 0;
        for (int r = 0; r < rows.Count; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                if (c == labelColumn)
                {
                    continue;
                }

                if (!TryNumber(rows[r][c], out float value))
                {
                    throw new DataException($"{path}: row {r + firstLine}, {Column(c)}: \"{Shorten(rows[r][c])}\" is not a number");
                }

                if (!float.IsFinite(value))
                {
                    throw new DataException($"{path}: row {r + firstLine}, {Column(c)}: {rows[r][c]} is not a finite number");
                }

                features[at++] = value;
            }
        }

        string[] texts = [.. rows.Select(r => r[labelColumn].Trim())];
        for (int r = 0; r < texts.Length; r++)
        {
            if (texts[r].Length == 0)
            {
                throw new DataException($"{path}: row {r + firstLine}, {Column(labelColumn)}: the label is missing");
            }
        }

        Shape shape = Shape.Features(columns - 1);
        if (TaskOf(texts, options, path, Column(labelColumn), firstLine) == TaskKind.Regression)
        {
            float[] targets = [.. texts.Select(t => float.Parse(t, CultureInfo.InvariantCulture))];
            string output = header is null ? "value" : header[labelColumn];
            return new Dataset(name, TaskKind.Regression, shape, FeatureKind.Columns, features, targets, [output]);
        }

        string[] labels = SortLabels(texts);
        Dictionary<string, int> index = labels.Select((text, i) => (text, i)).ToDictionary(p => p.text, p => p.i);
        return new Dataset(name, TaskKind.Classification, shape, FeatureKind.Columns, features,
            [.. texts.Select(t => (float)index[t])], classNames ?? labels);
    }

    /// <summary>Reads samples without asking for labels: the first columns are features, one more column is passed over.</summary>
    /// <param name="path">Path of the file; it may have a header.</param>
    /// <param name="count">Number of features.</param>
    /// <returns>The features of every row.</returns>
    /// <exception cref="DataException">The file is missing, or has another number of columns, or text where a number must be.</exception>
    public static List<float[]> ReadFeatures(string path, int count)
    {
        using Stream stream = DataFile.Open(path);
        List<string[]> rows = ReadRows(stream, path);
        int firstLine = TakeHeader(rows, new CsvOptions()) is null ? 1 : 2;
        if (rows.Count == 0 || (rows[0].Length != count && rows[0].Length != count + 1))
        {
            throw new DataException($"{path}: {(rows.Count == 0 ? 0 : rows[0].Length)} columns, the model takes {count} features");
        }

        return [.. rows.Select((row, r) => Enumerable.Range(0, count).Select(c =>
            TryNumber(row[c], out float value) && float.IsFinite(value) ? value
                : throw new DataException($"{path}: row {r + firstLine}, column {c + 1}: \"{Shorten(row[c])}\" is not a finite number")).ToArray())];
    }

    private static List<string[]> ReadRows(Stream stream, string path)
    {
        CsvConfiguration configuration = new(CultureInfo.InvariantCulture)
        {
            HasHeaderRecord = false,
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t"],
            IgnoreBlankLines = true,
            BadDataFound = null,
        };
        List<string[]> rows = [];
        try
        {
            using StreamReader text = new(stream);
            using CsvParser parser = new(text, configuration);
            while (parser.Read())
            {
                string[] row = parser.Record!;
                if (rows.Count > 0 && row.Length != rows[0].Length)
                {
                    throw new DataException($"{path}: line {parser.RawRow} has {row.Length} columns, the lines before have {rows[0].Length}");
                }

                rows.Add(row);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or CsvHelperException)
        {
            throw new DataException($"{path}: damaged or cut off ({e.Message.Split('\n')[0].Trim()})", e);
        }

        return rows;
    }

    // The first row is a header if some column has text there and a number below, or if the label column is named and found in it.
    private static string[]? TakeHeader(List<string[]> rows, CsvOptions options)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        string[] first = rows[0];
        bool named = options.LabelColumn is not null && first.Any(c => c.Trim() == options.LabelColumn);
        bool textAboveNumbers = rows.Count > 1 && Enumerable.Range(0, first.Length)
            .Any(c => !TryNumber(first[c], out _) && TryNumber(rows[1][c], out _));
        if (!named && !textAboveNumbers)
        {
            return null;
        }

        rows.RemoveAt(0);
        return [.. first.Select(c => c.Trim())];
    }

    // scikit-learn's files start with: number of samples, number of features, names of the classes.
    private static string[]? ClassNamesInHeader(string[]? header, List<string[]> rows)
    {
        if (header is null || !int.TryParse(header[0], out int samples) || samples != rows.Count
            || !int.TryParse(header[1], out int features) || features != rows[0].Length - 1)
        {
            return null;
        }

        string[] names = [.. header.Skip(2).Where(n => n.Length > 0)];
        IEnumerable<string> used = rows.Select(r => r[^1].Trim()).Distinct();
        return used.Count() == names.Length && used.All(u => int.TryParse(u, out int i) && i >= 0 && i < names.Length) ? names : null;
    }

    private static int LabelColumn(string[]? header, int columns, string path, CsvOptions options)
    {
        if (options.LabelColumn is null)
        {
            return columns - 1;
        }

        int found = header is null ? -1 : Array.IndexOf(header, options.LabelColumn);
        return found >= 0 ? found : throw new DataException(
            $"{path}: no column is named \"{options.LabelColumn}\"{(header is null ? " (the file has no header)" : $"; there are {string.Join(", ", header.Take(12))}")}");
    }

    private static TaskKind TaskOf(string[] texts, CsvOptions options, string path, string column, int firstLine)
    {
        int text = Array.FindIndex(texts, t => !TryNumber(t, out float v) || !float.IsFinite(v));
        if (options.Task == TaskKind.Regression && text >= 0)
        {
            throw new DataException($"{path}: row {text + firstLine}, {column}: \"{Shorten(texts[text])}\" is not a number");
        }

        if (options.Task is not null)
        {
            return options.Task.Value;
        }

        if (text >= 0)
        {
            return TaskKind.Classification;
        }

        bool whole = texts.All(t => float.Parse(t, CultureInfo.InvariantCulture) is float v && v == MathF.Floor(v));
        return whole && texts.Distinct().Count() <= MaxClasses ? TaskKind.Classification : TaskKind.Regression;
    }

    private static string[] SortLabels(string[] texts)
    {
        string[] labels = [.. texts.Distinct()];
        return labels.All(l => TryNumber(l, out _))
            ? [.. labels.OrderBy(l => double.Parse(l, CultureInfo.InvariantCulture)).ThenBy(l => l, StringComparer.Ordinal)]
            : [.. labels.Order(StringComparer.Ordinal)];
    }

    private static bool TryNumber(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
