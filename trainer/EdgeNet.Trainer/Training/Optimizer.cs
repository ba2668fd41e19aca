using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Training;

/// <summary>Changes weights by their gradient.</summary>
internal sealed unsafe class Optimizer(OptimizerKind kind)
{
    private const float MomentumShare = 0.9f;

    /// <summary>Which of those numbers is a mean of squares, and so not negative: Adam's second.</summary>
    public const int SquaresMoment = 1;

    /// <summary>Whether a step is rate x gradient and nothing else, so that a gradient need not be written down before it is used.</summary>
    public bool IsPlain(float decay) => kind == OptimizerKind.Sgd && decay == 0f;

    /// <summary>How many numbers an optimiser keeps for each weight.</summary>
    public static int MomentsOf(OptimizerKind kind) => kind switch
    {
        OptimizerKind.Adam => 2,
        OptimizerKind.Momentum => 1,
        _ => 0,
    };

    /// <summary>Changes some rows of weights by the gradient summed over a batch. What is derived from them is not up to date afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Change<T>(Parameters weights, int batch, int from, int to, float rate, float decay, int step)
        where T : struct, IFloatVector<T>
    {
        // Biases are not decayed; they are the last row.
        int end = Math.Min(to, weights.Terms);
        ChangeRows<T>(weights, batch, from, end, rate, step, decay);
        ChangeRows<T>(weights, batch, Math.Max(from, end), to, rate, step, 0f);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ChangeRows<T>(Parameters weights, int batch, int from, int to, float rate, int step, float rowDecay)
        where T : struct, IFloatVector<T>
    {
        if (from >= to)
        {
            return;
        }

        int at = from * weights.Stride, count = (to - from) * weights.Stride;
        float* w = weights.Master.Pointer + at;
        float* g = weights.Gradient.Pointer + at;
        float mean = 1f / batch;
        switch (kind)
        {
            case OptimizerKind.Adam:
                ElementKernels<T>.Adam(w, g, weights.Moments[0].Pointer + at, weights.Moments[1].Pointer + at, count, rate, mean, rowDecay, step + 1);
                break;
            case OptimizerKind.Momentum:
                ElementKernels<T>.Momentum(w, g, weights.Moments[0].Pointer + at, count, rate, mean, rowDecay, MomentumShare);
                break;
            default:
                ElementKernels<T>.Sgd(w, g, count, rate, mean, rowDecay);
                break;
        }
    }
}
