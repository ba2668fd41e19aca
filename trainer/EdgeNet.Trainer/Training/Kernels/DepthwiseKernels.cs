using System.Runtime.CompilerServices;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>The three products of a depthwise convolution, over a group of samples that lie side by side. Optimised when first called, as <see cref="MatrixKernels{T}"/> is.</summary>
/// <typeparam name="T">The machine's register.</typeparam>
internal static unsafe class DepthwiseKernels<T>
    where T : struct, IFloatVector<T>
{
    private const int Size = SampleGroup.Size;

    /// <summary>y[p][c] = bias[c] + sum over t of x[positions[p] + places[t]][c] * w[t][c].</summary>
    /// <param name="x">The group's input.</param>
    /// <param name="positions">Where each position's window begins.</param>
    /// <param name="places">From there to each pixel of the window.</param>
    /// <param name="w">Weights.</param>
    /// <param name="stride">Floats from one row of weights to the next.</param>
    /// <param name="bias">One per channel.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="y">Receives positions x channels values of the group.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* x, ReadOnlySpan<int> positions, ReadOnlySpan<int> places, float* w, int stride, float* bias, int channels, float* y)
    {
        foreach (int position in positions)
        {
            for (int i = 0; i < channels * Size; i += T.Count, y += T.Count)
            {
                float* weight = w + (i / Size);
                T sum = T.Fill(bias[i / Size]);
                foreach (int place in places)
                {
                    sum = T.MultiplyAdd(T.Load(x + position + place + i), T.Fill(*weight), sum);
                    weight += stride;
                }

                T.Store(sum, y);
            }
        }
    }

    /// <summary>back[positions[p] + places[t]][c] += delta[p][c] * w[t][c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyBack(float* delta, ReadOnlySpan<int> positions, ReadOnlySpan<int> places, float* w, int stride, int channels, float* back)
    {
        foreach (int position in positions)
        {
            for (int i = 0; i < channels * Size; i += T.Count, delta += T.Count)
            {
                float* weight = w + (i / Size);
                T d = T.Load(delta);
                foreach (int place in places)
                {
                    float* to = back + position + place + i;
                    T.Store(T.MultiplyAdd(d, T.Fill(*weight), T.Load(to)), to);
                    weight += stride;
                }
            }
        }
    }

    /// <summary>gradient[c] = sum over groups, positions and samples of x[positions[p] + place][c] * delta[p][c], for one place of the window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(float* x, long xLength, float* delta, int groups, ReadOnlySpan<int> positions, int place, int channels, float* gradient)
    {
        float* lanes = stackalloc float[Size];
        int width = channels * Size;
        for (int c = 0; c < channels; c++)
        {
            for (int lane = 0; lane < Size; lane += T.Count)
            {
                T sum = T.Zero;
                float* at = x + place + (c * Size) + lane;
                float* d = delta + (c * Size) + lane;
                for (int g = 0; g < groups; g++, at += xLength)
                {
                    foreach (int position in positions)
                    {
                        sum = T.MultiplyAdd(T.Load(at + position), T.Load(d), sum);
                        d += width;
                    }
                }

                T.Store(sum, lanes + lane);
            }

            LaneSums.Fold(lanes, 1, gradient + c);
        }
    }
}
