namespace EdgeNet.Data;

/// <summary>From the columns of a table to the inputs of a network: texts become inputs that are 0 or 1.</summary>
internal static class TableInputs
{
    /// <summary>The inputs that columns make: one for numbers, and one per text, sorted.</summary>
    public static (TableColumn Column, string? Text)[] Of(IEnumerable<TableColumn> columns) =>
        [.. columns.SelectMany(c => c.Kind == ColumnKind.Texts ? c.Texts.Order(StringComparer.Ordinal).Select(t => (c, (string?)t)) : [(c, null)])];

    /// <summary>Their names, such as "width" and "colour=red".</summary>
    /// <returns>Null where there are none to tell columns by: all columns are numbers in their order.</returns>
    public static string[]? NamesOf((TableColumn Column, string? Text)[] inputs, bool hasHeader) =>
        !hasHeader && inputs.Select((input, i) => input.Text is null && input.Column.Index == i).All(same => same) ? null
            : [.. inputs.Select(i => i.Text is null ? i.Column.Name : $"{i.Column.Name}={i.Text}")];

    /// <summary>Brings values as they were read into the order of the inputs.</summary>
    /// <param name="raw">Row after row; texts are numbers.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="read">The columns of raw.</param>
    /// <param name="inputs">The inputs.</param>
    /// <returns>Row after row; NaN where a value is missing. The same array where nothing changes.</returns>
    public static float[] Arrange(float[] raw, int rows, TableColumn[] read, (TableColumn Column, string? Text)[] inputs)
    {
        Dictionary<TableColumn, int> places = read.Select((c, at) => (c, at)).ToDictionary(p => p.c, p => p.at);
        int[] sources = [.. inputs.Select(i => places[i.Column])];
        if (sources.Length == read.Length && inputs.All(i => i.Text is null) && sources.Select((s, i) => s == i).All(same => same))
        {
            return raw;
        }

        int[] texts = [.. inputs.Select(i => i.Text is null ? -1 : i.Column.NumberOf(i.Text))];
        float[] arranged = GC.AllocateUninitializedArray<float>(checked(rows * inputs.Length));
        for (int r = 0, at = 0; r < rows; r++)
        {
            ReadOnlySpan<float> row = raw.AsSpan(r * read.Length, read.Length);
            for (int i = 0; i < sources.Length; i++, at++)
            {
                float value = row[sources[i]];
                arranged[at] = texts[i] < 0 || float.IsNaN(value) ? value : value == texts[i] ? 1f : 0f;
            }
        }

        return arranged;
    }

    /// <summary>Whether a column counts the rows from a whole number on, in several files from the same in each.</summary>
    /// <param name="raw">Row after row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="read">The columns of raw.</param>
    /// <param name="column">One of them.</param>
    /// <param name="begins">Whether a row, which is not the first, is the first of its file.</param>
    public static bool NumbersRows(float[] raw, int rows, TableColumn[] read, TableColumn column, Predicate<int> begins)
    {
        int at = Array.IndexOf(read, column);
        float first = raw[at], before = first;
        bool numbers = column.Kind == ColumnKind.Numbers && first == MathF.Floor(first) && rows > 2;
        for (int r = 1; numbers && r < rows; r++)
        {
            float value = raw[(r * read.Length) + at];
            numbers = value == (begins(r) ? first : before + 1);
            before = value;
        }

        return numbers;
    }
}
