using System.Runtime.CompilerServices;
using EdgeNet.Data;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers.Depthwise;

/// <summary>A depthwise convolution at work, on groups of samples.</summary>
internal sealed unsafe class DepthwiseRunner<T> : LayerRunner<T>
    where T : struct, IFloatVector<T>
{
    private readonly Activation _activation;
    private readonly Parameters _weights;
    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly PaddedGroups _padded;
    private readonly BatchNormalisation<T>? _norm;
    private readonly AlignedFloats _zeros;
    private readonly int[] _places;

    public DepthwiseRunner(Shape shape, Window window, Activation activation, Parameters weights, Tensor input, Tensor output)
        : base(weights)
    {
        input.ReadGroups();
        output.WriteGroups();
        _activation = activation;
        _weights = weights;
        _input = input;
        _output = output;
        _padded = new PaddedGroups(input, shape, window);
        _norm = weights.IsNormalised ? new BatchNormalisation<T>(weights, output, activation == Activation.Relu) : null;
        _zeros = new AlignedFloats(weights.Stride);
        _places = [.. _padded.Terms.Where((_, t) => t % shape.Channels == 0)];
    }

    public override void BeginLearning() => _norm?.BeginLearning();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Sum(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to); group++)
        {
            float* bias = _norm is null ? _weights.Bias : _zeros.Pointer;
            float* sums = _norm is null ? _output.GroupValues(group) : _norm.Sums(group);
            DepthwiseKernels<T>.Multiply(_padded.Read(group), _padded.Positions, _places, _weights.Effective.Pointer, _weights.Stride, bias, _weights.Outputs, sums);
            _norm?.Apply(group, Tensor.SamplesOf(group, to));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Activate(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to) && _norm is not { Rectifies: true }; group++)
        {
            int count = _output.Count * Tensor.GroupSize;
            ActivationKernels<T>.Apply(_activation, _output.GroupValues(group), count, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ActivateBack(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to); group++)
        {
            if (_norm is not { Rectifies: true })
            {
                ActivationKernels<T>.MultiplyByDerivative(_activation, _output.GroupValues(group), _output.GroupDeltas(group), _output.Count * Tensor.GroupSize);
            }

            _norm?.Back(group, Tensor.SamplesOf(group, to));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumBack(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to) && _input.PassesBack; group++)
        {
            DepthwiseKernels<T>.MultiplyBack(_output.GroupDeltas(group), _padded.Positions, _places, _weights.Effective.Pointer, _weights.Stride, _weights.Outputs, _padded.BeginDeltas(group));
            _padded.EndDeltas(group);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumGradient(int batch, int from, int to)
    {
        int terms = _weights.Terms, groups = Tensor.GroupsOf(batch);
        for (int t = from; t < Math.Min(to, terms); t++)
        {
            DepthwiseKernels<T>.Gradient(_padded.Values(0), _padded.Length, _output.GroupDeltas(0), groups, _padded.Positions, _places[t], _weights.Outputs, _weights.Gradient.Pointer + ((long)t * _weights.Stride));
        }

        for (int row = Math.Max(from, terms); row < to; row++)
        {
            if (_norm is null)
            {
                ConvolutionKernels<T>.Sum(_output.GroupDeltas(0), groups, _padded.Positions.Length, _weights.Outputs, _weights.Gradient.Pointer + ((long)row * _weights.Stride));
            }
            else
            {
                _norm.SumGradient(batch, row);
            }
        }
    }

    public override void LearnStatistics(int batch, int step) => _norm?.LearnStatistics(batch, step);

    public override void Dispose()
    {
        _padded.Dispose();
        _norm?.Dispose();
        _zeros.Dispose();
        base.Dispose();
    }
}
