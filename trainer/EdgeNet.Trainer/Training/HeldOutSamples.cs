using EdgeNet.Data;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>What networks say of samples that they were not trained on: the sums of the last layer, before softmax or sigmoid.</summary>
/// <param name="weights">How much each class counts; null for 1.</param>
internal sealed class HeldOutSamples(float[]? weights)
{
    private readonly List<(Dataset Data, int Sample, float[] Sums, float Scale, float Offset)> _samples = [];

    /// <summary>The number of samples.</summary>
    public int Count => _samples.Count;

    /// <summary>Runs a network on samples.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">Samples that it was not trained on.</param>
    public void Add(FloatNetwork network, Dataset data)
    {
        using SumReader reader = new(network, data);
        for (int first = 0; first < data.Count; first += SumReader.Rows)
        {
            int count = Math.Min(SumReader.Rows, data.Count - first);
            reader.Read(first, count);
            for (int i = 0; i < count; i++)
            {
                _samples.Add((data, first + i, reader.Sums(i).ToArray(), network.ValueScale, network.ValueOffset));
            }
        }
    }

    /// <summary>The loss of each sample: cross-entropy, or of a regression half the squared error.</summary>
    public double[] Losses() => [.. Enumerable.Range(0, Count).Select(i => Loss(i, 1.0))];

    /// <summary>The calibration error if logits are divided by a temperature; 0 where answers are no classes.</summary>
    /// <param name="temperature">Above 0.</param>
    public double CalibrationError(double temperature)
    {
        CalibrationError error = new(Count);
        for (int i = 0; i < Count; i++)
        {
            (Dataset data, int sample, float[] sums, _, _) = _samples[i];
            if (data.Task == TaskKind.Classification)
            {
                int best = Array.IndexOf(sums, sums.Max());
                error.Add(i, 1 / sums.Sum(s => Math.Exp((s - sums[best]) / temperature)), best == data.ClassOf(sample));
            }
        }

        return error.Value();
    }

    /// <summary>The loss of a sample if logits are divided by a temperature.</summary>
    /// <param name="i">0 to Count - 1.</param>
    /// <param name="temperature">Above 0; 1 for the logits as they are.</param>
    /// <returns>The loss, weighted by class.</returns>
    public double Loss(int i, double temperature)
    {
        (Dataset data, int sample, float[] sums, float scale, float offset) = _samples[i];
        double loss = 0;
        switch (data.Task)
        {
            case TaskKind.Classification:
                double largest = sums.Max();
                int actual = data.ClassOf(sample);
                loss = Math.Log(sums.Sum(s => Math.Exp((s - largest) / temperature))) - ((sums[actual] - largest) / temperature);
                return loss * (weights?[actual] ?? 1f);
            case TaskKind.MultiLabel:
                for (int o = 0; o < sums.Length; o++)
                {
                    double against = (data.Target(sample, o) > 0.5f ? -sums[o] : sums[o]) / temperature;
                    loss += Math.Max(0, against) + Math.Log(1 + Math.Exp(-Math.Abs(against)));
                }

                return loss;
            default:
                for (int o = 0; o < sums.Length; o++)
                {
                    double error = sums[o] - ((data.Target(sample, o) - offset) / scale);
                    loss += 0.5 * error * error;
                }

                return loss;
        }
    }
}
