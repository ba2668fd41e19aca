namespace EdgeNet.Trainer.Quantization.Arithmetic;

/// <summary>The smallest and the largest value at each place of a tensor, sample by sample.</summary>
internal sealed class Ranges
{
    public Ranges(int count)
    {
        Low = new float[count];
        High = new float[count];
        Array.Fill(Low, float.PositiveInfinity);
        Array.Fill(High, float.NegativeInfinity);
    }

    /// <summary>Smallest values.</summary>
    public float[] Low { get; }

    /// <summary>Largest values.</summary>
    public float[] High { get; }

    /// <summary>Takes in a sample.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Low[i] = Math.Min(Low[i], values[i]);
            High[i] = Math.Max(High[i], values[i]);
        }
    }

    /// <summary>Takes in what another has seen.</summary>
    public void Add(Ranges other)
    {
        for (int i = 0; i < Low.Length; i++)
        {
            Low[i] = Math.Min(Low[i], other.Low[i]);
            High[i] = Math.Max(High[i], other.High[i]);
        }
    }
}
