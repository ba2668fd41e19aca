namespace EdgeNet.Data;

/// <summary>What looks like recordings of a stream, but is learned row by row.</summary>
internal static class StreamWarning
{
    // A file of fewer rows is hardly a stream.
    private const int FewRows = 20;

    /// <summary>Tables in sub-folders, all rows of each of one class.</summary>
    /// <param name="data">The samples.</param>
    /// <returns>A line, or none.</returns>
    public static IEnumerable<string> Of(Dataset data)
    {
        if (data is { Table: not null, Task: TaskKind.Classification, Files: { } files } && Array.TrueForAll(files, f => f.Contains('/', StringComparison.Ordinal))
            && files.Select((file, s) => (file, Class: data.ClassOf(s))).GroupBy(s => s.file).All(f => f.Count() >= FewRows && f.DistinctBy(s => s.Class).Count() == 1))
        {
            yield return "every row is learned by itself; if the files are recordings of a stream, give the length of its windows and the readings per second, such as --window 2s --rate 100";
        }
    }
}
