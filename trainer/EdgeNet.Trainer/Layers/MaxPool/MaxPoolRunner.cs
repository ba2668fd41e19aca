using System.Runtime.CompilerServices;
using EdgeNet.Data;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers.MaxPool;

/// <summary>Max pooling at work, on groups of samples.</summary>
internal sealed unsafe class MaxPoolRunner<T> : LayerRunner<T>
    where T : struct, IFloatVector<T>
{
    private readonly int[][] _windows;
    private readonly int _channels;
    private readonly Tensor _input;
    private readonly Tensor _output;

    public MaxPoolRunner(Shape shape, Window window, Tensor input, Tensor output)
        : base(null)
    {
        input.ReadGroups();
        output.WriteGroups();
        _windows = Tensor.InGroups(window.Inside(shape));
        _channels = shape.Channels;
        _input = input;
        _output = output;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Sum(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to); group++)
        {
            PoolKernels<T>.Max(_input.GroupValues(group), _windows, _channels, _output.GroupValues(group));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumBack(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to) && _input.PassesBack; group++)
        {
            _input.ClearGroupDeltas(group);
            PoolKernels<T>.MaxBack(_input.GroupValues(group), _windows, _channels, _output.GroupValues(group), _output.GroupDeltas(group), _input.GroupDeltas(group));
        }
    }
}
