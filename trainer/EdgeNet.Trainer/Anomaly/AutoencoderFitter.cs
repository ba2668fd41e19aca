using EdgeNet.Data;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Anomaly;

/// <summary>Trains a network with a narrow middle to repeat its input, and finds how far what it gives is from normal samples.</summary>
internal static class AutoencoderFitter
{
    private const int MaxResiduals = 4000;
    private const double Ridge = 0.01;

    /// <summary>Trains one.</summary>
    /// <param name="normal">Normal samples.</param>
    /// <param name="hidden">Units of its hidden layers.</param>
    /// <param name="training">How to train.</param>
    /// <param name="progress">Called after every epoch; may be null.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The network in integers; its task is a regression still.</returns>
    public static QuantizedNetwork Fit(Dataset normal, int[] hidden, TrainingOptions training, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        int width = normal.Shape.Count;
        TrainingOptions options = training with { Hidden = hidden, Model = null, Activations = training.Hidden is null ? [Activation.Linear] : training.Activations, Loss = Loss.Squared, WideInputs = true, Starts = 1 };
        InputScaling scaling = InputScaling.For(normal, options.InputBits, options.InputRange, wide: true);
        float[] targets = new float[normal.Features.Length];
        for (int s = 0; s < normal.Count; s++)
        {
            scaling.Apply(normal.Sample(s), targets.AsSpan(s * width, width));
        }

        Dataset itself = new(normal.Name, TaskKind.Regression, normal.Shape, normal.Kind, normal.Features, targets, [.. Enumerable.Range(0, width).Select(i => $"{i}")]);
        FloatNetwork network = NetworkTrainer.Train(itself, options, progress, cancellation).Network;
        QuantizedNetwork quantised = Quantizer.Quantize(network, itself).Network;
        int fraction = QuantizedAnomaly.FractionBitsFor(quantised.InputBits);
        double unit = Math.ScaleB(1 / (double)scaling.Step, fraction);
        QuantizedAnomaly anomaly = new QuantizedAnomaly { FractionBits = fraction, Centres = [], Weights = [], Shift = 0 }
            .WithLogits(quantised.LogitScale * (double)quantised.ValueScale * unit, (quantised.ValueOffset - scaling.From) * unit);
        double[] variance = Residuals(normal, quantised, anomaly);
        double ridge = Math.Max(Ridge * variance.Average(), 1e-9);

        // A constant column repeats itself; its deviation is that of the scaling.
        double[] deviations = CentreFitter.Roots([.. variance.Select(v => v + ridge)], 1 << fraction);
        (ushort[][] weights, int shift) = QuantizedAnomaly.WeightsOf([deviations]);
        return quantised with { Anomaly = anomaly with { Weights = weights, Shift = shift } };
    }

    // Mean squares of what the integers leave.
    private static double[] Residuals(Dataset normal, QuantizedNetwork network, QuantizedAnomaly anomaly)
    {
        double[] squares = new double[normal.Shape.Count];
        int[] samples = EvenSpread.Of(normal.Count, MaxResiduals);
        Parallel.For(0, samples.Length, () => new double[squares.Length], (s, _, own) =>
        {
            int[] x = network.QuantizeInput(normal.Sample(samples[s])), logits = network.Logits(x);
            for (int i = 0; i < own.Length; i++)
            {
                double d = (x[i] << anomaly.FractionBits) - anomaly.Reconstructed(logits[i]);
                own[i] += d * d / samples.Length;
            }

            return own;
        }, own =>
        {
            lock (squares)
            {
                for (int i = 0; i < own.Length; i++)
                {
                    squares[i] += own[i];
                }
            }
        });
        return squares;
    }
}
