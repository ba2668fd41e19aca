using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Format;

/// <summary>The section "drif" of a model file: what <see cref="DriftWatch"/> compares readings with. Means and deviations are those of the training data, limits those of the held-out data.</summary>
public static class DriftNotes
{
    /// <summary>The share of readings beyond each limit, at most, with 95 % confidence.</summary>
    public const double BeyondLimit = 0.05;

    private const double Doubt = 0.05;

    /// <summary>Checks that there are data for it.</summary>
    /// <param name="name">What messages call the data.</param>
    /// <param name="split">The data.</param>
    /// <exception cref="UserException">There is too little, or it is not made for readings of a board.</exception>
    public static void Check(string name, DatasetSplit split)
    {
        if (split.Train.Task != TaskKind.Classification || split.Train.Windows is not null)
        {
            throw new UserException($"{name}: --drift is for classes of single readings, not for numbers or recordings");
        }

        if (Rank(split.Test.Count) == 0)
        {
            throw new UserException($"{name}: --drift finds its limits in the {split.Test.Count} test samples, but needs 59; keep more for testing with --test-share, or give more data");
        }
    }

    /// <summary>Adds the section to a model file.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="split">What it was trained and tested with.</param>
    /// <returns>The file with the section.</returns>
    /// <exception cref="UserException">There is too little data.</exception>
    public static byte[] AddTo(byte[] file, DatasetSplit split)
    {
        Check(split.Train.Name, split);
        int values = DriftWatch.ValuesOf(split.Train.Shape.Count);
        (float Scale, float Offset)[] steps = [.. Enumerable.Range(0, values).Select(v => Steps(split.Train, v, values))];
        Network network = new(ModelFile.Parse(file));
        int trained = (int)Math.Round(Enumerable.Range(0, split.Test.Count).Average(s => Percent(network, split.Test, s)));

        // The distances of the held-out data are computed as a board does it, by the section itself, before its limits are known.
        DriftWatch watch = DriftWatch.Of(ModelFile.Parse(ModelWriter.Append(file, ModelFormat.DriftSection, Section(steps, 0, trained, 0))))!;
        int rank = Rank(split.Test.Count);
        int limit = Enumerable.Range(0, split.Test.Count).Select(s => watch.Distance(split.Test.Sample(s).ToArray())).OrderDescending().ElementAt(rank - 1);
        int least = Enumerable.Range(0, split.Test.Count).Select(s => Percent(network, split.Test, s)).Order().ElementAt(rank - 1);
        return ModelWriter.Append(file, ModelFormat.DriftSection, Section(steps, least, trained, limit));
    }

    /// <summary>
    /// Which of the samples, from the farthest, is the limit, so that at most 5 % of all readings are beyond it, with a confidence of 95 %: the largest r with
    /// P(fewer than r of n samples beyond) at most 5 %, where each is beyond with a probability of 5 %. 1 for 59 samples; 0 for fewer, which are not enough.
    /// </summary>
    internal static int Rank(int samples)
    {
        double term = Math.Pow(1 - BeyondLimit, samples), below = term;
        int rank = 0;
        while (below <= Doubt)
        {
            rank++;
            term *= (samples - rank + 1.0) / rank * (BeyondLimit / (1 - BeyondLimit));
            below += term;
        }

        return rank;
    }

    private static int Percent(Network network, Dataset data, int sample)
    {
        network.Classify(data.Sample(sample).ToArray());
        return network.ConfidencePercent();
    }

    // A column that is constant has no deviation and is not watched.
    private static (float Scale, float Offset) Steps(Dataset data, int value, int values)
    {
        double[] seen = [.. Enumerable.Range(0, data.Count).Select(s => values == data.Shape.Count ? data.Sample(s)[value] : Sum(data.Sample(s)))];
        double mean = seen.Average(), deviation = Math.Sqrt(seen.Average(x => (x - mean) * (x - mean)));
        float scale = deviation > 0 ? (float)(DriftWatch.Steps / deviation) : 0f, offset = (float)(-mean * scale);
        return float.IsFinite(scale) && float.IsFinite(offset) ? (scale, offset) : (0f, 0f);
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static byte[] Section((float Scale, float Offset)[] steps, int leastPercent, int trainedPercent, int limit)
    {
        ByteBuffer buffer = new ByteBuffer().UInt16(steps.Length).Byte(leastPercent).Byte(trainedPercent).Int32(limit);
        Array.ForEach(steps, s => buffer.Single(s.Scale).Single(s.Offset));
        return buffer.ToArray();
    }
}
