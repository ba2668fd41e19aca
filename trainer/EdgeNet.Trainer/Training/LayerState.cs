using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Training;

/// <summary>A layer while it learns. The bias is the last row of the weights: its input is always 1.</summary>
internal sealed unsafe class LayerState : IDisposable
{
    private const int Padding = 16;

    public LayerState(int inputs, int outputs, Activation activation, int batch, bool keepsMoments, bool keepsErrors, bool first)
    {
        Inputs = inputs;
        Outputs = outputs;
        Activation = activation;
        Stride = Pad(outputs);
        OutputStride = Pad(outputs + 1);
        long size = (long)Rows * Stride;
        Weights = new AlignedFloats(size);
        Gradient = new AlignedFloats(size);
        FirstMoment = new AlignedFloats(keepsMoments ? size : 0);
        SecondMoment = new AlignedFloats(keepsMoments ? size : 0);
        TransposedStride = Pad(inputs);
        Transposed = new AlignedFloats(first ? 0 : (long)outputs * TransposedStride);
        Output = new AlignedFloats((long)batch * OutputStride);
        Delta = new AlignedFloats((long)batch * Stride);
        Error = new AlignedFloats(keepsErrors ? (long)batch * Stride : 0);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public Activation Activation { get; }

    /// <summary>Rows of weights: one an input, and the bias.</summary>
    public int Rows => Inputs + 1;

    /// <summary>Floats a row of weights and of deltas.</summary>
    public int Stride { get; }

    /// <summary>Floats a row of outputs: a 1 follows the outputs, for the next layer's bias.</summary>
    public int OutputStride { get; }

    /// <summary>Floats a row of transposed weights.</summary>
    public int TransposedStride { get; }

    public AlignedFloats Weights { get; }

    public AlignedFloats Gradient { get; }

    public AlignedFloats FirstMoment { get; }

    public AlignedFloats SecondMoment { get; }

    /// <summary>Weights without the bias, outputs x inputs: what deltas are multiplied by. Empty in the first layer.</summary>
    public AlignedFloats Transposed { get; }

    public AlignedFloats Output { get; }

    public AlignedFloats Delta { get; }

    /// <summary>Errors before they are multiplied by the activation's slope; kept only where they are split.</summary>
    public AlignedFloats Error { get; }

    /// <summary>The next multiple of a register's width.</summary>
    public static int Pad(int count) => (count + Padding - 1) / Padding * Padding;

    /// <summary>Takes weights over from a layer.</summary>
    public void Set(FloatLayer layer)
    {
        for (int i = 0; i < Rows; i++)
        {
            for (int o = 0; o < Outputs; o++)
            {
                Weights.Pointer[(i * Stride) + o] = i < Inputs ? layer.Weights[(i * Outputs) + o] : layer.Bias[o];
            }
        }

        Transpose(0, Inputs);
    }

    /// <summary>The weights as they are now.</summary>
    public FloatLayer ToLayer() => new(Inputs, Outputs, Activation, Copy(Weights, 0, Inputs), Copy(Weights, Inputs, Rows));

    /// <summary>The gradient as it is now: of the weights, and of the biases.</summary>
    public (float[] Weights, float[] Bias) ToGradient() => (Copy(Gradient, 0, Inputs), Copy(Gradient, Inputs, Rows));

    /// <summary>Brings the transposed weights up to date for some inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Transpose(int from, int to)
    {
        if (Transposed.Length == 0)
        {
            return;
        }

        float* weights = Weights.Pointer;
        float* transposed = Transposed.Pointer;
        for (int i = from; i < Math.Min(to, Inputs); i++)
        {
            for (int o = 0; o < Outputs; o++)
            {
                transposed[(o * TransposedStride) + i] = weights[(i * Stride) + o];
            }
        }
    }

    public void Dispose()
    {
        foreach (AlignedFloats buffer in new[] { Weights, Gradient, FirstMoment, SecondMoment, Transposed, Output, Delta, Error })
        {
            buffer.Dispose();
        }
    }

    private float[] Copy(AlignedFloats from, int firstRow, int endRow)
    {
        float[] copy = new float[(endRow - firstRow) * Outputs];
        for (int i = firstRow; i < endRow; i++)
        {
            new ReadOnlySpan<float>(from.Pointer + (i * Stride), Outputs).CopyTo(copy.AsSpan((i - firstRow) * Outputs));
        }

        return copy;
    }
}
