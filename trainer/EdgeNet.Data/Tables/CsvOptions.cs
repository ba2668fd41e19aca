namespace EdgeNet.Data;

/// <summary>What a user, or a model, says about a table. Columns are named; where a table has no header, they are numbers from 1.</summary>
/// <param name="LabelColumn">The column to be learned; the last one if null.</param>
/// <param name="Task">Classification or regression; decided by the column's values where null.</param>
public sealed record CsvOptions(string? LabelColumn = null, TaskKind? Task = null)
{
    /// <summary>Whether a column has the labels; where anomalies are looked for, only if the user names one.</summary>
    internal bool HasLabel => Task != TaskKind.Anomaly || LabelColumn is not null;

    /// <summary>Where anomalies are looked for: the label of what is normal; null if the labels show it.</summary>
    public string? Normal { get; init; }

    /// <summary>Has a say in the labels of rows; null for nobody.</summary>
    internal ISampleReview? Review { get; init; }

    /// <summary>Whether numbers are written with a decimal comma, such as 5,1.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>How characters are written where the file has no byte order mark; UTF-8 if null.</summary>
    public TableEncoding? Encoding { get; init; }

    /// <summary>What becomes of missing values.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>Columns that are left out.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>The only columns that are features; all if empty.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The column whose equal values belong together (<see cref="Dataset.Groups"/>); it is no feature. Null for none.</summary>
    public string? GroupColumn { get; init; }

    /// <summary>What could be meant in place of <see cref="GroupColumn"/>, for a message: the fields in names of files.</summary>
    internal IReadOnlyList<string> GroupFields { get; init; } = [];

    /// <summary>Rows and columns of the picture whose pixels the inputs are, row by row; null if they are no pixels.</summary>
    public (int Height, int Width)? PictureSize { get; init; }

    /// <summary>The columns that a model expects, which are matched by name, or by position in a table without header; null to take the table as it is.</summary>
    public ExpectedColumns? Expected { get; init; }
}

/// <summary>The inputs of a model that was trained on a table.</summary>
/// <param name="Names">Their names, as <see cref="Dataset.Columns"/> has them; null where the model has no names, which is matched by position.</param>
/// <param name="Medians">What takes the place of a missing value, one per input; null where the model does not know.</param>
/// <param name="Label">The column of the labels where the user names none and there is one of this name; null for the last one that is no input.</param>
public sealed record ExpectedColumns(IReadOnlyList<string>? Names, IReadOnlyList<float>? Medians = null, string? Label = null);
