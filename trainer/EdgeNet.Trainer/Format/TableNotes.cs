using EdgeNet.Data;

namespace EdgeNet.Trainer.Format;

/// <summary>What a model file says of the table that its network was trained on.</summary>
/// <param name="Columns">Names of the columns, one per input value; null for none.</param>
/// <param name="Statistics">Their statistics; null for none.</param>
/// <param name="Range">The statistics by which an answer becomes unsure if a value is far outside of the trained range; null for answers whatever the input.</param>
public sealed record TableNotes(string[]? Columns, ColumnStatistics? Statistics, ColumnStatistics? Range)
{
    /// <summary>Whether values of data have a range that training finds out: those of tables do, pixels have one anyway.</summary>
    /// <param name="data">The data.</param>
    /// <returns>True for tables.</returns>
    public static bool HasRanges(Dataset data) => data.Kind != FeatureKind.Pixels && data.Shape.Rank == 1;

    /// <summary>What is known of a table.</summary>
    /// <param name="train">The training part.</param>
    /// <param name="strip">Whether what only people read is left out.</param>
    /// <param name="unsureOutside">Whether a board should be unsure of inputs far outside of the trained range.</param>
    /// <returns>The notes; nothing for data that are no table, such as pictures.</returns>
    public static TableNotes Of(Dataset train, bool strip, bool unsureOutside)
    {
        if (!HasRanges(train))
        {
            return new TableNotes(null, null, null);
        }

        ColumnStatistics statistics = ColumnStatistics.Of(train);
        string[] names = strip ? [] : Array.ConvertAll(train.Columns ?? [], ColumnNames.Stored);

        // Names that are alike when they are stored tell no columns apart: the model is matched by position.
        bool tell = names.Length > 0 && names.Distinct().Count() == names.Length;
        return new TableNotes(tell ? names : null, strip ? null : statistics, unsureOutside ? statistics : null);
    }
}
