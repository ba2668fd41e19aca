namespace EdgeNet.Data;

/// <summary>What becomes of values that a table does not have.</summary>
public enum MissingValues
{
    /// <summary>The table is refused.</summary>
    Refuse,

    /// <summary>The median of the column in the training part takes their place.</summary>
    Median,
}
