using EdgeNet.Data;

namespace EdgeNet.Trainer.Anomaly;

/// <summary>
/// Inputs that are not normal, made of normal ones to compare methods where no real anomalies are known. Half of them are put together from two samples, so that each value
/// is usual but not beside the others; in the other half some values are moved by several standard deviations.
/// </summary>
internal static class ArtificialAnomalies
{
    private const float Moved = 3f;
    private const int MovedShare = 4;

    /// <summary>Makes as many as there are samples.</summary>
    /// <param name="normal">Two or more samples.</param>
    /// <param name="seed">The same seed makes the same.</param>
    /// <returns>Raw values.</returns>
    public static IEnumerable<float[]> Of(Dataset normal, int seed)
    {
        SeededRandom random = new(seed, "artificial anomalies");
        int width = normal.Shape.Count;
        double[] deviations = Deviations(normal);
        for (int s = 0; s < normal.Count; s++)
        {
            float[] raw = normal.Sample(s).ToArray();
            if (s % 2 == 0 && width > 1)
            {
                // Neighbours stay together, as pixels of a picture belong together; the other sample is never the same.
                ReadOnlySpan<float> other = normal.Sample((s + 1 + random.Next(normal.Count - 1)) % normal.Count);
                int first = random.Next(width);
                for (int n = 0; n < width / 2; n++)
                {
                    raw[(first + n) % width] = other[(first + n) % width];
                }
            }
            else
            {
                for (int n = 0; n < Math.Max(1, width / MovedShare); n++)
                {
                    int i = random.Next(width);
                    raw[i] += (float)(deviations[i] * (random.Next(2) == 0 ? Moved : -Moved));
                }
            }

            yield return raw;
        }
    }

    private static double[] Deviations(Dataset data)
    {
        double[] deviations = new double[data.Shape.Count];
        for (int i = 0; i < deviations.Length; i++)
        {
            double mean = Enumerable.Range(0, data.Count).Average(s => (double)data.Sample(s)[i]);
            deviations[i] = Math.Sqrt(Enumerable.Range(0, data.Count).Average(s => (data.Sample(s)[i] - mean) * (data.Sample(s)[i] - mean)));
        }

        return deviations;
    }
}
