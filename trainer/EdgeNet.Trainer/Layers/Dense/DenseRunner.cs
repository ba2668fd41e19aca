using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers.Dense;

/// <summary>A dense layer at work.</summary>
internal sealed unsafe class DenseRunner<T> : LayerRunner<T>
    where T : struct, IFloatVector<T>
{
    // Where fewer inputs are not 0 than this, it pays to pass over the others, even if they are scattered: "roofline" of the benchmarks measures it.
    private const double FewNonZeros = 0.25;
    private const double FewNonZerosOfWide = 0.5;
    private const int WideOutputs = 64;

    private readonly Activation _activation;
    private readonly Parameters _weights;
    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly DeferredChange<T>? _deferred;
    private NonZeroInputs? _nonZeros;

    public DenseRunner(Activation activation, Parameters weights, Tensor input, Tensor output)
        : base(weights)
    {
        _activation = activation;
        _weights = weights;
        _input = input;
        _output = output;

        // Only where each step is one sample: the next one's forward pass makes the change.
        _deferred = input.Rows == 1 && !input.PassesBack ? new DeferredChange<T>(weights) : null;
    }

    public override bool PassOverZeros(double share)
    {
        _nonZeros = _input.Rows > 1 && share < (_weights.Outputs < WideOutputs ? FewNonZeros : FewNonZerosOfWide) ? new NonZeroInputs(_input) : null;
        return _nonZeros is not null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Sum(int from, int to)
    {
        if (_deferred is { IsPending: true })
        {
            _deferred.ApplyAndMultiply(_input.Values(0), _output.Values(0));
            return;
        }

        if (_nonZeros is not null)
        {
            _nonZeros.FindInSamples<T>(from, to);
            SparseKernels<T>.Multiply(_input.Values(from), _input.Stride, 1, _nonZeros.OfSamples(from), _nonZeros.WordsOfSample, to - from,
                _weights.Effective.Pointer, _weights.Stride, _weights.Stride, _output.Values(from), _output.Stride);
            return;
        }

        MatrixKernels<T>.Multiply(_input.Values(from), _input.Stride, to - from, _weights.Rows, _weights.Effective.Pointer, _weights.Stride, _weights.Stride,
            _output.Values(from), _output.Stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Activate(int from, int to)
    {
        for (int row = from; row < to; row++)
        {
            ActivationKernels<T>.Apply(_activation, _output.Values(row), _output.Count, _output.DeltaStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ActivateBack(int from, int to)
    {
        for (int row = from; row < to; row++)
        {
            ActivationKernels<T>.MultiplyByDerivative(_activation, _output.Values(row), _output.Deltas(row), _output.DeltaStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumBack(int from, int to)
    {
        if (_input.PassesBack)
        {
            MatrixKernels<T>.Multiply(_output.Deltas(from), _output.DeltaStride, to - from, _weights.Outputs, _weights.Transposed.Pointer, _weights.TransposedStride, _input.DeltaStride,
                _input.Deltas(from), _input.DeltaStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumGradient(int batch, int from, int to)
    {
        if (_nonZeros is not null)
        {
            _nonZeros.FindInValues(batch, from, to);
            SparseKernels<T>.Multiply(_input.Values(0) + from, 1, _input.Stride, _nonZeros.OfValues(from), _nonZeros.WordsOfValue, to - from,
                _output.Deltas(0), _output.DeltaStride, _weights.Stride, _weights.Gradient.Pointer + ((long)from * _weights.Stride), _weights.Stride);
            return;
        }

        MatrixKernels<T>.MultiplyTransposed(_input.Values(0), _input.Stride, from, to, batch, _output.Deltas(0), _output.DeltaStride, _weights.Stride, _weights.Gradient.Pointer, _weights.Stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool LearnOne(int from, int to, float rate)
    {
        if (_weights.Effective != _weights.Master)
        {
            return false;
        }

        if (_deferred is null)
        {
            MatrixKernels<T>.AddOuterProduct(_input.Values(0), from, to, -rate, _output.Deltas(0), _weights.Stride, _weights.Master.Pointer, _weights.Stride);
            _weights.Changed(from, to);
        }
        else if (from == 0)
        {
            _deferred.Defer(_input.Values(0), _output.Deltas(0), rate);
        }

        return true;
    }

    public override void Flush() => _deferred?.Flush();

    public override void Dispose()
    {
        _deferred?.Dispose();
        base.Dispose();
    }
}
