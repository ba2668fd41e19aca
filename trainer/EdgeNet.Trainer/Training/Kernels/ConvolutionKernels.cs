using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>
/// The three products that a convolution needs, over a group of samples that lie side by side: a register holds one value of several samples,
/// and four positions (or terms) by four filters are computed at a time, all in registers. Every number is summed in one order, whatever the
/// register's width. Where a tile reaches beyond the end it computes the last numbers once more. Optimised when first called, as <see cref="MatrixKernels{T}"/> is.
/// </summary>
/// <typeparam name="T">The machine's register.</typeparam>
internal static unsafe class ConvolutionKernels<T>
    where T : struct, IFloatVector<T>
{
    private const int Size = Tensor.GroupSize;
    private const int Tile = 4;

    // Positions whose deltas for four filters fit the nearest cache beside what they are multiplied with.
    private const int NearPositions = 49;

    /// <summary>y[p][f] = bias[f] + sum over t of x[positions[p] + terms[t]] * w[t][f].</summary>
    /// <param name="x">The group's input.</param>
    /// <param name="positions">Where each position's window begins.</param>
    /// <param name="terms">From there to each term; the bias is not among them.</param>
    /// <param name="w">Weights.</param>
    /// <param name="stride">Floats from one row of weights to the next.</param>
    /// <param name="bias">One per filter.</param>
    /// <param name="filters">Filters.</param>
    /// <param name="y">Receives positions x filters values of the group.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* x, ReadOnlySpan<int> positions, ReadOnlySpan<int> terms, float* w, int stride, float* bias, int filters, float* y)
    {
        fixed (int* offsets = terms)
        {
            for (int p = 0; p < positions.Length; p += Tile)
            {
                int p0 = Clamp(p, 0, positions.Length), p1 = Clamp(p, 1, positions.Length), p2 = Clamp(p, 2, positions.Length), p3 = Clamp(p, 3, positions.Length);
                for (int f = 0; f < filters; f += Tile)
                {
                    for (int lane = 0; lane < Size; lane += T.Count)
                    {
                        float* from = x + lane;
                        float* to = y + lane;
                        MultiplyTile(from + positions[p0], from + positions[p1], from + positions[p2], from + positions[p3], offsets, terms.Length, w, stride, bias,
                            Clamp(f, 0, filters), Clamp(f, 1, filters), Clamp(f, 2, filters), Clamp(f, 3, filters),
                            to + (p0 * filters * Size), to + (p1 * filters * Size), to + (p2 * filters * Size), to + (p3 * filters * Size));
                    }
                }
            }
        }
    }

    /// <summary>back[positions[p] + terms[t]] += sum over f of delta[p][f] * w[f][t].</summary>
    /// <param name="delta">The group's deltas: positions x filters values.</param>
    /// <param name="positions">Where each position's window begins.</param>
    /// <param name="terms">From there to each term.</param>
    /// <param name="channels">Channels of the input: as many terms follow one another.</param>
    /// <param name="w">Weights, a row per filter.</param>
    /// <param name="stride">Floats from one row of weights to the next.</param>
    /// <param name="filters">Filters.</param>
    /// <param name="back">Receives the deltas of the input.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyBack(float* delta, ReadOnlySpan<int> positions, ReadOnlySpan<int> terms, int channels, float* w, int stride, int filters, float* back)
    {
        int width = filters * Size;
        for (int p = 0; p < positions.Length; p += Tile)
        {
            bool whole = p + Tile <= positions.Length;
            for (int t = 0; t < terms.Length; t++)
            {
                // Four channels of one place of the kernel: no two of the sixteen sums are the same number.
                bool four = (t % channels) + Tile <= channels;
                for (int lane = 0; lane < Size; lane += T.Count)
                {
                    float* from = delta + (p * width) + lane;
                    float* to = back + terms[t] + lane;
                    if (four && whole)
                    {
                        BackTile4x4(from, width, w + t, stride, filters, to + positions[p], to + positions[p + 1], to + positions[p + 2], to + positions[p + 3]);
                        continue;
                    }

                    for (int q = p; q < Math.Min(p + Tile, positions.Length); q++, from += width)
                    {
                        if (four)
                        {
                            BackTile1x4(from, w + t, stride, filters, to + positions[q]);
                        }
                        else
                        {
                            BackTile1x1(from, w + t, stride, filters, to + positions[q]);
                        }
                    }
                }

                t += four ? Tile - 1 : 0;
            }
        }
    }

    /// <summary>gradient[t][f] = sum over all positions and samples of x[windows[p] + terms[t]] * delta[p][f], for terms from..to.</summary>
    /// <param name="x">The input of all groups.</param>
    /// <param name="windows">Where each position's window begins, for one group after the other.</param>
    /// <param name="terms">From there to each term.</param>
    /// <param name="from">First term.</param>
    /// <param name="to">Term after the last.</param>
    /// <param name="delta">The deltas of all groups: positions x filters values of each.</param>
    /// <param name="filters">Filters.</param>
    /// <param name="lanes">Room for terms x filters x 16 sums, one per sample of a group.</param>
    /// <param name="gradient">Receives the sums.</param>
    /// <param name="stride">Floats from one row of the gradient to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(float* x, ReadOnlySpan<long> windows, ReadOnlySpan<int> terms, int from, int to, float* delta, int filters, float* lanes, float* gradient, int stride)
    {
        fixed (long* all = windows)
        {
            // What is read again for the next tile is still in the nearest cache.
            for (int first = 0; first < windows.Length; first += NearPositions)
            {
                int count = Math.Min(NearPositions, windows.Length - first);
                for (int f = 0; f < filters; f += Tile)
                {
                    int f0 = Clamp(f, 0, filters), f1 = Clamp(f, 1, filters), f2 = Clamp(f, 2, filters), f3 = Clamp(f, 3, filters);
                    for (int t = from; t < to; t += Tile)
                    {
                        int t0 = Clamp(t, 0, to), t1 = Clamp(t, 1, to), t2 = Clamp(t, 2, to), t3 = Clamp(t, 3, to);
                        int row = filters * Size;
                        for (int lane = 0; lane < Size; lane += T.Count)
                        {
                            float* sums = lanes + lane;
                            GradientTile(x + lane, all + first, count, terms[t0], terms[t1], terms[t2], terms[t3], delta + ((long)first * row) + lane, row, f0, f1, f2, f3,
                                sums + ((long)t0 * row), sums + ((long)t1 * row), sums + ((long)t2 * row), sums + ((long)t3 * row), first > 0);
                        }
                    }
                }
            }
        }

        for (int t = from; t < to; t++)
        {
            LaneSums.Fold(lanes + ((long)t * filters * Size), filters, gradient + ((long)t * stride));
        }
    }

    /// <summary>sums[f] = sum over groups, positions and samples of delta[p][f].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(float* delta, int groups, int positions, int filters, float* sums)
    {
        float* lanes = stackalloc float[Size];
        for (int f = 0; f < filters; f++)
        {
            for (int lane = 0; lane < Size; lane += T.Count)
            {
                T sum = T.Zero;
                float* at = delta + (f * Size) + lane;
                for (int p = 0; p < groups * positions; p++, at += filters * Size)
                {
                    sum = T.Add(sum, T.Load(at));
                }

                T.Store(sum, lanes + lane);
            }

            LaneSums.Fold(lanes, 1, sums + f);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Clamp(int first, int more, int end) => Math.Min(first + more, end - 1);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile(float* x0, float* x1, float* x2, float* x3, int* offsets, int terms, float* w, int stride, float* bias, int f0, int f1, int f2, int f3, float* y0, float* y1, float* y2, float* y3)
    {
        T c00 = T.Fill(bias[f0]), c01 = T.Fill(bias[f1]), c02 = T.Fill(bias[f2]), c03 = T.Fill(bias[f3]);
        T c10 = c00, c11 = c01, c12 = c02, c13 = c03, c20 = c00, c21 = c01, c22 = c02, c23 = c03, c30 = c00, c31 = c01, c32 = c02, c33 = c03;
        for (int t = 0; t < terms; t++)
        {
            nint at = offsets[t];
            T a0 = T.Load(x0 + at), a1 = T.Load(x1 + at), a2 = T.Load(x2 + at), a3 = T.Load(x3 + at);
            T b = T.Fill(w[f0]);
            c00 = T.MultiplyAdd(a0, b, c00);
            c10 = T.MultiplyAdd(a1, b, c10);
            c20 = T.MultiplyAdd(a2, b, c20);
            c30 = T.MultiplyAdd(a3, b, c30);
            b = T.Fill(w[f1]);
            c01 = T.MultiplyAdd(a0, b, c01);
            c11 = T.MultiplyAdd(a1, b, c11);
            c21 = T.MultiplyAdd(a2, b, c21);
            c31 = T.MultiplyAdd(a3, b, c31);
            b = T.Fill(w[f2]);
            c02 = T.MultiplyAdd(a0, b, c02);
            c12 = T.MultiplyAdd(a1, b, c12);
            c22 = T.MultiplyAdd(a2, b, c22);
            c32 = T.MultiplyAdd(a3, b, c32);
            b = T.Fill(w[f3]);
            c03 = T.MultiplyAdd(a0, b, c03);
            c13 = T.MultiplyAdd(a1, b, c13);
            c23 = T.MultiplyAdd(a2, b, c23);
            c33 = T.MultiplyAdd(a3, b, c33);
            w += stride;
        }

        StoreFour(y0, f0, f1, f2, f3, c00, c01, c02, c03);
        StoreFour(y1, f0, f1, f2, f3, c10, c11, c12, c13);
        StoreFour(y2, f0, f1, f2, f3, c20, c21, c22, c23);
        StoreFour(y3, f0, f1, f2, f3, c30, c31, c32, c33);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(float* y, int f0, int f1, int f2, int f3, T c0, T c1, T c2, T c3)
    {
        T.Store(c0, y + (f0 * Size));
        T.Store(c1, y + (f1 * Size));
        T.Store(c2, y + (f2 * Size));
        T.Store(c3, y + (f3 * Size));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackTile4x4(float* delta, int width, float* w, int stride, int filters, float* y0, float* y1, float* y2, float* y3)
    {
        T c00 = T.Load(y0), c01 = T.Load(y0 + Size), c02 = T.Load(y0 + (2 * Size)), c03 = T.Load(y0 + (3 * Size));
        T c10 = T.Load(y1), c11 = T.Load(y1 + Size), c12 = T.Load(y1 + (2 * Size)), c13 = T.Load(y1 + (3 * Size));
        T c20 = T.Load(y2), c21 = T.Load(y2 + Size), c22 = T.Load(y2 + (2 * Size)), c23 = T.Load(y2 + (3 * Size));
        T c30 = T.Load(y3), c31 = T.Load(y3 + Size), c32 = T.Load(y3 + (2 * Size)), c33 = T.Load(y3 + (3 * Size));
        for (int f = 0; f < filters; f++)
        {
            T a0 = T.Load(delta), a1 = T.Load(delta + width), a2 = T.Load(delta + (2 * width)), a3 = T.Load(delta + (3 * width));
            T b = T.Fill(w[0]);
            c00 = T.MultiplyAdd(a0, b, c00);
            c10 = T.MultiplyAdd(a1, b, c10);
            c20 = T.MultiplyAdd(a2, b, c20);
            c30 = T.MultiplyAdd(a3, b, c30);
            b = T.Fill(w[1]);
            c01 = T.MultiplyAdd(a0, b, c01);
            c11 = T.MultiplyAdd(a1, b, c11);
            c21 = T.MultiplyAdd(a2, b, c21);
            c31 = T.MultiplyAdd(a3, b, c31);
            b = T.Fill(w[2]);
            c02 = T.MultiplyAdd(a0, b, c02);
            c12 = T.MultiplyAdd(a1, b, c12);
            c22 = T.MultiplyAdd(a2, b, c22);
            c32 = T.MultiplyAdd(a3, b, c32);
            b = T.Fill(w[3]);
            c03 = T.MultiplyAdd(a0, b, c03);
            c13 = T.MultiplyAdd(a1, b, c13);
            c23 = T.MultiplyAdd(a2, b, c23);
            c33 = T.MultiplyAdd(a3, b, c33);
            delta += Size;
            w += stride;
        }

        StoreFour(y0, 0, 1, 2, 3, c00, c01, c02, c03);
        StoreFour(y1, 0, 1, 2, 3, c10, c11, c12, c13);
        StoreFour(y2, 0, 1, 2, 3, c20, c21, c22, c23);
        StoreFour(y3, 0, 1, 2, 3, c30, c31, c32, c33);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackTile1x4(float* delta, float* w, int stride, int filters, float* y)
    {
        T c0 = T.Load(y), c1 = T.Load(y + Size), c2 = T.Load(y + (2 * Size)), c3 = T.Load(y + (3 * Size));
        for (int f = 0; f < filters; f++)
        {
            T a = T.Load(delta);
            c0 = T.MultiplyAdd(a, T.Fill(w[0]), c0);
            c1 = T.MultiplyAdd(a, T.Fill(w[1]), c1);
            c2 = T.MultiplyAdd(a, T.Fill(w[2]), c2);
            c3 = T.MultiplyAdd(a, T.Fill(w[3]), c3);
            delta += Size;
            w += stride;
        }

        StoreFour(y, 0, 1, 2, 3, c0, c1, c2, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackTile1x1(float* delta, float* w, int stride, int filters, float* y)
    {
        T sum = T.Load(y);
        for (int f = 0; f < filters; f++)
        {
            sum = T.MultiplyAdd(T.Load(delta), T.Fill(w[0]), sum);
            delta += Size;
            w += stride;
        }

        T.Store(sum, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GradientTile(float* x, long* windows, int positions, int t0, int t1, int t2, int t3, float* delta, int width, int f0, int f1, int f2, int f3,
        float* y0, float* y1, float* y2, float* y3, bool more)
    {
        int d0 = f0 * Size, d1 = f1 * Size, d2 = f2 * Size, d3 = f3 * Size;
        T c00 = T.Zero, c01 = T.Zero, c02 = T.Zero, c03 = T.Zero, c10 = T.Zero, c11 = T.Zero, c12 = T.Zero, c13 = T.Zero;
        T c20 = T.Zero, c21 = T.Zero, c22 = T.Zero, c23 = T.Zero, c30 = T.Zero, c31 = T.Zero, c32 = T.Zero, c33 = T.Zero;
        if (more)
        {
            (c00, c01, c02, c03) = (T.Load(y0 + d0), T.Load(y0 + d1), T.Load(y0 + d2), T.Load(y0 + d3));
            (c10, c11, c12, c13) = (T.Load(y1 + d0), T.Load(y1 + d1), T.Load(y1 + d2), T.Load(y1 + d3));
            (c20, c21, c22, c23) = (T.Load(y2 + d0), T.Load(y2 + d1), T.Load(y2 + d2), T.Load(y2 + d3));
            (c30, c31, c32, c33) = (T.Load(y3 + d0), T.Load(y3 + d1), T.Load(y3 + d2), T.Load(y3 + d3));
        }

        for (int p = 0; p < positions; p++)
        {
            float* window = x + windows[p];
            T b0 = T.Load(delta + d0), b1 = T.Load(delta + d1), b2 = T.Load(delta + d2), b3 = T.Load(delta + d3);
            T a = T.Load(window + t0);
            c00 = T.MultiplyAdd(a, b0, c00);
            c01 = T.MultiplyAdd(a, b1, c01);
            c02 = T.MultiplyAdd(a, b2, c02);
            c03 = T.MultiplyAdd(a, b3, c03);
            a = T.Load(window + t1);
            c10 = T.MultiplyAdd(a, b0, c10);
            c11 = T.MultiplyAdd(a, b1, c11);
            c12 = T.MultiplyAdd(a, b2, c12);
            c13 = T.MultiplyAdd(a, b3, c13);
            a = T.Load(window + t2);
            c20 = T.MultiplyAdd(a, b0, c20);
            c21 = T.MultiplyAdd(a, b1, c21);
            c22 = T.MultiplyAdd(a, b2, c22);
            c23 = T.MultiplyAdd(a, b3, c23);
            a = T.Load(window + t3);
            c30 = T.MultiplyAdd(a, b0, c30);
            c31 = T.MultiplyAdd(a, b1, c31);
            c32 = T.MultiplyAdd(a, b2, c32);
            c33 = T.MultiplyAdd(a, b3, c33);
            delta += width;
        }

        StoreFour(y0, f0, f1, f2, f3, c00, c01, c02, c03);
        StoreFour(y1, f0, f1, f2, f3, c10, c11, c12, c13);
        StoreFour(y2, f0, f1, f2, f3, c20, c21, c22, c23);
        StoreFour(y3, f0, f1, f2, f3, c30, c31, c32, c33);
    }
}
