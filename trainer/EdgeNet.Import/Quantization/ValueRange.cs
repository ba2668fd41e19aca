using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Quantization;

/// <summary>The smallest and the largest value that a tensor has held, and 0. Bytes are fine enough that cutting the largest values off would cost more than the coarser step.</summary>
internal sealed class ValueRange
{
    /// <summary>The smallest value, at most 0.</summary>
    public float Low { get; private set; }

    /// <summary>The largest value, at least 0.</summary>
    public float High { get; private set; }

    /// <summary>The step with which bytes reach from the smallest value to the largest, with a byte for 0.</summary>
    public AffineStep Step
    {
        get
        {
            float scale = (float)((High - (double)Low) / byte.MaxValue);
            return float.IsNormal(scale) ? new AffineStep(scale, (int)Math.Clamp(Math.Round(-Low / (double)scale), 0, byte.MaxValue), IsSigned: false) : new AffineStep(1, 0, IsSigned: false);
        }
    }

    /// <summary>Takes values into the range.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            Low = Math.Min(Low, value);
            High = Math.Max(High, value);
        }
    }
}
