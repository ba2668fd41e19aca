namespace EdgeNet.Trainer.Anomaly;

/// <summary>The largest score that counts as normal, and how well it is known: chosen by the scores of normal samples that nothing was learned from.</summary>
/// <param name="Score">The score, 1 or more.</param>
/// <param name="Wanted">Share of normal inputs that may be above it.</param>
/// <param name="HeldOut">Samples that it was chosen by.</param>
/// <param name="Above">How many of them are above it.</param>
/// <param name="IsExtrapolated">Whether the samples are too few for the share that was asked for, so that the threshold follows the slope of the largest scores beyond them.</param>
public sealed record Threshold(int Score, double Wanted, int HeldOut, int Above, bool IsExtrapolated)
{
    // The largest scores, by whose slope the tail is continued: a tenth of them, and at least these.
    private const int LeastTail = 10;
    private const int TailShare = 10;
    private const double Sure = 0.95;

    /// <summary>Samples that would show a share: of fewer, not one is expected to be above the threshold.</summary>
    public long NeededSamples => (long)Math.Min(long.MaxValue / 2, Math.Ceiling(1 / Wanted));

    /// <summary>The range in which the share of normal inputs above the threshold is with a probability of 95 %, if they are like the samples held out.</summary>
    public (double Low, double High) Interval()
    {
        // The share above the k-th largest of n scores is distributed as Beta(k, n + 1 - k); the threshold is the next largest after those above it.
        int k = IsExtrapolated ? 0 : Above + 1;
        return k == 0 ? (0, 1 - Math.Pow(1 - Sure, 1.0 / HeldOut))
            : (Beta.Quantile((1 - Sure) / 2, k, HeldOut + 1 - k), Beta.Quantile((1 + Sure) / 2, k, HeldOut + 1 - k));
    }

    /// <summary>Chooses a threshold.</summary>
    /// <param name="scores">Scores of normal samples, one or more.</param>
    /// <param name="wanted">Share of normal inputs that may be above it.</param>
    /// <returns>The threshold: with n samples, of which the (n + 1) x share-th largest gives it, an input like them is above it with at most that probability.</returns>
    public static Threshold Of(IEnumerable<int> scores, double wanted)
    {
        int[] sorted = [.. scores.OrderDescending()];
        int k = (int)Math.Floor((sorted.Length + 1) * wanted);
        int score = k > 0 ? sorted[k - 1] : Extrapolated(sorted, wanted);
        score = Math.Max(1, score);
        return new Threshold(score, wanted, sorted.Length, sorted.Count(s => s > score), k == 0);
    }

    // Scores far from the middle become rarer by about the same factor from one step to the next (an exponential tail).
    private static int Extrapolated(int[] sorted, double wanted)
    {
        int tail = Math.Clamp(sorted.Length / TailShare, Math.Min(LeastTail, sorted.Length - 1), Math.Max(1, sorted.Length - 1));
        tail = Math.Max(1, tail);
        double from = sorted[Math.Min(tail, sorted.Length - 1)], slope = 0;
        for (int i = 0; i < Math.Min(tail, sorted.Length); i++)
        {
            slope += (sorted[i] - from) / tail;
        }

        double score = from + (slope * Math.Log((double)tail / sorted.Length / wanted));
        return (int)Math.Min(int.MaxValue, Math.Max(score, sorted[0]));
    }
}
