using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>
/// Temperature scaling (Guo et al. 2017): all logits are divided by one number, so that confidences are as large as the share of right answers.
/// No answer changes, as the order of the logits stays.
/// </summary>
internal static class Temperature
{
    private const double Lowest = 0.25;
    private const double Highest = 20;
    private const double Precision = 1e-3;

    // By this much a temperature of no use lowers the loss of all samples in one case of 100 (likelihood ratio test).
    private const double Chance = 3.32;

    private const double GoldenSection = 0.6180339887498949;

    /// <summary>Finds the temperature with the lowest loss of held-out samples.</summary>
    /// <param name="samples">What networks say of samples that they were not trained on.</param>
    /// <returns>The temperature; 1 if no other lowers the loss by more than chance does, and the calibration error with it.</returns>
    public static float Fit(HeldOutSamples samples)
    {
        // The loss is convex in 1 / temperature, so it has one minimum on any scale.
        double low = Math.Log(Lowest), high = Math.Log(Highest);
        double a = high - (GoldenSection * (high - low)), b = low + (GoldenSection * (high - low));
        double lossA = Loss(a), lossB = Loss(b);
        while (high - low > Precision)
        {
            if (lossA <= lossB)
            {
                (high, b, lossB) = (b, a, lossA);
                a = high - (GoldenSection * (high - low));
                lossA = Loss(a);
            }
            else
            {
                (low, a, lossA) = (a, b, lossB);
                b = low + (GoldenSection * (high - low));
                lossB = Loss(b);
            }
        }

        double best = (low + high) / 2;
        return Loss(0) - Loss(best) > Chance && samples.CalibrationError(Math.Exp(best)) <= samples.CalibrationError(1) ? (float)Math.Exp(best) : 1f;

        double Loss(double logarithm) => Enumerable.Range(0, samples.Count).Sum(i => samples.Loss(i, Math.Exp(logarithm)));
    }

    /// <summary>The network with its logits divided by a temperature.</summary>
    /// <param name="network">The network.</param>
    /// <param name="temperature">Above 0.</param>
    /// <returns>A network that gives the same answers.</returns>
    public static FloatNetwork Apply(FloatNetwork network, float temperature)
    {
        if (temperature == 1f)
        {
            return network;
        }

        FloatMatrix last = network.Layers[^1].Matrix!;
        FloatMatrix cooled = last with { Weights = Array.ConvertAll(last.Weights, w => w / temperature), Bias = Array.ConvertAll(last.Bias, b => b / temperature) };
        LayerPrecision precision = network.Precision[^1];
        LayerPrecision steps = precision with { WeightSteps = precision.WeightSteps is { } learned ? Array.ConvertAll(learned, s => s / temperature) : null };
        return network.With([.. network.Layers.SkipLast(1).Select(layer => layer.Matrix), cooled], [.. network.Precision.SkipLast(1), steps]);
    }
}
