using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Quantization;

/// <summary>
/// Weights of 8 or 4 bits with one scale per output channel, activations of 1 to 8 bits, int32 biases. Steps that training has learned are taken over as they are;
/// others are found by post-training quantisation: ranges of activations are calibrated on training samples, and biases corrected for the mean error that rounding the weights left.
/// docs/quantisation.md explains the arithmetic.
/// </summary>
public static class Quantizer
{
    private static readonly int[] GoldenSeeds = [1, 2];

    // A board runs the golden vectors while it loads a model, before its watchdog barks.
    private const long GoldenMacs = 10_000_000;

    /// <summary>Quantises a network.</summary>
    /// <param name="network">A trained network.</param>
    /// <param name="data">Samples it was trained on; up to 4,000 of them, spread evenly, are used for calibration.</param>
    /// <returns>The network in integers, and what was lost.</returns>
    /// <exception cref="UserException">Its numbers are too far apart for integers.</exception>
    public static QuantizationResult Quantize(FloatNetwork network, Dataset data)
    {
        InputScaling scaling = network.Scaling;
        QuantizedNetwork quantised = new()
        {
            Task = network.Task,
            Shape = network.Shape,
            InputBits = scaling.Bits,

            // q = (limit(raw * scale + offset) - From) / Step; the limits are those of q.
            InputScale = Array.ConvertAll(scaling.Scale, s => s / scaling.Step),
            InputOffset = Array.ConvertAll(scaling.Offset, o => (o - scaling.From) / scaling.Step),
            Layers = new QuantizedLayer[network.Layers.Length],
            Reads = network.Reads,
            OutputFunction = network.Layers[^1].Activation,
            LogitScale = 1f,
            ValueScale = network.ValueScale,
            ValueOffset = network.ValueOffset,
            Labels = network.Labels,
            GoldenSeeds = [.. GoldenSeeds.Take((int)Math.Min(GoldenSeeds.Length, GoldenMacs / Math.Max(1, network.Layers.Sum(MacsOf))))],
        };
        using Calibration calibration = new(network, quantised, data);
        LayerLoss[] losses = new LayerLoss[network.Layers.Length];
        TensorScale[] scales = new TensorScale[network.Layers.Length + 1];
        scales[0] = TensorScale.Uniform(network.Shape.Count, scaling.Step, scaling.From, scaling.Bits);

        bool[] shared = network.SharedSteps();

        // One layer after the other; each pass over the samples finds what the next layer needs to know and what the one before has lost.
        for (int l = 0; l < losses.Length; l++)
        {
            bool last = l == losses.Length - 1;
            LayerQuantizer quantizer = network.Layers[l].CreateQuantizer(Array.ConvertAll(network.Reads[l], t => scales[t]), network.Precision[l] with { SharesStep = shared[l + 1] }, last);
            LayerObserver[] observers = Calibration.CreateObservers(quantizer);
            LayerLoss? before = calibration.Run(l, observers, scales[l]);
            if (before is not null)
            {
                losses[l - 1] = before;
            }

            try
            {
                (quantised.Layers[l], scales[l + 1]) = quantizer.Quantize(observers);
            }
            catch (UserException e)
            {
                throw new UserException($"layer {l + 1} of the network {e.Message}", e);
            }
        }

        losses[^1] = calibration.Run(losses.Length, [], scales[^1])!;
        return new QuantizationResult(quantised with { LogitScale = scales[^1].Steps[0] }, losses, calibration.Samples);
    }

    private static long MacsOf(FloatLayer layer) => layer.Matrix is { } matrix ? (long)layer.Output.Count * matrix.Terms : 0;
}
