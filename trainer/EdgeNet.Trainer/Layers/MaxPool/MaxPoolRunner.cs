using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers.MaxPool;

/// <summary>Max pooling at work.</summary>
internal sealed unsafe class MaxPoolRunner<T>(Squares squares, Tensor input, Tensor output) : LayerRunner<T>(null)
    where T : struct, IFloatVector<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Sum(int from, int to)
    {
        int[] first = squares.First;
        int right = squares.Right, below = squares.Below;
        for (int row = from; row < to; row++)
        {
            float* x = input.Values(row);
            float* y = output.Values(row);
            for (int i = 0; i < first.Length; i++)
            {
                float* at = x + first[i];
                y[i] = MathF.Max(MathF.Max(at[0], at[right]), MathF.Max(at[below], at[below + right]));
            }
        }
    }

    /// <summary>The delta of a square goes to its largest value, the first of equals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumBack(int from, int to)
    {
        int[] first = squares.First;
        int right = squares.Right, below = squares.Below;
        for (int row = from; row < to && input.PassesBack; row++)
        {
            float* x = input.Values(row);
            float* back = input.Deltas(row);
            float* deltas = output.Deltas(row);
            new Span<float>(back, input.Count).Clear();
            for (int i = 0; i < first.Length; i++)
            {
                int upper = first[i], lower = upper + below;
                upper += x[upper + right] > x[upper] ? right : 0;
                lower += x[lower + right] > x[lower] ? right : 0;
                back[x[lower] > x[upper] ? lower : upper] = deltas[i];
            }
        }
    }
}
