using System.Runtime.CompilerServices;
using EdgeNet.Data;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers.Depthwise;

/// <summary>A depthwise convolution at work.</summary>
internal sealed unsafe class DepthwiseRunner<T> : FilterRunner<T>
    where T : struct, IFloatVector<T>
{
    private readonly int[] _places;

    public DepthwiseRunner(Shape shape, Window window, Activation activation, Parameters weights, Tensor input, Tensor output)
        : base(shape, window, activation, weights, input, output, addsToPadded: true)
    {
        _places = [.. Padded.Terms.Where((_, t) => t % shape.Channels == 0)];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumBack(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to) && Input.PassesBack; group++)
        {
            DepthwiseKernels<T>.MultiplyBack(Output.GroupDeltas(group), Padded.Positions, _places, Weights.Effective.Pointer, Weights.Stride, Weights.Outputs, Padded.BeginDeltas(group));
            Padded.EndDeltas(group);
        }
    }

    protected override void Multiply(int group, float* bias, float* sums) =>
        DepthwiseKernels<T>.Multiply(Padded.Read(group), Padded.Positions, _places, Weights.Effective.Pointer, Weights.Stride, bias, Weights.Outputs, sums);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void SumWeights(int groups, int from, int to)
    {
        for (int t = from; t < to; t++)
        {
            DepthwiseKernels<T>.Gradient(Padded.Values(0), Padded.Length, Output.GroupDeltas(0), groups, Padded.Positions, _places[t], Weights.Outputs, Weights.Gradient.Pointer + ((long)t * Weights.Stride));
        }
    }
}
