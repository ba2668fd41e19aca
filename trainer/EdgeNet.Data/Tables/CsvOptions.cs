namespace EdgeNet.Data;

/// <summary>What a user may say about a CSV file.</summary>
/// <param name="LabelColumn">Name of the column to be learned; the last one if null.</param>
/// <param name="Task">Classification or regression; decided by the column's values where null.</param>
public sealed record CsvOptions(string? LabelColumn = null, TaskKind? Task = null);
