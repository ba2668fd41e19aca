using EdgeNet.Data;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Evaluation;

/// <summary>The input that an output of a network would like best: the backwards query. Gradient ascent from the mean of the data; the same network gives the same input.</summary>
public static class WishedInput
{
    private const int Steps = 120, SamplesOfMean = 1000;

    // Of the range of a value: the first step, and how much of the way back to the mean is gone in each.
    private const float Stride = 0.05f, Pull = 0.02f;

    /// <summary>Finds it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="train">What it learned from: says where to begin, and how far values go.</param>
    /// <param name="output">Which output, from 0.</param>
    /// <returns>Raw values, within the range of the data.</returns>
    public static float[] Find(FloatNetwork network, Dataset train, int output)
    {
        (float[] mean, float[] low, float[] high) = Describe(train);
        float[] raw = [.. mean], weights = new float[network.Labels.Length];
        Array.Fill(weights, -1f / Math.Max(1, weights.Length - 1));
        weights[output] = 1f;
        using InputGradient gradient = InputGradient.Create(network, raw);
        for (int step = 0; step < Steps; step++)
        {
            ReadOnlySpan<float> slopes = gradient.Of(weights);
            float most = 0f;
            for (int i = 0; i < raw.Length; i++)
            {
                most = Math.Max(most, Math.Abs(slopes[i] * (high[i] - low[i])));
            }

            float stride = most > 0f ? Stride * (Steps - step) / (Steps * most) : 0f;
            for (int i = 0; i < raw.Length; i++)
            {
                float range = high[i] - low[i];
                raw[i] = Math.Clamp(raw[i] + (stride * slopes[i] * range * range) + (Pull * (mean[i] - raw[i])), low[i], high[i]);
            }
        }

        return raw;
    }

    private static (float[] Mean, float[] Low, float[] High) Describe(Dataset data)
    {
        int count = data.Shape.Count;
        int[] samples = EvenSpread.Of(data.Count, SamplesOfMean);
        float[] mean = new float[count], low = new float[count], high = new float[count];
        Array.Fill(low, float.MaxValue);
        Array.Fill(high, float.MinValue);
        foreach (int s in samples)
        {
            ReadOnlySpan<float> sample = data.Sample(s);
            for (int i = 0; i < count; i++)
            {
                mean[i] += sample[i] / samples.Length;
                (low[i], high[i]) = (Math.Min(low[i], sample[i]), Math.Max(high[i], sample[i]));
            }
        }

        if (data.Kind != FeatureKind.Columns)
        {
            (float from, float to) = data.CommonRange();
            Array.Fill(low, from);
            Array.Fill(high, to);
        }

        return (mean, low, high);
    }
}
