using System.Runtime.CompilerServices;
using EdgeNet.Data;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers.Convolution;

/// <summary>A convolution at work, on groups of samples.</summary>
internal sealed unsafe class ConvolutionRunner<T> : LayerRunner<T>
    where T : struct, IFloatVector<T>
{
    private readonly int _channels;
    private readonly Activation _activation;
    private readonly Parameters _weights;
    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly PaddedGroups _padded;
    private readonly BatchNormalisation<T>? _norm;
    private readonly int[][] _places;
    private readonly AlignedFloats _zeros;
    private AlignedFloats? _lanes;

    // Where a ReLU is part of the products while the layer learns, its way back sums the deltas of each group, which the biases learn from.
    private AlignedFloats? _biasSums;
    private long[] _windows = [];

    public ConvolutionRunner(Shape shape, Window window, Activation activation, Parameters weights, Tensor input, Tensor output)
        : base(weights)
    {
        input.ReadGroups();
        output.WriteGroups();
        _channels = shape.Channels;
        _activation = activation;
        _weights = weights;
        _input = input;
        _output = output;
        _padded = new PaddedGroups(input, shape, window);
        _norm = weights.IsNormalised ? new BatchNormalisation<T>(weights, output, activation == Activation.Relu) : null;
        _places = Tensor.InGroups(window.Places(shape));
        _zeros = new AlignedFloats(weights.Stride);
    }

    // Whether outputs have been through the ReLU when they are written.
    private bool Rectifies => _biasSums is not null || _norm is { Rectifies: true };

    public override void BeginLearning()
    {
        _norm?.BeginLearning();
        _biasSums = _norm is null && _activation == Activation.Relu ? new AlignedFloats((long)_output.Groups * _weights.Stride) : null;
        _lanes = new AlignedFloats((long)_weights.Terms * _weights.Outputs * Tensor.GroupSize);
        _windows = [.. Enumerable.Range(0, _input.Groups).SelectMany(group => _padded.Positions.Select(at => at + ((long)group * _padded.Length)))];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Sum(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to); group++)
        {
            float* bias = _norm is null ? _weights.Bias : _zeros.Pointer;
            float* sums = _norm is null ? _output.GroupValues(group) : _norm.Sums(group);
            ConvolutionKernels<T>.Multiply(_padded.Read(group), _padded.Positions, _padded.Terms, _weights.Effective.Pointer, _weights.Stride, bias, _weights.Outputs, _biasSums is not null, sums);
            _norm?.Apply(group, Tensor.SamplesOf(group, to));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Activate(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to) && !Rectifies; group++)
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
            if (_biasSums is not null)
            {
                ConvolutionKernels<T>.RectifyBack(_output.GroupValues(group), _output.GroupDeltas(group), _padded.Positions.Length, _weights.Outputs, BiasSums(group));
            }
            else if (!Rectifies)
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
            _input.ClearGroupDeltas(group);
            ConvolutionKernels<T>.MultiplyBack(_output.GroupDeltas(group), _places, _channels, _weights.Transposed.Pointer, _weights.TransposedStride, _weights.Outputs, _input.GroupDeltas(group));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumGradient(int batch, int from, int to)
    {
        int terms = _weights.Terms, groups = Tensor.GroupsOf(batch);
        if (from < terms)
        {
            ReadOnlySpan<long> windows = _windows.AsSpan(0, groups * _padded.Positions.Length);
            ConvolutionKernels<T>.Gradient(_padded.Values(0), windows, _padded.Terms, from, Math.Min(to, terms), _output.GroupDeltas(0), _weights.Outputs, _lanes!.Pointer,
                _weights.Gradient.Pointer, _weights.Stride);
        }

        for (int row = Math.Max(from, terms); row < to; row++)
        {
            float* gradient = _weights.Gradient.Pointer + ((long)row * _weights.Stride);
            if (_norm is not null)
            {
                _norm.SumGradient(batch, row);
            }
            else if (_biasSums is not null)
            {
                for (int f = 0; f < _weights.Outputs; f++)
                {
                    gradient[f] = 0f;
                    for (int group = 0; group < groups; group++)
                    {
                        gradient[f] += BiasSums(group)[f];
                    }
                }
            }
            else
            {
                ConvolutionKernels<T>.Sum(_output.GroupDeltas(0), groups, _padded.Positions.Length, _weights.Outputs, gradient);
            }
        }
    }

    public override void LearnStatistics(int batch, int step) => _norm?.LearnStatistics(batch, step);

    public override void Dispose()
    {
        _padded.Dispose();
        _norm?.Dispose();
        _zeros.Dispose();
        _lanes?.Dispose();
        _biasSums?.Dispose();
        base.Dispose();
    }

    private float* BiasSums(int group) => _biasSums!.Pointer + ((long)group * _weights.Stride);
}
