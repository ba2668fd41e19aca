using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Anomaly;

/// <summary>How well a model tells anomalies from what is normal.</summary>
/// <param name="Normal">Normal samples.</param>
/// <param name="Anomalies">Samples that are not.</param>
/// <param name="FalseAlarms">Normal samples above the threshold.</param>
/// <param name="Found">Anomalies above the threshold.</param>
/// <param name="Auc">The probability that an anomaly has a larger score than a normal sample (area under the ROC curve), ties counting half; not a number without one of them.</param>
/// <param name="FoundAtUsual">Anomalies above a threshold that 1 % of these normal samples are above (<see cref="AnomalyOptions.UsualFalseAlarms"/>), whatever the threshold of the model is; null if there are too few of them.</param>
public sealed record AnomalyScore(int Normal, int Anomalies, int FalseAlarms, int Found, double Auc, int? FoundAtUsual)
{
    /// <summary>Computes the scores of samples, by the code that runs on a board.</summary>
    /// <param name="model">A model that finds anomalies.</param>
    /// <param name="samples">Raw values.</param>
    /// <returns>A score each.</returns>
    public static int[] Scores(ModelFile model, IEnumerable<float[]> samples)
    {
        Network network = new(model);
        return [.. samples.Select(raw =>
        {
            network.Classify(raw);
            return network.AnomalyScore;
        })];
    }

    /// <summary>Judges a model.</summary>
    /// <param name="model">A model that finds anomalies.</param>
    /// <param name="data">Samples that are normal or not; those for other tasks count as normal.</param>
    /// <returns>Its score.</returns>
    public static AnomalyScore Of(ModelFile model, Dataset data)
    {
        int[] scores = Scores(model, Enumerable.Range(0, data.Count).Select(s => data.Sample(s).ToArray()));
        ILookup<bool, int> byKind = Enumerable.Range(0, data.Count).ToLookup(s => data.Task == TaskKind.Anomaly && data.ClassOf(s) == AnomalyLabels.Anomaly, s => scores[s]);
        int[] normal = [.. byKind[false]], anomalies = [.. byKind[true]];
        int threshold = model.Anomaly.Threshold;
        Threshold? usual = normal.Length == 0 ? null : Threshold.Of(normal, AnomalyOptions.UsualFalseAlarms);
        return new AnomalyScore(normal.Length, anomalies.Length, normal.Count(s => s > threshold), anomalies.Count(s => s > threshold), AucOf(normal, anomalies),
            usual is { IsExtrapolated: false } ? anomalies.Count(s => s > usual.Score) : null);
    }

    /// <summary>The probability that a score of the second list is larger than one of the first, ties counting half.</summary>
    /// <param name="normal">Scores of normal samples.</param>
    /// <param name="anomalies">Scores of anomalies.</param>
    /// <returns>0 to 1; not a number if a list is empty.</returns>
    public static double AucOf(IReadOnlyList<int> normal, IReadOnlyList<int> anomalies)
    {
        int[] sorted = [.. normal.Order()];
        double pairs = 0;
        foreach (int score in anomalies)
        {
            pairs += (Below(sorted, score) + (double)Below(sorted, (long)score + 1)) / 2;
        }

        return pairs / ((double)normal.Count * anomalies.Count);
    }

    // How many of sorted scores are smaller.
    private static int Below(int[] sorted, long score)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < score ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
