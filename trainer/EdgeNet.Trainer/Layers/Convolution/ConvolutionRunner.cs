using System.Runtime.CompilerServices;
using EdgeNet.Data;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers.Convolution;

/// <summary>A convolution at work.</summary>
internal sealed unsafe class ConvolutionRunner<T> : FilterRunner<T>
    where T : struct, IFloatVector<T>
{
    private readonly int _channels;
    private readonly int[][] _places;
    private AlignedFloats? _lanes;

    // Where a ReLU is part of the products while the layer learns, its way back sums the deltas of each group, which the biases learn from.
    private AlignedFloats? _biasSums;
    private long[] _windows = [];

    public ConvolutionRunner(Shape shape, Window window, Activation activation, Parameters weights, Tensor input, Tensor output)
        : base(shape, window, activation, weights, input, output, addsToPadded: false)
    {
        _channels = shape.Channels;
        _places = Tensor.InGroups(window.Places(shape));
    }

    protected override bool Rectifies => _biasSums is not null || base.Rectifies;

    public override void BeginLearning()
    {
        base.BeginLearning();
        _biasSums = Norm is null && Activation == Activation.Relu ? new AlignedFloats((long)Output.Groups * Weights.Stride) : null;
        _lanes = new AlignedFloats((long)Weights.Terms * Weights.Outputs * Tensor.GroupSize);
        _windows = [.. Enumerable.Range(0, Input.Groups).SelectMany(group => Padded.Positions.Select(at => at + ((long)group * Padded.Length)))];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumBack(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to) && Input.PassesBack; group++)
        {
            Input.ClearGroupDeltas(group);
            ConvolutionKernels<T>.MultiplyBack(Output.GroupDeltas(group), _places, _channels, Weights.Transposed.Pointer, Weights.TransposedStride, Weights.Outputs, Input.GroupDeltas(group));
        }
    }

    public override void Dispose()
    {
        _lanes?.Dispose();
        _biasSums?.Dispose();
        base.Dispose();
    }

    protected override void Multiply(int group, float* bias, float* sums) =>
        ConvolutionKernels<T>.Multiply(Padded.Read(group), Padded.Positions, Padded.Terms, Weights.Effective.Pointer, Weights.Stride, bias, Weights.Outputs, _biasSums is not null, sums);

    protected override void ActivateBack(int group)
    {
        if (_biasSums is null)
        {
            base.ActivateBack(group);
            return;
        }

        ConvolutionKernels<T>.RectifyBack(Output.GroupValues(group), Output.GroupDeltas(group), Padded.Positions.Length, Weights.Outputs, BiasSums(group));
    }

    protected override void SumWeights(int groups, int from, int to)
    {
        ReadOnlySpan<long> windows = _windows.AsSpan(0, groups * Padded.Positions.Length);
        ConvolutionKernels<T>.Gradient(Padded.Values(0), windows, Padded.Terms, from, to, Output.GroupDeltas(0), Weights.Outputs, _lanes!.Pointer, Weights.Gradient.Pointer, Weights.Stride);
    }

    protected override void SumBiases(int groups, float* gradient)
    {
        if (_biasSums is null)
        {
            base.SumBiases(groups, gradient);
            return;
        }

        for (int f = 0; f < Weights.Outputs; f++)
        {
            gradient[f] = 0f;
            for (int group = 0; group < groups; group++)
            {
                gradient[f] += BiasSums(group)[f];
            }
        }
    }

    private float* BiasSums(int group) => _biasSums!.Pointer + ((long)group * Weights.Stride);
}
