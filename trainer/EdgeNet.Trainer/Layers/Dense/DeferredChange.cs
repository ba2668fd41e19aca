using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers.Dense;

/// <summary>
/// Learning from one sample at a time, the change of a large matrix is put off until the next sample's forward pass, which goes through
/// all weights anyway and changes them on its way. The same numbers as one after the other.
/// </summary>
internal sealed unsafe class DeferredChange<T>(Parameters weights) : IDisposable
    where T : struct, IFloatVector<T>
{
    private readonly AlignedFloats _input = new(weights.Rows);
    private readonly AlignedFloats _delta = new(weights.Stride);
    private float _rate;

    /// <summary>Whether a change waits to be made.</summary>
    public bool IsPending => _rate != 0f;

    /// <summary>Remembers a change.</summary>
    /// <param name="x">The sample's inputs and the bias's 1.</param>
    /// <param name="delta">Deltas of the sums.</param>
    /// <param name="rate">Learning rate.</param>
    public void Defer(float* x, float* delta, float rate)
    {
        new Span<float>(x, weights.Rows).CopyTo(new Span<float>(_input.Pointer, weights.Rows));
        new Span<float>(delta, weights.Stride).CopyTo(new Span<float>(_delta.Pointer, weights.Stride));
        _rate = rate;
    }

    /// <summary>Makes the change and multiplies the next sample's inputs with the changed weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ApplyAndMultiply(float* x, float* sums)
    {
        MatrixKernels<T>.AddOuterProductAndMultiply(_input.Pointer, -_rate, _delta.Pointer, x, weights.Rows, weights.Master.Pointer, weights.Stride, weights.Stride, sums);
        _rate = 0f;
    }

    /// <summary>Makes the change.</summary>
    public void Flush()
    {
        if (IsPending)
        {
            MatrixKernels<T>.AddOuterProduct(_input.Pointer, 0, weights.Rows, -_rate, _delta.Pointer, weights.Stride, weights.Master.Pointer, weights.Stride);
            _rate = 0f;
        }
    }

    public void Dispose()
    {
        _input.Dispose();
        _delta.Dispose();
    }
}
