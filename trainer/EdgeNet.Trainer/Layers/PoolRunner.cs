using System.Runtime.CompilerServices;
using EdgeNet.Data;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers;

/// <summary>A layer that makes one value of each window, channel by channel, at work on groups of samples. Each kind of pool derives its own from this.</summary>
internal abstract unsafe class PoolRunner<T> : LayerRunner<T>
    where T : struct, IFloatVector<T>
{
    private readonly Tensor _input;
    private readonly Tensor _output;

    protected PoolRunner(Shape shape, Window window, Tensor input, Tensor output)
        : base(null)
    {
        input.ReadGroups();
        output.WriteGroups();
        Places = Tensor.InGroups(window.Inside(shape));
        Channels = shape.Channels;
        _input = input;
        _output = output;
    }

    /// <summary>For each window, where its pixels begin in a group.</summary>
    protected int[][] Places { get; }

    /// <summary>Channels of a pixel.</summary>
    protected int Channels { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Sum(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to); group++)
        {
            Pool(_input.GroupValues(group), _output.GroupValues(group));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumBack(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to) && _input.PassesBack; group++)
        {
            _input.ClearGroupDeltas(group);
            PoolBack(_input.GroupValues(group), _output.GroupValues(group), _output.GroupDeltas(group), _input.GroupDeltas(group));
        }
    }

    /// <summary>Computes the values of all windows.</summary>
    /// <param name="x">The pixels.</param>
    /// <param name="y">Receives the values.</param>
    protected abstract void Pool(float* x, float* y);

    /// <summary>Adds the deltas of all windows to those of the pixels that they come from.</summary>
    /// <param name="x">The pixels.</param>
    /// <param name="y">The values of the windows.</param>
    /// <param name="deltas">Their deltas.</param>
    /// <param name="back">The deltas of the pixels, 0 at first.</param>
    protected abstract void PoolBack(float* x, float* y, float* deltas, float* back);
}
