using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers.Dense;

/// <summary>Quantises a dense layer: the inputs' steps go into its weights, their zeros into its bias, and the bias is corrected for what rounding left.</summary>
internal sealed class DenseQuantizer : LayerQuantizer
{
    private const int MaxByte = 255;
    private const int WeightBits = 8;

    // The world holds stronger inputs than the calibration samples: room for them costs 4 dB of 45 and saves a percent where data differ.
    private const double Headroom = 2.0;

    // Sigmoid and tanh are flat beyond these; a table that reached further would only be coarser.
    private const float SigmoidReach = 8f;
    private const float TanhReach = 4f;

    private readonly Activation _activation;
    private readonly bool _givesLogits;
    private readonly QuantizedMatrix _unbiased;
    private readonly double[] _sumScale;

    /// <summary>Rounds the weights.</summary>
    /// <param name="matrix">The layer's weights.</param>
    /// <param name="activation">What it does with its sums.</param>
    /// <param name="input">What its inputs mean.</param>
    /// <param name="givesLogits">Whether it is the last layer.</param>
    public DenseQuantizer(FloatMatrix matrix, Activation activation, TensorScale input, bool givesLogits)
    {
        _activation = activation;
        _givesLogits = givesLogits;
        int terms = matrix.Terms, outputs = matrix.Outputs;
        sbyte[] weights = new sbyte[terms * outputs], column = new sbyte[terms];
        double[] real = new double[terms];
        _sumScale = new double[outputs];
        for (int o = 0; o < outputs; o++)
        {
            double bias = matrix.Bias[o];
            for (int i = 0; i < terms; i++)
            {
                double weight = matrix.Weights[(i * outputs) + o];
                real[i] = weight * input.Steps[i];
                bias += weight * input.Zeros[i];
            }

            // A bias that is huge beside the weights must still fit: then the weights lose precision, not the bias.
            _sumScale[o] = WeightQuantizer.Quantize(real, WeightBits, Math.Abs(bias) * 1.01 / ModelFormat.MaxBias, column);
            for (int i = 0; i < terms; i++)
            {
                weights[(i * outputs) + o] = column[i];
            }
        }

        _unbiased = new QuantizedMatrix(terms, outputs, weights, new int[outputs], [], [], []);
    }

    public override LayerObserver CreateObserver() => new Observer(_unbiased, _sumScale);

    public override (QuantizedLayer Integers, TensorScale Output) Quantize(IReadOnlyList<LayerObserver> observers)
    {
        int outputs = _unbiased.Outputs;
        Ranges ranges = new(outputs);
        double[] difference = new double[outputs];
        long count = 0;
        foreach (Observer observer in observers.Cast<Observer>())
        {
            ranges.Add(observer.Ranges);
            count += observer.Count;
            for (int o = 0; o < outputs; o++)
            {
                difference[o] += observer.Difference[o];
            }
        }

        // The bias that makes the mean of the integer sums equal to the mean of the float sums: it contains the float bias,
        // the zero points, and the mean error of rounded weights and inputs.
        int[] bias = new int[outputs], multiplier = new int[outputs];
        byte[] shift = new byte[outputs];
        OutputRange range = _givesLogits ? Logits() : Hidden(ranges);
        for (int o = 0; o < outputs; o++)
        {
            bias[o] = (int)Math.Clamp(Math.Round(difference[o] / count / _sumScale[o]), -ModelFormat.MaxBias, ModelFormat.MaxBias);
            double factor = _sumScale[o] / range.SumSteps[o];
            (multiplier[o], shift[o]) = factor < FixedPoint.FactorLimit ? FixedPoint.Of(factor)
                : throw new UserException("has a bias so much larger than its other terms that integers cannot represent both; are there columns or targets with tiny or huge numbers?");
        }

        QuantizedMatrix numbers = _unbiased with { Bias = bias, Multiplier = multiplier, Shift = shift, Table = range.Table };
        return (new QuantizedDense(numbers, _givesLogits ? Activation.Linear : _activation, range.ZeroPoint), range.Output);
    }

    // The coarsest channel's scale serves all, so that no logit can be larger than the sum it comes from.
    private OutputRange Logits() => OutputRange.Uniform(_sumScale.Length, _sumScale.Max(), (float)_sumScale.Max(), 0f, 0, []);

    private OutputRange Hidden(Ranges ranges)
    {
        const int One = 127, Centre = ModelFormat.TableCentre;
        int outputs = _sumScale.Length;
        switch (_activation)
        {
            case Activation.Relu:
                // Every unit has a range of its own; its scale moves into the next layer's weights at no cost.
                double[] steps = Array.ConvertAll(ranges.High, most => most > 0 ? Headroom * most / MaxByte : 1.0 / MaxByte);
                return new OutputRange(steps, new TensorScale(Array.ConvertAll(steps, s => (float)s), new float[outputs], 8), 0, []);

            case Activation.Sigmoid:
                double sigmoidStep = Reach(ranges, SigmoidReach) / Centre;
                return OutputRange.Uniform(outputs, sigmoidStep, 1f / MaxByte, 0f, Centre, Table(k => Math.Round(MaxByte * ActivationFunctions.Sigmoid(k * sigmoidStep))));

            case Activation.Tanh:
                double tanhStep = Reach(ranges, TanhReach) / Centre;
                return OutputRange.Uniform(outputs, tanhStep, 1f / One, -(float)Centre / One, Centre, Table(k => Centre + Math.Round(One * Math.Tanh(k * tanhStep))));

            default:
                float low = Math.Min(0f, ranges.Low.Min()), high = Math.Max(0f, ranges.High.Max());
                double step = high > low ? (high - low) / (double)MaxByte : 1.0;
                int zeroPoint = (int)Math.Round(-low / step);
                return OutputRange.Uniform(outputs, step, (float)step, (float)(-zeroPoint * step), zeroPoint, []);
        }
    }

    private static double Reach(Ranges ranges, float limit)
    {
        float most = Math.Max(ranges.High.Max(), -ranges.Low.Min());
        return most > 0 ? Math.Min(limit, most) : limit;
    }

    private static byte[] Table(Func<int, double> entry) =>
        [.. Enumerable.Range(0, ModelFormat.TableLength).Select(i => (byte)entry(i - ModelFormat.TableCentre))];

    // SumSteps: what a requantised step is worth before the activation. Output: what it is worth after it, for the next layer.
    private sealed record OutputRange(double[] SumSteps, TensorScale Output, int ZeroPoint, byte[] Table)
    {
        public static OutputRange Uniform(int count, double sumStep, float step, float zero, int zeroPoint, byte[] table) =>
            new([.. Enumerable.Repeat(sumStep, count)], TensorScale.Uniform(count, step, zero, 8), zeroPoint, table);
    }

    private sealed class Observer(QuantizedMatrix unbiased, double[] sumScale) : LayerObserver
    {
        public Ranges Ranges { get; } = new(unbiased.Outputs);

        public double[] Difference { get; } = new double[unbiased.Outputs];

        public long Count { get; private set; }

        public override void Add(ReadOnlySpan<float> sums, int[][] inputs)
        {
            Ranges.Add(sums);
            int[] integers = unbiased.Sums(inputs[0]);
            for (int o = 0; o < integers.Length; o++)
            {
                Difference[o] += sums[o] - (integers[o] * sumScale[o]);
            }

            Count++;
        }
    }
}
