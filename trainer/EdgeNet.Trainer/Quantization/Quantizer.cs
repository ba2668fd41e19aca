using EdgeNet.Core;
using EdgeNet.Trainer.Data;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Quantization;

/// <summary>
/// Post-training quantisation: int8 weights with one scale an output channel, uint8 activations whose ranges are
/// calibrated on training samples, int32 biases corrected for the mean error that rounding the weights left.
/// docs/quantization.md explains the arithmetic.
/// </summary>
public sealed class Quantizer
{
    private const int MaxWeight = 127;
    private const int MaxByte = 255;
    private const double MostFactor = 1 << 30;
    private const int CalibrationSamples = 4000;
    private static readonly int[] GoldenSeeds = [1, 2];

    // The world holds stronger inputs than the calibration samples: room for them costs 4 dB of 45 and saves a percent where data differ.
    private const double Headroom = 2.0;

    // Sigmoid and tanh are flat beyond these; a table that reached further would only be coarser.
    private const float SigmoidReach = 8f;
    private const float TanhReach = 4f;

    private readonly FloatNetwork _float;
    private readonly Dataset _calibration;
    private readonly int[][] _inputs;
    private readonly float[][][] _sums;
    private readonly float[][][] _activations;
    private readonly InputScaling _scaling;

    private Quantizer(FloatNetwork network, Dataset data)
    {
        _float = network;
        _scaling = network.Scaling;
        int count = Math.Min(CalibrationSamples, data.Count);
        _calibration = data.Subset([.. Enumerable.Range(0, count).Select(i => (int)((long)i * data.Count / count))]);
        _inputs = new int[count][];
        _sums = [.. network.Layers.Select(_ => new float[count][])];
        _activations = [.. network.Layers.Select(_ => new float[count][])];
    }

    /// <summary>Quantises a network.</summary>
    /// <param name="network">A trained network.</param>
    /// <param name="data">Samples it was trained on; up to 4,000 of them, spread evenly, are used for calibration.</param>
    /// <returns>The network in integers, and what was lost.</returns>
    /// <exception cref="DataException">Its numbers lie too far apart for integers.</exception>
    public static QuantizationResult Quantize(FloatNetwork network, Dataset data) => new Quantizer(network, data).Run();

    private QuantizationResult Run()
    {
        (float[] inputScale, float[] inputOffset) = InputMapping();
        QuantizedNetwork quantised = new()
        {
            Task = _float.Task,
            Shape = _float.Shape,
            InputBits = _scaling.Bits,
            InputScale = inputScale,
            InputOffset = inputOffset,
            Layers = new QuantizedLayer[_float.Layers.Length],
            OutputFunction = _float.Layers[^1].Activation,
            LogitScale = 1f,
            ValueScale = _float.ValueScale,
            ValueOffset = _float.ValueOffset,
            Labels = _float.Labels,
            GoldenSeeds = GoldenSeeds,
        };

        Parallel.For(0, _calibration.Count, s =>
        {
            _inputs[s] = quantised.QuantizeInput(_calibration.Sample(s));
            _float.Run(_calibration.Sample(s), (l, sums, activations) => (_sums[l][s], _activations[l][s]) = (sums, activations));
        });

        LayerLoss[] losses = new LayerLoss[_float.Layers.Length];
        int[][] x = _inputs;
        float[] steps = Repeat(_scaling.Step, _float.Shape.Count);
        float[] zeros = Repeat(_scaling.From, _float.Shape.Count);
        double logitScale = 1;
        for (int l = 0; l < _float.Layers.Length; l++)
        {
            bool last = l == _float.Layers.Length - 1;
            (QuantizedLayer layer, double[] sumScale) = QuantizeLayer(l, x, steps, zeros);
            OutputScale output = last ? Logits(sumScale) : Hidden(l);
            layer = WithRequantisation(l, layer, sumScale, output);
            quantised.Layers[l] = layer;
            (x, losses[l]) = Measure(l, layer, x, output, last);
            steps = output.Steps;
            zeros = output.Zeros;
            logitScale = output.SumSteps[0];
        }

        quantised = quantised with
        {
            LogitScale = (float)logitScale,
        };
        return new QuantizationResult(quantised, losses, _calibration.Count);
    }

