using EdgeNet.Core;

namespace EdgeNet.Workflows;

/// <summary>What a model says of one sample.</summary>
/// <param name="Name">The file, or the row.</param>
/// <param name="Best">Index of the largest logit: the answer of a classification.</param>
/// <param name="ConfidencePercent">How sure the answer is, 0 to 100; 100 for a regression; 0 if the model is unsure because of a value outside of the trained range.</param>
/// <param name="IsOn">Whether each output is a yes.</param>
/// <param name="Values">Each output as a probability or as a number in its own unit; not finite where the model's scale makes it too large for a float.</param>
/// <param name="Logits">The integers behind them, the same on every board.</param>
/// <param name="IsUnsure">Whether the model declares the answer unsure, because a value is outside of the trained range, or the sample is none of the classes.</param>
/// <param name="Anomaly">How unlike the samples that the model has learned from it is; null if the model does not say.</param>
/// <param name="Outside">A value far outside of the trained range; null if there is none or the model does not know its range.</param>
public sealed record ClassifiedSample(string Name, int Best, int ConfidencePercent, bool[] IsOn, float[] Values, int[] Logits, bool IsUnsure, SampleAnomaly? Anomaly, OutsideValue? Outside)
{
    /// <summary>When the window begins, in seconds from the beginning of its recording; null if the sample is no window.</summary>
    public double? Seconds { get; init; }

    /// <summary>Which inputs spoke for the answer; null if that was not asked for.</summary>
    public InputShares? Why { get; init; }

    /// <summary>Copies what a network says of the sample that it has just classified.</summary>
    /// <param name="name">Name of the sample.</param>
    /// <param name="network">The network.</param>
    /// <param name="outside">A value of it far outside of the trained range; null for none.</param>
    /// <returns>The answer, which stays as it is when the network goes on.</returns>
    public static ClassifiedSample Of(string name, Network network, OutsideValue? outside = null)
    {
        bool[] isOn = new bool[network.OutputCount];
        float[] values = new float[isOn.Length];
        int[] logits = new int[isOn.Length];
        for (int o = 0; o < isOn.Length; o++)
        {
            isOn[o] = network.IsOn(o);
            values[o] = network.Value(o);
            logits[o] = network.Logit(o);
        }

        // Beside another task, an anomaly takes all confidence.
        int confidence = network.ConfidencePercent();
        return new ClassifiedSample(name, network.Best, confidence, isOn, values, logits,
            network.IsOutside || (network.IsAnomaly && confidence == 0), !network.FindsAnomalies ? null : new SampleAnomaly(network.AnomalyLevel, network.AnomalyScore, network.IsAnomaly), outside);
    }
}

/// <summary>How unlike the samples that a model has learned from a sample is.</summary>
/// <param name="Score">1 at the threshold, 2 if twice as far from normal.</param>
/// <param name="Integer">The same as a board computes it, on the scale of the model's threshold.</param>
/// <param name="IsAnomaly">Whether the score is above the threshold.</param>
public sealed record SampleAnomaly(float Score, int Integer, bool IsAnomaly);
