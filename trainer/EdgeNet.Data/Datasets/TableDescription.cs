namespace EdgeNet.Data;

/// <summary>What was read of a table, for people.</summary>
/// <param name="Rows">Samples.</param>
/// <param name="Columns">Columns of the file, with those that are no features.</param>
/// <param name="Files">Files that it was read from.</param>
/// <param name="HasHeader">Whether the first row names the columns.</param>
/// <param name="Label">The column of the labels; null where names of files or folders are the labels.</param>
/// <param name="Ignored">Columns that are no features, except those of labels and groups.</param>
/// <param name="Group">The column whose equal values belong together, or null.</param>
/// <param name="TaskRule">Why its labels are classes or numbers, in one line.</param>
/// <param name="Missing">Columns that lack values, and in how many rows.</param>
/// <param name="Warnings">What may be a mistake, a line each.</param>
public sealed record TableDescription(
    int Rows, int Columns, int Files, bool HasHeader, string? Label, IReadOnlyList<string> Ignored, string? Group, string TaskRule,
    IReadOnlyList<MissingCount> Missing, IReadOnlyList<string> Warnings)
{
    /// <summary>A column of this name says which recording a row comes from; it is never a feature.</summary>
    public const string Session = "session";
}

/// <summary>How many values a column lacks.</summary>
/// <param name="Column">The column.</param>
/// <param name="Rows">Rows without a value there.</param>
public sealed record MissingCount(string Column, int Rows);
