using EdgeNet.Data;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Trainer.Anomaly;

/// <summary>Samples as a board compares them: quantised inputs with the fraction bits of centres, row after row.</summary>
internal sealed class InputRows
{
    // What is normal does not need more to be known.
    private const int MaxValues = 1 << 24;
    private const int MaxRows = 20_000;

    private readonly float[] _values;

    private InputRows(float[] values, int width, double unit) => (_values, Width, Unit) = (values, width, unit);

    /// <summary>Values of a row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Count => _values.Length / Width;

    /// <summary>One step of the quantised input.</summary>
    public double Unit { get; }

    /// <summary>A row.</summary>
    public ReadOnlySpan<float> Row(int i) => _values.AsSpan(i * Width, Width);

    /// <summary>Quantises samples.</summary>
    /// <param name="data">The samples; of very many, some spread evenly are taken.</param>
    /// <param name="network">How they become integers.</param>
    /// <returns>The rows.</returns>
    public static InputRows Of(Dataset data, QuantizedNetwork network)
    {
        int width = data.Shape.Count, fraction = QuantizedAnomaly.FractionBitsFor(network.InputBits);
        int[] rows = EvenSpread.Of(data.Count, Math.Clamp(MaxValues / width, 1, Math.Min(MaxRows, data.Count)));
        float[] values = new float[rows.Length * width];
        for (int r = 0; r < rows.Length; r++)
        {
            int[] x = network.QuantizeInput(data.Sample(rows[r]));
            for (int i = 0; i < width; i++)
            {
                values[(r * width) + i] = x[i] << fraction;
            }
        }

        return new InputRows(values, width, 1 << fraction);
    }

    /// <summary>The mean and the variance of each value.</summary>
    /// <param name="rows">The rows that count.</param>
    public (double[] Mean, double[] Variance) Moments(IReadOnlyCollection<int> rows)
    {
        double[] mean = new double[Width], variance = new double[Width];
        foreach (int r in rows)
        {
            ReadOnlySpan<float> row = Row(r);
            for (int i = 0; i < Width; i++)
            {
                mean[i] += row[i] / rows.Count;
            }
        }

        foreach (int r in rows)
        {
            ReadOnlySpan<float> row = Row(r);
            for (int i = 0; i < Width; i++)
            {
                variance[i] += (row[i] - mean[i]) * (row[i] - mean[i]) / rows.Count;
            }
        }

        return (mean, variance);
    }
}
