using System.Text;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Format;

/// <summary>What a model file says of the table that its network was trained on.</summary>
/// <param name="Columns">Names of the columns, one per input value; null for none.</param>
/// <param name="Statistics">Their statistics; null for none.</param>
/// <param name="Range">The statistics by which an answer becomes unsure if a value is far outside of the trained range; null for answers whatever the input.</param>
public sealed record TableNotes(string[]? Columns, ColumnStatistics? Statistics, ColumnStatistics? Range)
{
    /// <summary>Bytes of a column's name at most.</summary>
    public const int MaxNameBytes = 255;

    /// <summary>What is known of a table.</summary>
    /// <param name="train">The training part.</param>
    /// <param name="strip">Whether what only people read is left out.</param>
    /// <param name="unsureOutside">Whether a board should be unsure of inputs far outside of the trained range.</param>
    /// <returns>The notes; nothing for data that are no table, such as pictures.</returns>
    public static TableNotes Of(Dataset train, bool strip, bool unsureOutside)
    {
        if (train.Kind == FeatureKind.Pixels || train.Shape.Rank != 1)
        {
            return new TableNotes(null, null, null);
        }

        ColumnStatistics statistics = ColumnStatistics.Of(train);
        return new TableNotes(strip || train.Columns is null ? null : Array.ConvertAll(train.Columns, StoredName), strip ? null : statistics, unsureOutside ? statistics : null);
    }

    /// <summary>A name as it is stored: at most 255 bytes, without characters that a model file cannot hold.</summary>
    /// <param name="name">The name in the table.</param>
    /// <returns>The same name where possible.</returns>
    public static string StoredName(string name)
    {
        StringBuilder stored = new();
        int bytes = 0;
        foreach (char c in name)
        {
            char kept = char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c;
            bytes += Encoding.UTF8.GetByteCount([kept]);
            if (bytes > MaxNameBytes)
            {
                break;
            }

            stored.Append(kept);
        }

        return stored.ToString();
    }
}
