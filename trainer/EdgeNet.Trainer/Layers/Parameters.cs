using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers;

/// <summary>The weights of a layer while it runs or learns, apart from the values that pass through it. The bias is the last row: its input is always 1.</summary>
internal sealed unsafe class Parameters : IDisposable
{
    /// <summary>Takes weights over.</summary>
    /// <param name="start">The weights.</param>
    /// <param name="learns">Whether gradients are summed.</param>
    /// <param name="passesBack">Whether deltas go back through the weights.</param>
    /// <param name="moments">How many moments the optimiser keeps per weight.</param>
    public Parameters(FloatMatrix start, bool learns, bool passesBack, int moments)
    {
        Terms = start.Terms;
        Outputs = start.Outputs;
        Stride = Tensor.Pad(Outputs);
        TransposedStride = Tensor.Pad(Terms);
        long size = (long)Rows * Stride;
        Master = new AlignedFloats(size);
        Effective = Master;
        Gradient = new AlignedFloats(learns ? size : 0);
        Moments = [.. Enumerable.Range(0, moments).Select(_ => new AlignedFloats(size))];
        Transposed = new AlignedFloats(passesBack ? (long)Outputs * TransposedStride : 0);
        Write(start.Weights, Master, 0, Terms);
        Write(start.Bias, Master, Terms, Rows);
        Changed(0, Rows);
    }

    /// <summary>Products in a sum, the bias apart.</summary>
    public int Terms { get; }

    /// <summary>Number of sums.</summary>
    public int Outputs { get; }

    /// <summary>Rows of weights: one per term, and the bias.</summary>
    public int Rows => Terms + 1;

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

    /// <summary>Effective weights without the bias, outputs x terms: what deltas are multiplied by. Empty if none go back.</summary>
    public AlignedFloats Transposed { get; }

    /// <summary>Whether the master weights, and what the optimiser keeps of them, are all numbers and none is infinite.</summary>
    public bool AreFinite => Array.TrueForAll([Master, .. Moments], AreAllFinite);

    /// <summary>The master weights as they are now.</summary>
    public FloatMatrix ToMatrix() => ToMatrix(Master);

    /// <summary>Numbers that belong to the weights, such as their gradient, as they are now.</summary>
    public FloatMatrix ToMatrix(AlignedFloats numbers) => new(Terms, Outputs, Read(numbers, 0, Terms), Read(numbers, Terms, Rows));

    /// <summary>Puts numbers that belong to the weights where <see cref="ToMatrix(AlignedFloats)"/> found them.</summary>
    public void Set(AlignedFloats numbers, FloatMatrix values)
    {
        Write(values.Weights, numbers, 0, Terms);
        Write(values.Bias, numbers, Terms, Rows);
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
        foreach (AlignedFloats buffer in (AlignedFloats[])[Master, Gradient, .. Moments, Transposed])
        {
            buffer.Dispose();
        }
    }

    private bool AreAllFinite(AlignedFloats numbers)
    {
        for (int row = 0; row < Rows; row++)
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
