using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Networks;

/// <summary>
/// How raw values become what the network learns from: x = limit(raw * scale + offset, From, To). The model file carries
/// the same mapping on to bytes, so a board applies it too, and a network never meets a value it has not been trained on.
/// </summary>
public sealed class InputScaling
{
    // Standardised values beyond this many standard deviations are outliers; coarse bytes cannot afford to represent them.
    private const float LimitOfBytes = 4f;
    private const float LimitOfWide = 16f;
    private const int WideUpTo = 16;

    // A column that never changed is known to its hundredth, and no column better than a single allows.
    private const double ConstantDeviation = 0.01;
    private const double LeastDeviation = 1e-5;

    /// <summary>Standard deviations from the lowest value of a wide column to the highest.</summary>
    internal const double WideRange = 2 * LimitOfWide;

    private InputScaling(float[] scale, float[] offset, float from, float to, int bits)
    {
        Scale = scale;
        Offset = offset;
        From = from;
        To = to;
        Bits = bits;
    }

    /// <summary>One factor for all values, or one each.</summary>
    public float[] Scale { get; }

    /// <summary>Added after the factor; as many as factors.</summary>
    public float[] Offset { get; }

    /// <summary>The lower limit of a network's input.</summary>
    public float From { get; }

    /// <summary>The upper limit.</summary>
    public float To { get; }

    /// <summary>Bits of a quantised value, 1 to 16.</summary>
    public int Bits { get; }

    /// <summary>The real step between two quantised values.</summary>
    public float Step => (To - From) / ((1 << Bits) - 1);

    /// <summary>Chooses a scaling by the training data.</summary>
    /// <param name="data">The training part; test data must not be seen here.</param>
    /// <param name="inputBits">Bits of a quantised value, 1 to 16; chosen by the data where null.</param>
    /// <param name="inputRange">Range that raw values are brought to; chosen by the data where null.</param>
    /// <param name="maxBits">The most bits that the layers that read the input allow.</param>
    /// <param name="wide">Whether columns have room for values far beyond those of the training data, also columns that are constant there.</param>
    /// <returns>The scaling.</returns>
    /// <exception cref="UserException">More bits are asked for than the layers allow.</exception>
    public static InputScaling For(Dataset data, int? inputBits = null, (float From, float To)? inputRange = null, int maxBits = 16, bool wide = false)
    {
        if (inputBits > maxBits)
        {
            throw new UserException($"the model's first layer reads values of at most {maxBits} bits, not {inputBits}; choose fewer with --input-bits, or begin the model with a dense layer");
        }

        int bits = inputBits ?? (data.Kind == FeatureKind.Pixels || data.Shape.Count > WideUpTo ? 8 : Math.Min(16, maxBits));
        if (data.Kind == FeatureKind.Columns && inputRange is null)
        {
            return Standardised(data, bits, wide);
        }

        (float low, float high) = data.CommonRange();
        (float from, float to) = inputRange ?? (data.Kind == FeatureKind.Pixels ? (0f, 1f) : (low, high));
        float scale = high > low ? (to - from) / (high - low) : 0f;
        return new InputScaling([scale], [from - (low * scale)], from, to, bits);
    }

    /// <summary>Turns a sample into the network's input.</summary>
    /// <param name="raw">Raw values.</param>
    /// <param name="x">Receives as many values.</param>
    public void Apply(ReadOnlySpan<float> raw, Span<float> x)
    {
        for (int i = 0; i < raw.Length; i++)
        {
            int k = Scale.Length == 1 ? 0 : i;
            x[i] = Math.Clamp((raw[i] * Scale[k]) + Offset[k], From, To);
        }
    }

    /// <summary>Rounds a network's input to the values that integers can have.</summary>
    /// <param name="x">The input, within the limits.</param>
    public void Round(Span<float> x)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = From + (MathF.Round((x[i] - From) / Step) * Step);
        }
    }

    private static InputScaling Standardised(Dataset data, int bits, bool wide)
    {
        int count = data.Shape.Count;
        float[] scale = new float[count], offset = new float[count];
        float most = 0f;
        for (int f = 0; f < count; f++)
        {
            double sum = 0, squares = 0;
            float low = float.MaxValue, high = float.MinValue;
            for (int s = 0; s < data.Count; s++)
            {
                float v = data.Features[(s * count) + f];
                sum += v;
                low = Math.Min(low, v);
                high = Math.Max(high, v);
            }

            double mean = sum / data.Count;
            for (int s = 0; s < data.Count; s++)
            {
                double d = data.Features[(s * count) + f] - mean;
                squares += d * d;
            }

            double deviation = Math.Sqrt(squares / data.Count);
            if (wide)
            {
                double least = high > low ? LeastDeviation * Math.Abs(mean) : mean == 0 ? ConstantDeviation : ConstantDeviation * Math.Abs(mean);
                deviation = Math.Max(deviation, least);
            }

            if ((high > low || wide) && deviation > 0)
            {
                scale[f] = (float)(1.0 / deviation);
                offset[f] = (float)(-mean / deviation);
                most = Math.Max(most, Math.Max((high * scale[f]) + offset[f], -((low * scale[f]) + offset[f])));
            }
        }

        float limit = wide ? LimitOfWide : Math.Min(most > 0 ? most : 1f, bits > 8 ? LimitOfWide : LimitOfBytes);
        return new InputScaling(scale, offset, -limit, limit, bits);
    }
}
