using EdgeNet.Core;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers;

/// <summary>How the sums of a layer become integers of few bits.</summary>
/// <param name="SumSteps">The real value of a requantised step before the activation, one per output.</param>
/// <param name="Output">What the integers mean after the activation, one per output.</param>
/// <param name="ZeroPoint">Added after requantisation.</param>
/// <param name="Table">256 entries for sigmoid and tanh, else empty.</param>
internal sealed record OutputRange(double[] SumSteps, TensorScale Output, int ZeroPoint, byte[] Table)
{
    // The world holds stronger inputs than the calibration samples: room for them costs 4 dB of 45 and saves a percent where data differ.
    // It takes one bit, which only bytes can spare.
    private const double HeadroomOfBytes = 2.0;

    // Sigmoid and tanh are flat beyond these; a table that reached further would only be coarser.
    private const float SigmoidReach = 8f;
    private const float TanhReach = 4f;

    /// <summary>The last layer: one scale serves all outputs, so that logits can be compared.</summary>
    /// <param name="scale">The real value of the logit 1.</param>
    /// <param name="outputs">Number of logits.</param>
    public static OutputRange Logits(double scale, int outputs) => Uniform(outputs, scale, (float)scale, 0f, 8, 0, []);

    /// <summary>A hidden layer.</summary>
    /// <param name="activation">What it does with its sums.</param>
    /// <param name="precision">Bits of its outputs, 8 for sigmoid and tanh; and the step if it is learned.</param>
    /// <param name="ranges">The sums seen at each output.</param>
    public static OutputRange Hidden(Activation activation, LayerPrecision precision, Ranges ranges)
    {
        const int One = 127, Centre = ModelFormat.TableCentre, MaxByte = 255;
        int outputs = ranges.Low.Length, bits = precision.ActivationBits, most = precision.LargestActivation;
        switch (activation)
        {
            case Activation.Relu when precision.ActivationStep is { } learned:
                return Uniform(outputs, learned, learned, 0f, bits, 0, []);

            case Activation.Relu:
                // Every unit has a range of its own; its scale moves into the next layer's weights at no cost.
                double headroom = bits == 8 ? HeadroomOfBytes : 1.0;
                float[] highs = precision.SharesStep ? [.. Enumerable.Repeat(ranges.High.Max(), outputs)] : ranges.High;
                double[] steps = Array.ConvertAll(highs, high => high > 0 ? headroom * high / most : 1.0 / most);
                return new OutputRange(steps, new TensorScale(Array.ConvertAll(steps, s => (float)s), new float[outputs], bits), 0, []);

            case Activation.Sigmoid:
                double sigmoidStep = Reach(ranges, SigmoidReach) / Centre;
                return Uniform(outputs, sigmoidStep, 1f / MaxByte, 0f, 8, Centre, NewTable(k => Math.Round(MaxByte * ActivationFunctions.Sigmoid(k * sigmoidStep))));

            case Activation.Tanh:
                double tanhStep = Reach(ranges, TanhReach) / Centre;
                return Uniform(outputs, tanhStep, 1f / One, -(float)Centre / One, 8, Centre, NewTable(k => Centre + Math.Round(One * Math.Tanh(k * tanhStep))));

            case Activation.Linear when precision.ActivationStep is { } learned:
                int zero = (most + 1) / 2;
                return Uniform(outputs, learned, learned, -zero * learned, bits, zero, []);

            default:
                float least = Math.Min(0f, ranges.Low.Min()), largest = Math.Max(0f, ranges.High.Max());
                double step = largest > least ? (largest - least) / (double)most : 1.0;
                int zeroPoint = (int)Math.Round(-least / step);
                return Uniform(outputs, step, (float)step, (float)(-zeroPoint * step), bits, zeroPoint, []);
        }
    }

    private static OutputRange Uniform(int count, double sumStep, float step, float zero, int bits, int zeroPoint, byte[] table) =>
        new([.. Enumerable.Repeat(sumStep, count)], TensorScale.Uniform(count, step, zero, bits), zeroPoint, table);

    private static double Reach(Ranges ranges, float limit)
    {
        float most = Math.Max(ranges.High.Max(), -ranges.Low.Min());
        return most > 0 ? Math.Min(limit, most) : limit;
    }

    private static byte[] NewTable(Func<int, double> entry) =>
        [.. Enumerable.Range(0, ModelFormat.TableLength).Select(i => (byte)entry(i - ModelFormat.TableCentre))];
}
