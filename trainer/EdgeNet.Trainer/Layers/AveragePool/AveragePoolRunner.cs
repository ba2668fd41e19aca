using EdgeNet.Data;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers.AveragePool;

/// <summary>Average pooling at work.</summary>
internal sealed unsafe class AveragePoolRunner<T>(Shape shape, Window window, Tensor input, Tensor output) : PoolRunner<T>(shape, window, input, output)
    where T : struct, IFloatVector<T>
{
    protected override void Pool(float* x, float* y) => PoolKernels<T>.Average(x, Places, Channels, y);

    protected override void PoolBack(float* x, float* y, float* deltas, float* back) => PoolKernels<T>.AverageBack(Places, Channels, deltas, back);
}
