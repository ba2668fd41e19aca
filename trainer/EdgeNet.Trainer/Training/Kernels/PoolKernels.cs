using System.Runtime.CompilerServices;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>Pooling of a group of samples that lie side by side. Optimised when first called, as <see cref="MatrixKernels{T}"/> is.</summary>
/// <typeparam name="T">The machine's register.</typeparam>
internal static unsafe class PoolKernels<T>
    where T : struct, IFloatVector<T>
{
    private const int Size = SampleGroup.Size;

    /// <summary>The largest value of each window.</summary>
    /// <param name="x">The group's input.</param>
    /// <param name="windows">For every position, where the pixels begin that are inside the picture.</param>
    /// <param name="channels">Values per pixel.</param>
    /// <param name="y">Receives positions x channels values of the group.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max(float* x, int[][] windows, int channels, float* y)
    {
        foreach (int[] window in windows)
        {
            for (int i = 0; i < channels * Size; i += T.Count, y += T.Count)
            {
                T most = T.Load(x + window[0] + i);
                for (int k = 1; k < window.Length; k++)
                {
                    most = T.Max(most, T.Load(x + window[k] + i));
                }

                T.Store(most, y);
            }
        }
    }

    /// <summary>Adds each position's delta to that of its largest value, the first of equals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MaxBack(float* x, int[][] windows, int channels, float* y, float* delta, float* back)
    {
        foreach (int[] window in windows)
        {
            for (int i = 0; i < channels * Size; i += T.Count, y += T.Count, delta += T.Count)
            {
                T most = T.Load(y), rest = T.Load(delta);
                foreach (int at in window)
                {
                    T share = T.WhereEqual(T.Load(x + at + i), most, rest);
                    T.Store(T.Add(T.Load(back + at + i), share), back + at + i);
                    rest = T.Subtract(rest, share);
                }
            }
        }
    }

    /// <summary>The mean of each window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Average(float* x, int[][] windows, int channels, float* y)
    {
        foreach (int[] window in windows)
        {
            T share = T.Fill(1f / window.Length);
            for (int i = 0; i < channels * Size; i += T.Count, y += T.Count)
            {
                T sum = T.Zero;
                foreach (int at in window)
                {
                    sum = T.Add(sum, T.Load(x + at + i));
                }

                T.Store(T.Multiply(sum, share), y);
            }
        }
    }

    /// <summary>Adds to each value its share of the deltas of the windows that it is in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AverageBack(int[][] windows, int channels, float* delta, float* back)
    {
        foreach (int[] window in windows)
        {
            T share = T.Fill(1f / window.Length);
            for (int i = 0; i < channels * Size; i += T.Count, delta += T.Count)
            {
                T part = T.Multiply(T.Load(delta), share);
                foreach (int at in window)
                {
                    T.Store(T.Add(T.Load(back + at + i), part), back + at + i);
                }
            }
        }
    }
}
