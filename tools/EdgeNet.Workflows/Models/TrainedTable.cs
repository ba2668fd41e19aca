using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Workflows;

/// <summary>What a model file says of the table that its network was trained on.</summary>
public sealed class TrainedTable
{
    private readonly string[] _names;
    private readonly ColumnStatistics _statistics;
    private readonly (float Low, float High)[] _limits;

    private TrainedTable(string[] names, ColumnStatistics statistics)
    {
        _names = names;
        _statistics = statistics;
        _limits = new (float, float)[statistics.Low.Length];

        // A query over such pairs would have to be compiled whenever a command starts.
        for (int c = 0; c < _limits.Length; c++)
        {
            _limits[c] = statistics.LimitsOf(c);
        }
    }

    /// <summary>Reads what a model says.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The table; null if the file does not say, as for pictures and stripped files.</returns>
    /// <exception cref="UserException">It is damaged.</exception>
    public static TrainedTable? Of(ModelFile model) =>
        ColumnStatistics.Read(model) is ColumnStatistics statistics ? new TrainedTable(model.ReadColumns(), statistics) : null;

    /// <summary>The first value of a sample that is far outside of the trained range.</summary>
    /// <param name="raw">The raw values.</param>
    /// <returns>The value; null if there is none.</returns>
    public OutsideValue? FirstOutside(ReadOnlySpan<float> raw)
    {
        for (int c = 0; c < raw.Length; c++)
        {
            (float low, float high) = _limits[c];
            if (raw[c] < low || raw[c] > high)
            {
                return new OutsideValue(_names.Length > 0 ? _names[c] : $"value {c + 1}", raw[c], _statistics.Low[c], _statistics.High[c]);
            }
        }

        return null;
    }

    /// <summary>The samples of a dataset that have such a value.</summary>
    /// <param name="data">The samples, as many values each as the model expects.</param>
    /// <returns>How many there are, and the first value of the first of them; null if there is none.</returns>
    public (int Samples, OutsideValue First)? Outside(Dataset data)
    {
        int samples = 0;
        OutsideValue? first = null;
        for (int s = 0; s < data.Count; s++)
        {
            if (FirstOutside(data.Sample(s)) is OutsideValue value)
            {
                samples++;
                first ??= value;
            }
        }

        return first is null ? null : (samples, first);
    }
}
