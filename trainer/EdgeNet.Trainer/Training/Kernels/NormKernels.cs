using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>Batch normalisation over a group of samples that lie side by side, channel by channel. Optimised when first called, as <see cref="MatrixKernels{T}"/> is.</summary>
/// <typeparam name="T">The machine's register.</typeparam>
internal static unsafe class NormKernels<T>
    where T : struct, IFloatVector<T>
{
    private const int Size = Tensor.GroupSize;

    /// <summary>sums[c] = sum of (z[p][c] - centre[c]) ^ power over all positions and the samples that the mask has.</summary>
    /// <param name="z">Positions x channels values of the group.</param>
    /// <param name="positions">Positions.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="mask">Sixteen numbers: 1 for samples that are there, else 0.</param>
    /// <param name="centre">Subtracted from each channel's values; null for the plain sum.</param>
    /// <param name="sums">Receives the sums of the values, or of the squared differences.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(float* z, int positions, int channels, float* mask, float* centre, float* sums)
    {
        float* lanes = stackalloc float[Size];
        for (int c = 0; c < channels; c++)
        {
            for (int lane = 0; lane < Size; lane += T.Count)
            {
                T sum0 = T.Zero, sum1 = T.Zero, counts = T.Load(mask + lane);
                T middle = T.Fill(centre is null ? 0f : centre[c]);
                float* at = z + (c * Size) + lane;
                int width = channels * Size, p = 0;
                for (; p + 2 <= positions; p += 2, at += 2 * width)
                {
                    T a = T.Multiply(T.Subtract(T.Load(at), middle), counts), b = T.Multiply(T.Subtract(T.Load(at + width), middle), counts);
                    (sum0, sum1) = centre is null ? (T.Add(sum0, a), T.Add(sum1, b)) : (T.MultiplyAdd(a, a, sum0), T.MultiplyAdd(b, b, sum1));
                }

                if (p < positions)
                {
                    T a = T.Multiply(T.Subtract(T.Load(at), middle), counts);
                    sum0 = centre is null ? T.Add(sum0, a) : T.MultiplyAdd(a, a, sum0);
                }

                T.Store(T.Add(sum0, sum1), lanes + lane);
            }

            sums[c] = Total(lanes);
        }
    }

    /// <summary>y[p][c] = z[p][c] * factor[c] + offset[c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* z, int positions, int channels, float* factor, float* offset, float* y)
    {
        for (int c = 0; c < channels; c++)
        {
            T k = T.Fill(factor[c]), b = T.Fill(offset[c]);
            for (int lane = 0; lane < Size; lane += T.Count)
            {
                long at = (c * Size) + lane;
                for (int p = 0; p < positions; p++, at += channels * Size)
                {
                    T.Store(T.MultiplyAdd(T.Load(z + at), k, b), y + at);
                }
            }
        }
    }

    /// <summary>sums[c] = sum of delta[p][c], products[c] = sum of delta[p][c] * (z[p][c] - mean[c]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumBack(float* z, float* delta, int positions, int channels, float* mean, float* sums, float* products)
    {
        float* lanes = stackalloc float[2 * Size];
        for (int c = 0; c < channels; c++)
        {
            T middle = T.Fill(mean[c]);
            for (int lane = 0; lane < Size; lane += T.Count)
            {
                T sum = T.Zero, product = T.Zero;
                long at = (c * Size) + lane;
                for (int p = 0; p < positions; p++, at += channels * Size)
                {
                    T d = T.Load(delta + at);
                    sum = T.Add(sum, d);
                    product = T.MultiplyAdd(d, T.Subtract(T.Load(z + at), middle), product);
                }

                T.Store(sum, lanes + lane);
                T.Store(product, lanes + Size + lane);
            }

            sums[c] = Total(lanes);
            products[c] = Total(lanes + Size);
        }
    }

    /// <summary>delta[p][c] = (delta[p][c] - meanDelta[c] - (z[p][c] - mean[c]) * slope[c]) * factor[c], and 0 for samples that the mask lacks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Back(float* z, float* delta, int positions, int channels, float* mask, float* mean, float* meanDelta, float* slope, float* factor)
    {
        for (int c = 0; c < channels; c++)
        {
            T middle = T.Fill(mean[c]), less = T.Fill(-slope[c]), level = T.Fill(meanDelta[c]);
            for (int lane = 0; lane < Size; lane += T.Count)
            {
                T k = T.Multiply(T.Fill(factor[c]), T.Load(mask + lane));
                long at = (c * Size) + lane;
                for (int p = 0; p < positions; p++, at += channels * Size)
                {
                    T rest = T.Subtract(T.Load(delta + at), level);
                    T.Store(T.Multiply(T.MultiplyAdd(T.Subtract(T.Load(z + at), middle), less, rest), k), delta + at);
                }
            }
        }
    }

    private static float Total(float* lanes)
    {
        float total = 0f;
        for (int lane = 0; lane < Size; lane++)
        {
            total += lanes[lane];
        }

        return total;
    }
}