    // q = (limit(raw * scale + offset) - From) / Step; the limits are those of q.
    private (float[] Scale, float[] Offset) InputMapping() =>
        (Array.ConvertAll(_scaling.Scale, s => s / _scaling.Step), Array.ConvertAll(_scaling.Offset, o => (o - _scaling.From) / _scaling.Step));

    // An input's real value is steps[i] * q + zeros[i]; the steps go into the weights, the zeros into the bias.
    private (QuantizedLayer Layer, double[] SumScale) QuantizeLayer(int l, int[][] x, float[] steps, float[] zeros)
    {
        FloatLayer layer = _float.Layers[l];
        sbyte[] weights = new sbyte[layer.Weights.Length];
        double[] scale = new double[layer.Outputs];
        double[] bias = new double[layer.Outputs];
        for (int o = 0; o < layer.Outputs; o++)
        {
            double most = 0;
            bias[o] = layer.Bias[o];
            for (int i = 0; i < layer.Inputs; i++)
            {
                double weight = layer.Weights[(i * layer.Outputs) + o];
                most = Math.Max(most, Math.Abs(weight * steps[i]));
                bias[o] += weight * zeros[i];
            }

            // A bias that is huge beside the weights must still fit: then the weights lose precision, not the bias.
            double needed = Math.Max(most / MaxWeight, Math.Abs(bias[o]) * 1.01 / ModelFormat.MaxBias);
            scale[o] = needed > 0 ? needed : 1;
            for (int i = 0; i < layer.Inputs; i++)
            {
                int at = (i * layer.Outputs) + o;
                weights[at] = (sbyte)Math.Clamp(Math.Round(layer.Weights[at] * steps[i] / scale[o]), -MaxWeight, MaxWeight);
            }
        }

        QuantizedLayer unbiased = new(layer.Inputs, layer.Outputs, layer.Activation, 0, weights, new int[layer.Outputs], [], [], []);
        double[] corrected = CorrectBias(l, unbiased, x, scale);
        int[] rounded = Array.ConvertAll([.. Enumerable.Range(0, layer.Outputs)],
            o => (int)Math.Clamp(Math.Round(corrected[o] / scale[o]), -ModelFormat.MaxBias, ModelFormat.MaxBias));
        return (unbiased with { Bias = rounded }, scale);
    }

    // The bias that makes the mean of the integer sums equal to the mean of the float sums: it contains the float bias,
    // the zero points, and the mean error of rounded weights and inputs.
    private double[] CorrectBias(int l, QuantizedLayer layer, int[][] x, double[] scale)
    {
        double[] difference = new double[layer.Outputs];
        int[][] sums = new int[x.Length][];
        Parallel.For(0, x.Length, s => sums[s] = layer.Sums(x[s]));
        for (int s = 0; s < x.Length; s++)
        {
            for (int o = 0; o < layer.Outputs; o++)
            {
                difference[o] += _sums[l][s][o] - (sums[s][o] * scale[o]);
            }
        }

        return Array.ConvertAll(difference, d => d / x.Length);
    }

    // SumSteps: what a requantised step is worth before the activation. Steps and Zeros: the same after it, for the next layer.
    private sealed record OutputScale(double[] SumSteps, float[] Steps, float[] Zeros, int ZeroPoint, byte[] Table);

    private static OutputScale Logits(double[] sumScale)
    {
        // The coarsest channel's scale serves all, so that no logit can be larger than the sum it comes from.
        double[] common = Array.ConvertAll(sumScale, _ => sumScale.Max());
        return new OutputScale(common, [], [], 0, []);
    }

