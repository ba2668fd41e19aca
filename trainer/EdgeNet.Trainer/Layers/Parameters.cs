using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers;

/// <summary>The weights of a layer while it runs or learns, apart from the values that pass through it. The bias is the row after the weights: its input is always 1. The scales of a normalisation are the last row.</summary>
internal sealed unsafe class Parameters : IDisposable
{
    private readonly AlignedFloats _statistics;

    /// <summary>Takes weights over.</summary>
    /// <param name="start">The weights.</param>
    /// <param name="learns">Whether gradients are summed.</param>
    /// <param name="passesBack">Whether deltas go back through the weights.</param>
    /// <param name="moments">How many moments the optimiser keeps per weight.</param>
    public Parameters(FloatMatrix start, bool learns, bool passesBack, int moments)
    {
        Terms = start.Terms;
        Outputs = start.Outputs;
        IsNormalised = start.Norm is not null;
        Stride = Tensor.Pad(Outputs);
        TransposedStride = Tensor.Pad(Terms);
        long size = (long)Rows * Stride;
        Master = new AlignedFloats(size);
        Effective = Master;
        Gradient = new AlignedFloats(learns ? size : 0);
        Moments = [.. Enumerable.Range(0, moments).Select(_ => new AlignedFloats(size))];
        Transposed = new AlignedFloats(passesBack ? (long)Outputs * TransposedStride : 0);
        _statistics = new AlignedFloats(IsNormalised ? 2 * Stride : 0);
        Set(Master, start);
        Changed(0, Rows);
    }

    /// <summary>Products in a sum, the bias apart.</summary>
    public int Terms { get; }

    /// <summary>Number of sums.</summary>
    public int Outputs { get; }

    /// <summary>Whether sums are normalised before the bias is added.</summary>
    public bool IsNormalised { get; }

    /// <summary>Rows of weights: one per term, the bias and, if sums are normalised, their scales.</summary>
    public int Rows => Terms + (IsNormalised ? 2 : 1);

    /// <summary>The biases.</summary>
    public float* Bias => Effective.Pointer + ((long)Terms * Stride);

    /// <summary>The scales of normalised sums.</summary>
    public float* NormScale => Bias + Stride;

    /// <summary>The running means of the sums that are normalised.</summary>
    public float* RunningMean => _statistics.Pointer;

    /// <summary>Their running variances.</summary>
    public float* RunningVariance => _statistics.Pointer + Stride;

    /// <summary>Floats from one row of weights to the next.</summary>
    public int Stride { get; }

    /// <summary>Floats from one row of transposed weights to the next.</summary>
    public int TransposedStride { get; }

    /// <summary>The weights that the optimiser changes and that files keep.</summary>
    public AlignedFloats Master { get; }

    /// <summary>The weights that layers multiply with: the master weights themselves, until a training for few bits puts rounded ones here.</summary>
    public AlignedFloats Effective { get; set; }

    /// <summary>The gradient, summed over a batch.</summary>
    public AlignedFloats Gradient { get; }

    /// <summary>What the optimiser keeps for each weight.</summary>
    public AlignedFloats[] Moments { get; }

    /// <summary>Effective weights without the rows after them, outputs x terms: what deltas are multiplied by. Empty if none go back.</summary>
    public AlignedFloats Transposed { get; }

    /// <summary>Whether the master weights, and what the optimiser keeps of them, are all numbers and none is infinite.</summary>
    public bool AreFinite => Array.TrueForAll([Master, .. Moments], numbers => AreAllFinite(numbers, Rows)) && AreAllFinite(_statistics, IsNormalised ? 2 : 0);

    /// <summary>The master weights as they are now.</summary>
    public FloatMatrix ToMatrix() => ToMatrix(Master);

    /// <summary>Numbers that belong to the weights, such as their gradient, as they are now.</summary>
    public FloatMatrix ToMatrix(AlignedFloats numbers) => new(Terms, Outputs, Read(numbers, 0, Terms), Read(numbers, Terms, Terms + 1))
    {
        Norm = IsNormalised ? new FloatNorm(Read(numbers, Terms + 1, Rows), numbers == Master ? Read(_statistics, 0, 1) : [], numbers == Master ? Read(_statistics, 1, 2) : []) : null,
    };

    /// <summary>Puts numbers that belong to the weights where <see cref="ToMatrix(AlignedFloats)"/> found them.</summary>
    public void Set(AlignedFloats numbers, FloatMatrix values)
    {
        Write(values.Weights, numbers, 0, Terms);
        Write(values.Bias, numbers, Terms, Terms + 1);
        if (values.Norm is not null)
        {
            Write(values.Norm.Scale, numbers, Terms + 1, Rows);
        }

        if (values.Norm is not null && numbers == Master)
        {
            Write(values.Norm.Mean, _statistics, 0, 1);
            Write(values.Norm.Variance, _statistics, 1, 2);
        }
    }

    /// <summary>Brings what is derived from some rows of the master weights up to date.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Changed(int from, int to)
    {
        if (Transposed.Length == 0)
        {
            return;
        }

        float* weights = Effective.Pointer;
        float* transposed = Transposed.Pointer;
        for (int t = from; t < Math.Min(to, Terms); t++)
        {
            for (int o = 0; o < Outputs; o++)
            {
                transposed[(o * TransposedStride) + t] = weights[(t * Stride) + o];
            }
        }
    }

    public void Dispose()
    {
        foreach (AlignedFloats buffer in (AlignedFloats[])[Master, Gradient, .. Moments, Transposed, _statistics])
        {
            buffer.Dispose();
        }
    }

    private bool AreAllFinite(AlignedFloats numbers, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            foreach (float number in new ReadOnlySpan<float>(numbers.Pointer + ((long)row * Stride), Outputs))
            {
                if (!float.IsFinite(number))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void Write(float[] from, AlignedFloats to, int firstRow, int endRow)
    {
        for (int row = firstRow; row < endRow; row++)
        {
            from.AsSpan((row - firstRow) * Outputs, Outputs).CopyTo(new Span<float>(to.Pointer + (row * Stride), Outputs));
        }
    }

    private float[] Read(AlignedFloats from, int firstRow, int endRow)
    {
        float[] copy = new float[(endRow - firstRow) * Outputs];
        for (int row = firstRow; row < endRow; row++)
        {
            new ReadOnlySpan<float>(from.Pointer + (row * Stride), Outputs).CopyTo(copy.AsSpan((row - firstRow) * Outputs));
        }

        return copy;
    }
}
