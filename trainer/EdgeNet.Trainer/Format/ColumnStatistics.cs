using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Format;

/// <summary>What the columns of a table were like when a model was trained on it, in the columns' units. The section "stat" of a model file.</summary>
/// <param name="Low">The smallest value of each column.</param>
/// <param name="High">The largest value of each column.</param>
/// <param name="Median">The median of each column.</param>
public sealed record ColumnStatistics(float[] Low, float[] High, float[] Median)
{
    // A value beyond the trained range by more than this share of its width is far outside. Test data exceed the range of a small training part often, but not by so much.
    private const float Margin = 0.5f;

    private const int BytesPerColumn = 12;

    /// <summary>Computes the statistics of training data.</summary>
    /// <param name="data">The samples, at least one.</param>
    /// <returns>Three numbers per value of a sample.</returns>
    public static ColumnStatistics Of(Dataset data)
    {
        float[] low = data.Sample(0).ToArray(), high = data.Sample(0).ToArray();
        for (int s = 1; s < data.Count; s++)
        {
            ReadOnlySpan<float> values = data.Sample(s);
            for (int c = 0; c < values.Length; c++)
            {
                low[c] = MathF.Min(low[c], values[c]);
                high[c] = MathF.Max(high[c], values[c]);
            }
        }

        return new ColumnStatistics(low, high, ColumnMedians.Of(data));
    }

    /// <summary>Reads the statistics of a model file.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The statistics; null if the file has none.</returns>
    /// <exception cref="UserException">They are damaged.</exception>
    public static ColumnStatistics? Read(ModelFile model)
    {
        byte[]? bytes = model.ReadSection(ModelFormat.StatisticsSection);
        if (bytes is null)
        {
            return null;
        }

        int columns = model.Input.Count;
        if (bytes.Length != BytesPerColumn * columns)
        {
            throw new UserException($"model file, section stat: {bytes.Length} bytes for {columns} columns");
        }

        ColumnStatistics statistics = new(new float[columns], new float[columns], new float[columns]);
        for (int c = 0; c < columns; c++)
        {
            float low = BitConverter.ToSingle(bytes, BytesPerColumn * c), high = BitConverter.ToSingle(bytes, (BytesPerColumn * c) + 4), median = BitConverter.ToSingle(bytes, (BytesPerColumn * c) + 8);

            // Also false for what is not a number.
            if (!(low >= float.MinValue && low <= median && median <= high && high <= float.MaxValue))
            {
                throw new UserException($"model file, section stat: column {c + 1} has the range {low} to {high} and the median {median}");
            }

            (statistics.Low[c], statistics.High[c], statistics.Median[c]) = (low, high, median);
        }

        return statistics;
    }

    /// <summary>The range of a column beyond which a value is far outside. The network ignores a column that was constant, so every value of it is inside.</summary>
    /// <param name="column">0 to the number of columns - 1.</param>
    /// <returns>Both limits, finite.</returns>
    public (float Low, float High) LimitsOf(int column)
    {
        double low = Low[column], high = High[column], margin = (high - low) * Margin;
        return margin == 0 ? (float.MinValue, float.MaxValue)
            : ((float)Math.Max(low - margin, float.MinValue), (float)Math.Min(high + margin, float.MaxValue));
    }

    internal byte[] ToBytes()
    {
        ByteBuffer buffer = new();
        for (int c = 0; c < Low.Length; c++)
        {
            buffer.Single(Low[c]).Single(High[c]).Single(Median[c]);
        }

        return buffer.ToArray();
    }
}
