using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Quantization.Arithmetic;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.FakeQuantization;

/// <summary>Rounds the weights of a layer while it learns: layers multiply with the rounded ones, and the exact ones change. Each output has a step, which is learned.</summary>
internal sealed unsafe class WeightFakeQuantizer : IDisposable
{
    // Rows that one thread sums, so that the sums are the same with any number of threads.
    private const int Tile = 4;

    private readonly Parameters _weights;
    private readonly float _largest;
    private readonly InputStep _input;
    private readonly StepSizes _steps;
    private readonly AlignedFloats _stepRow;
    private readonly AlignedFloats _rounded;
    private readonly AlignedFloats _sums;

    /// <summary>Prepares to round; the weights stay exact until <see cref="Start"/>.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="largest">The largest integer weight.</param>
    /// <param name="input">What the integers mean that they are multiplied with.</param>
    public WeightFakeQuantizer(Parameters weights, int largest, InputStep input)
    {
        _weights = weights;
        _largest = largest;
        _input = input;
        _steps = new StepSizes(weights.Outputs);
        _stepRow = new AlignedFloats(weights.Stride);
        _rounded = new AlignedFloats((long)weights.Rows * weights.Stride);
        _sums = new AlignedFloats((long)((weights.Terms + Tile - 1) / Tile) * weights.Stride);
    }

    /// <summary>The steps.</summary>
    public StepSizes Steps => _steps;

    /// <summary>The weights and biases rounded to multiples of their steps, one number at a time.</summary>
    /// <param name="matrix">The weights.</param>
    /// <param name="steps">One per output.</param>
    /// <param name="largest">The largest integer weight.</param>
    /// <param name="input">What the integers mean that they are multiplied with.</param>
    public static FloatMatrix Round(FloatMatrix matrix, float[] steps, int largest, InputStep input)
    {
        float[] weights = [.. matrix.Weights.Select((w, i) => MathF.Round(Math.Clamp(w / steps[i % matrix.Outputs], -largest, largest)) * steps[i % matrix.Outputs])];
        return matrix with
        {
            Weights = weights,
            Bias = [.. matrix.Bias.Select((b, o) => RoundedBias(b, steps[o], input, Enumerable.Range(0, matrix.Terms).Sum(t => (double)weights[(t * matrix.Outputs) + o]), matrix.Norm, o))],
        };
    }

    /// <summary>Begins to round, with the steps of least squared error.</summary>
    public void FindSteps()
    {
        FloatMatrix matrix = _weights.ToMatrix();
        for (int o = 0; o < matrix.Outputs; o++)
        {
            int output = o;
            double[] column = [.. Enumerable.Range(0, matrix.Terms).Select(t => (double)matrix.Weights[(t * matrix.Outputs) + output])];
            double step = StepSearch.LeastSquares(column, -_largest, _largest);
            _steps.Values[o] = step > 0 ? (float)step : 1f / _largest;
        }
    }

    /// <summary>From now on layers multiply with rounded weights.</summary>
    public void Start<T>()
        where T : struct, IFloatVector<T>
    {
        _weights.Effective = _rounded;
        FillStepRow();
        Round<T>(0, _weights.Rows);
    }

    /// <summary>Rounds some rows of weights, after they or their steps have changed.</summary>
    public void Round<T>(int from, int to)
        where T : struct, IFloatVector<T>
    {
        for (int row = from; row < to; row++)
        {
            float* exact = _weights.Master.Pointer + ((long)row * _weights.Stride), rounded = _rounded.Pointer + ((long)row * _weights.Stride);
            if (row < _weights.Terms)
            {
                FakeQuantizationKernels<T>.RoundWeights(exact, _stepRow.Pointer, rounded, _weights.Stride, _largest);
            }
            else if (_weights.IsNormalised)
            {
                // The step of a sum changes with its variance, which only the quantiser knows for good.
                new ReadOnlySpan<float>(exact, _weights.Stride).CopyTo(new Span<float>(rounded, _weights.Stride));
            }
            else
            {
                for (int o = 0; o < _weights.Outputs; o++)
                {
                    rounded[o] = RoundedBias(exact[o], _steps.Values[o], _input, _input.Zero == 0f ? 0 : SumOfRounded(o));
                }
            }
        }

        _weights.Changed(from, to);
    }

    /// <summary>Turns the gradient of some rows of rounded weights into that of the exact ones, and sums that of the steps.</summary>
    /// <param name="from">First row, a multiple of 4.</param>
    /// <param name="to">Row after the last, a multiple of 4 or the last.</param>
    public void Back<T>(int from, int to)
        where T : struct, IFloatVector<T>
    {
        int stride = _weights.Stride;
        for (int row = from; row < Math.Min(to, _weights.Terms); row++)
        {
            float* sums = _sums.Pointer + ((long)(row / Tile) * stride);
            if (row % Tile == 0)
            {
                new Span<float>(sums, stride).Clear();
            }

            FakeQuantizationKernels<T>.BackWeights(_weights.Master.Pointer + ((long)row * stride), _stepRow.Pointer, _weights.Gradient.Pointer + ((long)row * stride), stride, _largest, sums);
        }
    }

    /// <summary>The gradients of the steps, summed over the batch.</summary>
    public double[] StepGradients()
    {
        double[] sums = new double[_weights.Outputs];
        for (long row = 0; row < _sums.Length; row += _weights.Stride)
        {
            float* terms = _sums.Pointer + row;
            for (int o = 0; o < sums.Length; o++)
            {
                sums[o] += terms[o];
            }
        }

        return sums;
    }

    /// <summary>Changes the steps, by one thread. <see cref="Round"/> must follow.</summary>
    public void Learn(int batch, float rate, int stepNumber)
    {
        _steps.Learn(StepGradients(), batch, rate, stepNumber);
        FillStepRow();
    }

    public void Dispose()
    {
        _stepRow.Dispose();
        _rounded.Dispose();
        _sums.Dispose();
    }

    // A board adds the bias to sums whose step is that of the weights times that of the inputs; the inputs' zero is part of it, and so is a normalisation.
    private static float RoundedBias(float bias, float weightStep, InputStep input, double sumOfWeights, FloatNorm? norm = null, int output = 0)
    {
        double factor = norm?.Factor(output) ?? 1, step = Math.Abs(factor) * weightStep * input.Step;
        double more = factor * ((input.Zero * sumOfWeights) - (norm?.Mean[output] ?? 0));
        return step > 0 ? (float)((step * Math.Round((bias + more) / step)) - more) : bias;
    }

    // From the exact weights, as other threads may not have rounded theirs yet.
    private double SumOfRounded(int output)
    {
        double sum = 0;
        float step = _steps.Values[output];
        for (int t = 0; t < _weights.Terms; t++)
        {
            sum += MathF.Round(Math.Clamp(_weights.Master.Pointer[((long)t * _weights.Stride) + output] / step, -_largest, _largest)) * step;
        }

        return sum;
    }

    // The numbers behind the last output are 0 and stay 0.
    private void FillStepRow()
    {
        new Span<float>(_stepRow.Pointer, _weights.Stride).Fill(1f);
        _steps.Values.CopyTo(new Span<float>(_stepRow.Pointer, _weights.Outputs));
    }
}