    private OutputScale Hidden(int l)
    {
        FloatLayer layer = _float.Layers[l];
        int outputs = layer.Outputs;
        switch (layer.Activation)
        {
            case Activation.Relu:
                // Every unit has a range of its own; its scale moves into the next layer's weights at no cost.
                double[] steps = new double[outputs];
                for (int o = 0; o < outputs; o++)
                {
                    float most = _sums[l].Max(s => s[o]);
                    steps[o] = most > 0 ? Headroom * most / MaxByte : 1.0 / MaxByte;
                }

                return new OutputScale(steps, Array.ConvertAll(steps, s => (float)s), new float[outputs], 0, []);

            case Activation.Sigmoid:
                double sigmoidStep = Reach(l, SigmoidReach) / ModelFormat.TableCentre;
                byte[] sigmoid = Table(k => Math.Round(MaxByte * ActivationFunctions.Sigmoid(k * sigmoidStep)));
                return new OutputScale(Repeat(sigmoidStep, outputs), Repeat(1f / MaxByte, outputs), new float[outputs], ModelFormat.TableCentre, sigmoid);

            case Activation.Tanh:
                const int One = 127;
                double tanhStep = Reach(l, TanhReach) / ModelFormat.TableCentre;
                byte[] tanh = Table(k => ModelFormat.TableCentre + Math.Round(One * Math.Tanh(k * tanhStep)));
                return new OutputScale(Repeat(tanhStep, outputs), Repeat(1f / One, outputs),
                    Repeat(-(float)ModelFormat.TableCentre / One, outputs), ModelFormat.TableCentre, tanh);

            default:
                float low = Math.Min(0f, _sums[l].Min(s => s.Min())), high = Math.Max(0f, _sums[l].Max(s => s.Max()));
                double step = high > low ? (high - low) / (double)MaxByte : 1.0;
                int zeroPoint = (int)Math.Round(-low / step);
                return new OutputScale(Repeat(step, outputs), Repeat((float)step, outputs), Repeat((float)(-zeroPoint * step), outputs), zeroPoint, []);
        }
    }

    private double Reach(int l, float limit)
    {
        float most = _sums[l].Max(s => s.Max(Math.Abs));
        return most > 0 ? Math.Min(limit, most) : limit;
    }

    private static byte[] Table(Func<int, double> entry) =>
        [.. Enumerable.Range(0, ModelFormat.TableLength).Select(i => (byte)entry(i - ModelFormat.TableCentre))];

    private static QuantizedLayer WithRequantisation(int l, QuantizedLayer layer, double[] sumScale, OutputScale output)
    {
        int[] multiplier = new int[layer.Outputs];
        byte[] shift = new byte[layer.Outputs];
        for (int o = 0; o < layer.Outputs; o++)
        {
            double factor = sumScale[o] / output.SumSteps[o];
            (multiplier[o], shift[o]) = factor < MostFactor ? FixedPoint.Of(factor)
                : throw new DataException($"layer {l + 1} of the network has a bias so large beside what comes out of it that integers cannot hold both; are there columns or targets of tiny or huge numbers?");
        }

        bool hidden = layer.Activation is Activation.Relu or Activation.Sigmoid or Activation.Tanh && output.Steps.Length > 0;
        return layer with
        {
            Activation = hidden ? layer.Activation : Activation.Linear,
            ZeroPoint = output.ZeroPoint,
            Multiplier = multiplier,
            Shift = shift,
            Table = output.Table,
        };
    }

    // Runs the integer layer on the calibration samples and compares it with the float layer.
    private (int[][] Outputs, LayerLoss Loss) Measure(int l, QuantizedLayer layer, int[][] x, OutputScale output, bool last)
    {
        int[][] y = new int[x.Length][];
        double[] signal = new double[x.Length], noise = new double[x.Length];
        long[] saturated = new long[x.Length];
        Parallel.For(0, x.Length, s =>
        {
            long[] requantised = layer.Requantised(layer.Sums(x[s]));
            y[s] = last ? [] : layer.Limited(requantised);
            for (int o = 0; o < layer.Outputs; o++)
            {
                double wanted = last ? _sums[l][s][o] : _activations[l][s][o];
                double got = last ? requantised[o] * output.SumSteps[o] : (y[s][o] * output.Steps[o]) + output.Zeros[o];
                signal[s] += wanted * wanted;
                noise[s] += (wanted - got) * (wanted - got);
                saturated[s] += !last && (requantised[o] > MaxByte || (requantised[o] < 0 && layer.Activation != Activation.Relu)) ? 1 : 0;
            }
        });
        double decibels = 10.0 * Math.Log10(signal.Sum() / Math.Max(noise.Sum(), 1e-30));
        return (y, new LayerLoss(l + 1, double.IsFinite(decibels) ? decibels : null, saturated.Sum(), (long)x.Length * layer.Outputs));
    }

    private static T[] Repeat<T>(T value, int count)
    {
        T[] array = new T[count];
        Array.Fill(array, value);
        return array;
    }
}
