using EdgeNet.Data;

namespace EdgeNet.Trainer.Anomaly;

/// <summary>Finds centres of normal samples, and how far the samples spread around each: one is the diagonal Gaussian, several are clusters by k-means.</summary>
internal static class CentreFitter
{
    private const int Rounds = 30;

    // A cluster's spread counts as if this many samples of average spread were in it, so that few samples do not make it narrow.
    private const double PriorSamples = 8;

    // Of the mean variance, added to each: a value that hardly varies in few samples is not known to be constant.
    private const double Ridge = 0.01;

    /// <summary>Finds them.</summary>
    /// <param name="rows">Normal samples.</param>
    /// <param name="count">Number of centres; fewer if the samples are not that different.</param>
    /// <param name="standardDeviation">What one standard deviation of a column is; null where inputs are not standardised, such as pixels.</param>
    /// <param name="seed">Of the first centres.</param>
    /// <returns>Centres and standard deviations, in the unit of the rows.</returns>
    public static (double[][] Centres, double[][] Deviations) Fit(InputRows rows, int count, double? standardDeviation, int seed)
    {
        int[] all = [.. Enumerable.Range(0, rows.Count)];
        (double[] mean, double[] variance) = rows.Moments(all);
        double ridge = Math.Max(Ridge * variance.Average(), 1e-9);
        double[] overall = Array.ConvertAll(variance, v => v > 0 ? v + ridge : Math.Max(ridge, Square(standardDeviation ?? 0)));
        if (count == 1)
        {
            return ([mean], [Roots(overall, rows.Unit)]);
        }

        List<int>[] members = Cluster(rows, count, overall, seed);
        (double[] Mean, double[] Variance)[] moments = [.. members.Select(rows.Moments)];

        // Relative to the overall variance, so that values of different size can be averaged.
        double[] spread = [.. moments.Select(m => Enumerable.Range(0, rows.Width).Average(i => m.Variance[i] / overall[i]))];
        double mean1 = Math.Max(1e-6, spread.Zip(members, (s, m) => s * m.Count).Sum() / rows.Count);
        double[][] deviations =
        [
            .. moments.Select((m, c) =>
            {
                double n = members[c].Count, own = ((n * spread[c]) + (PriorSamples * mean1)) / (n + PriorSamples);
                return Roots([.. m.Variance.Select((v, i) => variance[i] > 0 ? ((n * v) + (PriorSamples * own * overall[i])) / (n + PriorSamples) : overall[i])], rows.Unit);
            }),
        ];
        return ([.. moments.Select(m => m.Mean)], deviations);
    }

    // Lloyd's algorithm from first centres that are far apart (k-means++).
    private static List<int>[] Cluster(InputRows rows, int count, double[] variance, int seed)
    {
        SeededRandom random = new(seed, "clusters", count);
        List<double[]> centres = [ToDoubles(rows.Row(random.Next(rows.Count)))];
        double[] nearest = [.. Enumerable.Repeat(double.MaxValue, rows.Count)];
        while (centres.Count < count)
        {
            Parallel.For(0, rows.Count, r => nearest[r] = Math.Min(nearest[r], Distance(rows.Row(r), centres[^1], variance)));
            double left = nearest.Sum() * random.NextSingle();
            int chosen = 0;
            for (; chosen < rows.Count - 1 && left >= nearest[chosen]; chosen++)
            {
                left -= nearest[chosen];
            }

            if (nearest[chosen] <= 0)
            {
                break;
            }

            centres.Add(ToDoubles(rows.Row(chosen)));
        }

        List<int>[] members = [];
        int[] cluster = new int[rows.Count];
        bool changed = true;
        for (int round = 0; round < Rounds && changed; round++)
        {
            int[] now = new int[rows.Count];
            Parallel.For(0, rows.Count, r => now[r] = Enumerable.Range(0, centres.Count).MinBy(c => Distance(rows.Row(r), centres[c], variance)));
            changed = round == 0 || !now.AsSpan().SequenceEqual(cluster);
            cluster = now;
            members = [.. Enumerable.Range(0, rows.Count).GroupBy(r => now[r]).OrderBy(g => g.Key).Select(g => g.ToList())];
            centres = [.. members.Select(m => rows.Moments(m).Mean)];
        }

        return members;
    }

    private static double Distance(ReadOnlySpan<float> row, double[] centre, double[] variance)
    {
        double sum = 0;
        for (int i = 0; i < centre.Length; i++)
        {
            double d = row[i] - centre[i];
            sum += d * d / variance[i];
        }

        return sum;
    }

    // Nothing is known more exactly than half a step of the input.
    internal static double[] Roots(double[] variances, double unit) => Array.ConvertAll(variances, v => Math.Max(Math.Sqrt(v), unit / 2));

    private static double[] ToDoubles(ReadOnlySpan<float> row)
    {
        double[] values = new double[row.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = row[i];
        }

        return values;
    }

    private static double Square(double x) => x * x;
}
