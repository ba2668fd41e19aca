using System.Runtime.CompilerServices;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>
/// Batch normalisation over a group of samples that lie side by side, four channels at a time, with the ReLU that may follow. Where a tile reaches
/// beyond the last channel it computes that channel again. Optimised when first called, as <see cref="MatrixKernels{T}"/> is.
/// </summary>
/// <typeparam name="T">The machine's register.</typeparam>
internal static unsafe class NormKernels<T>
    where T : struct, IFloatVector<T>
{
    private const int Size = SampleGroup.Size;
    private const int Tile = 4;

    /// <summary>sums[c] = sum of z[p][c] - centre[c], squares[c] = sum of its square, over all positions and the samples that the mask has.</summary>
    /// <param name="z">Positions x channels values of the group.</param>
    /// <param name="positions">Positions.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="mask">Sixteen numbers: 1 for samples that are there, else 0.</param>
    /// <param name="centre">About the mean of each channel, so that squares are exact enough.</param>
    /// <param name="sums">Receives the sums.</param>
    /// <param name="squares">Receives the sums of squares.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(float* z, int positions, int channels, float* mask, float* centre, float* sums, float* squares)
    {
        float* lanes = stackalloc float[2 * Tile * Size];
        int width = channels * Size;
        for (int c = 0; c < channels; c += Tile)
        {
            int c1 = Clamp(c, 1, channels), c2 = Clamp(c, 2, channels), c3 = Clamp(c, 3, channels);
            for (int lane = 0; lane < Size; lane += T.Count)
            {
                T s0 = T.Zero, s1 = T.Zero, s2 = T.Zero, s3 = T.Zero, q0 = T.Zero, q1 = T.Zero, q2 = T.Zero, q3 = T.Zero, counts = T.Load(mask + lane);
                T m0 = T.Fill(centre[c]), m1 = T.Fill(centre[c1]), m2 = T.Fill(centre[c2]), m3 = T.Fill(centre[c3]);
                float* at = z + lane;
                for (int p = 0; p < positions; p++, at += width)
                {
                    T a = T.Multiply(T.Subtract(T.Load(at + (c * Size)), m0), counts);
                    s0 = T.Add(s0, a);
                    q0 = T.MultiplyAdd(a, a, q0);
                    a = T.Multiply(T.Subtract(T.Load(at + (c1 * Size)), m1), counts);
                    s1 = T.Add(s1, a);
                    q1 = T.MultiplyAdd(a, a, q1);
                    a = T.Multiply(T.Subtract(T.Load(at + (c2 * Size)), m2), counts);
                    s2 = T.Add(s2, a);
                    q2 = T.MultiplyAdd(a, a, q2);
                    a = T.Multiply(T.Subtract(T.Load(at + (c3 * Size)), m3), counts);
                    s3 = T.Add(s3, a);
                    q3 = T.MultiplyAdd(a, a, q3);
                }

                StoreEight(lanes + lane, s0, s1, s2, s3, q0, q1, q2, q3);
            }

            LaneSums.Fold(lanes, Math.Min(Tile, channels - c), sums + c);
            LaneSums.Fold(lanes + (Tile * Size), Math.Min(Tile, channels - c), squares + c);
        }
    }

    /// <summary>y[p][c] = z[p][c] * factor[c] + offset[c], or 0 if that is below 0 and a ReLU follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* z, int positions, int channels, float* factor, float* offset, bool rectifies, float* y)
    {
        int width = channels * Size;
        for (int c = 0; c < channels; c += Tile)
        {
            int c1 = Clamp(c, 1, channels), c2 = Clamp(c, 2, channels), c3 = Clamp(c, 3, channels);
            T k0 = T.Fill(factor[c]), k1 = T.Fill(factor[c1]), k2 = T.Fill(factor[c2]), k3 = T.Fill(factor[c3]);
            T b0 = T.Fill(offset[c]), b1 = T.Fill(offset[c1]), b2 = T.Fill(offset[c2]), b3 = T.Fill(offset[c3]);
            for (int lane = 0; lane < Size; lane += T.Count)
            {
                long at = lane;
                for (int p = 0; p < positions; p++, at += width)
                {
                    float* from = z + at;
                    float* to = y + at;
                    T y0 = T.MultiplyAdd(T.Load(from + (c * Size)), k0, b0), y1 = T.MultiplyAdd(T.Load(from + (c1 * Size)), k1, b1);
                    T y2 = T.MultiplyAdd(T.Load(from + (c2 * Size)), k2, b2), y3 = T.MultiplyAdd(T.Load(from + (c3 * Size)), k3, b3);
                    if (rectifies)
                    {
                        (y0, y1, y2, y3) = (T.Max(y0, T.Zero), T.Max(y1, T.Zero), T.Max(y2, T.Zero), T.Max(y3, T.Zero));
                    }

                    T.Store(y0, to + (c * Size));
                    T.Store(y1, to + (c1 * Size));
                    T.Store(y2, to + (c2 * Size));
                    T.Store(y3, to + (c3 * Size));
                }
            }
        }
    }

    /// <summary>sums[c] = sum of d, products[c] = sum of d * (z[p][c] - mean[c]), where d is delta[p][c], or 0 where a ReLU gave 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumBack(float* z, float* delta, int positions, int channels, float* mean, float* factor, float* offset, bool rectifies, float* sums, float* products)
    {
        float* lanes = stackalloc float[2 * Tile * Size];
        int width = channels * Size;
        for (int c = 0; c < channels; c += Tile)
        {
            int c1 = Clamp(c, 1, channels), c2 = Clamp(c, 2, channels), c3 = Clamp(c, 3, channels);
            T m0 = T.Fill(mean[c]), m1 = T.Fill(mean[c1]), m2 = T.Fill(mean[c2]), m3 = T.Fill(mean[c3]);
            for (int lane = 0; lane < Size; lane += T.Count)
            {
                T s0 = T.Zero, s1 = T.Zero, s2 = T.Zero, s3 = T.Zero, q0 = T.Zero, q1 = T.Zero, q2 = T.Zero, q3 = T.Zero;
                long at = lane;
                for (int p = 0; p < positions; p++, at += width)
                {
                    T z0 = T.Load(z + at + (c * Size)), z1 = T.Load(z + at + (c1 * Size)), z2 = T.Load(z + at + (c2 * Size)), z3 = T.Load(z + at + (c3 * Size));
                    T d0 = T.Load(delta + at + (c * Size)), d1 = T.Load(delta + at + (c1 * Size)), d2 = T.Load(delta + at + (c2 * Size)), d3 = T.Load(delta + at + (c3 * Size));
                    if (rectifies)
                    {
                        d0 = T.WherePositive(T.MultiplyAdd(z0, T.Fill(factor[c]), T.Fill(offset[c])), d0);
                        d1 = T.WherePositive(T.MultiplyAdd(z1, T.Fill(factor[c1]), T.Fill(offset[c1])), d1);
                        d2 = T.WherePositive(T.MultiplyAdd(z2, T.Fill(factor[c2]), T.Fill(offset[c2])), d2);
                        d3 = T.WherePositive(T.MultiplyAdd(z3, T.Fill(factor[c3]), T.Fill(offset[c3])), d3);
                    }

                    (s0, s1, s2, s3) = (T.Add(s0, d0), T.Add(s1, d1), T.Add(s2, d2), T.Add(s3, d3));
                    q0 = T.MultiplyAdd(d0, T.Subtract(z0, m0), q0);
                    q1 = T.MultiplyAdd(d1, T.Subtract(z1, m1), q1);
                    q2 = T.MultiplyAdd(d2, T.Subtract(z2, m2), q2);
                    q3 = T.MultiplyAdd(d3, T.Subtract(z3, m3), q3);
                }

                StoreEight(lanes + lane, s0, s1, s2, s3, q0, q1, q2, q3);
            }

            LaneSums.Fold(lanes, Math.Min(Tile, channels - c), sums + c);
            LaneSums.Fold(lanes + (Tile * Size), Math.Min(Tile, channels - c), products + c);
        }
    }

    /// <summary>delta[p][c] = (d - level[c] - (z[p][c] - mean[c]) * slope[c]) * factor[c], with d as in <see cref="SumBack"/>, and 0 for samples that the mask lacks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Back(float* z, float* delta, int positions, int channels, float* mask, float* mean, float* factor, float* offset, bool rectifies, float* level, float* slope)
    {
        int width = channels * Size;
        for (int p = 0; p < positions; p++, z += width, delta += width)
        {
            for (int lane = 0; lane < Size; lane += T.Count)
            {
                T counts = T.Load(mask + lane);
                float* from = z + lane;
                float* to = delta + lane;
                for (int c = 0; c < channels; c++, from += Size, to += Size)
                {
                    T value = T.Load(from), d = T.Load(to), k = T.Fill(factor[c]);
                    d = rectifies ? T.WherePositive(T.MultiplyAdd(value, k, T.Fill(offset[c])), d) : d;
                    T rest = T.Subtract(T.Subtract(d, T.Fill(level[c])), T.Multiply(T.Subtract(value, T.Fill(mean[c])), T.Fill(slope[c])));
                    T.Store(T.Multiply(rest, T.Multiply(k, counts)), to);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Clamp(int first, int more, int end) => Math.Min(first + more, end - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreEight(float* lanes, T s0, T s1, T s2, T s3, T q0, T q1, T q2, T q3)
    {
        T.Store(s0, lanes);
        T.Store(s1, lanes + Size);
        T.Store(s2, lanes + (2 * Size));
        T.Store(s3, lanes + (3 * Size));
        T.Store(q0, lanes + (4 * Size));
        T.Store(q1, lanes + (5 * Size));
        T.Store(q2, lanes + (6 * Size));
        T.Store(q3, lanes + (7 * Size));
    }
}
