using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>
/// Tables: one sample per row, one feature per column, one column to be learned. In memory are 4 bytes per value, and twice that for a moment
/// at the end of the reading; rows are never kept as text.
/// </summary>
public static class CsvDataset
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path, plain or .gz, or - for what is piped in. Columns are separated by comma, semicolon or tab, whichever the first line has.</param>
    /// <param name="options">What the user says about it.</param>
    /// <returns>The dataset; a missing value is NaN where <see cref="CsvOptions.Missing"/> allows it.</returns>
    /// <exception cref="UserException">The file is missing or not such a table; row and column are named.</exception>
    public static Dataset Read(string path, CsvOptions options)
    {
        using Stream stream = TableFile.Open(path, out string shown);
        return Read(stream, shown, Path.GetFileName(shown).Split('.')[0], options);
    }

    /// <summary>Reads from a stream.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="path">What to call it in an error.</param>
    /// <param name="name">Name of the dataset.</param>
    /// <param name="options">What the user says about it.</param>
    /// <returns>The dataset; a missing value is NaN where <see cref="CsvOptions.Missing"/> allows it.</returns>
    /// <exception cref="UserException">The text is not such a table.</exception>
    public static Dataset Read(Stream stream, string path, string name, CsvOptions options)
    {
        TableReader reader = new(options, label: options.HasLabel);
        reader.Read(stream, path);
        return reader.ToDataset(name);
    }

    /// <summary>Makes sure that a file is a table, whatever its columns mean.</summary>
    /// <param name="path">Its path, plain or .gz.</param>
    /// <returns>How many rows of data it has.</returns>
    /// <exception cref="UserException">It is missing, damaged, or no table; the line is named.</exception>
    public static int CountRows(string path)
    {
        using Stream stream = TableFile.Open(path, out string shown);
        CsvRows rows = new(stream, shown, TableEncoding.Utf8, decimalComma: false, _ => false);
        int count = 0;
        while (rows.Read())
        {
            count++;
        }

        return count;
    }

    /// <summary>Reads samples without asking for labels: columns are matched by name where the model has names and the table a header, else the first ones are features and one more is passed over.</summary>
    /// <param name="path">Path of the file; it may have a header.</param>
    /// <param name="count">Number of features.</param>
    /// <param name="options">What the user and the model say about it; null for nothing.</param>
    /// <returns>The features of every row.</returns>
    /// <exception cref="UserException">The file is missing, or has other columns, or text where a number must be.</exception>
    public static List<float[]> ReadFeatures(string path, int count, CsvOptions? options = null)
    {
        using Stream stream = TableFile.Open(path, out string shown);
        return ReadFeatures(stream, shown, count, options ?? new CsvOptions());
    }

    /// <summary>The same from a stream.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="shown">What to call it in an error.</param>
    /// <param name="count">Number of features.</param>
    /// <param name="options">What the user and the model say about it.</param>
    /// <returns>The features of every row.</returns>
    /// <exception cref="UserException">The text has other columns, or text where a number must be.</exception>
    public static List<float[]> ReadFeatures(Stream stream, string shown, int count, CsvOptions options)
    {
        TableReader reader = new(options, label: null, count);
        reader.Read(stream, shown);
        float[] all = reader.TakeFeatures();
        if (options.Expected?.Medians is IReadOnlyList<float> medians)
        {
            ColumnMedians.Fill(all, medians);
        }
        else if (Array.FindIndex(all, float.IsNaN) is >= 0 and int at)
        {
            throw new UserException($"{shown}: row {(at / count) + 1} of the data lacks a value, and the model does not know the medians of its columns");
        }

        return [.. Enumerable.Range(0, reader.Count).Select(r => all[(r * count)..((r + 1) * count)])];
    }
}
