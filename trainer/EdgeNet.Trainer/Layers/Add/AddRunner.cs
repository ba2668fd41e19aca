using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers.Add;

/// <summary>A sum of two tensors at work, on groups of samples.</summary>
internal sealed unsafe class AddRunner<T> : LayerRunner<T>
    where T : struct, IFloatVector<T>
{
    private readonly Activation _activation;
    private readonly Tensor[] _inputs;
    private readonly Tensor _output;
    private readonly int _count;

    public AddRunner(Activation activation, Tensor[] inputs, Tensor output)
        : base(null)
    {
        Array.ForEach(inputs, i => i.ReadGroups());
        output.WriteGroups();
        _activation = activation;
        _inputs = inputs;
        _output = output;
        _count = output.Count * Tensor.GroupSize;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Sum(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to); group++)
        {
            float* a = _inputs[0].GroupValues(group);
            float* b = _inputs[1].GroupValues(group);
            float* y = _output.GroupValues(group);
            for (int i = 0; i < _count; i += T.Count)
            {
                T.Store(T.Add(T.Load(a + i), T.Load(b + i)), y + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Activate(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to); group++)
        {
            ActivationKernels<T>.Apply(_activation, _output.GroupValues(group), _count, _count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ActivateBack(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to); group++)
        {
            ActivationKernels<T>.MultiplyByDerivative(_activation, _output.GroupValues(group), _output.GroupDeltas(group), _count);
        }
    }

    public override void SumBack(int from, int to)
    {
        foreach (Tensor input in _inputs)
        {
            for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to) && input.PassesBack; group++)
            {
                new ReadOnlySpan<float>(_output.GroupDeltas(group), _count).CopyTo(new Span<float>(input.GroupDeltas(group), _count));
            }
        }
    }
}
