using System.Runtime.CompilerServices;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>
/// The three products that a convolution needs, over a group of samples that lie side by side: a register holds one value of several samples,
/// and three positions (or terms) by eight filters are computed at a time, all in registers; by four where a machine has half as many registers, and
/// one by one what then is left. Every number is summed in one order, whatever the register's width and the tile. Optimised when first called, as <see cref="MatrixKernels{T}"/> is.
/// </summary>
/// <typeparam name="T">The machine's register.</typeparam>
internal static unsafe class ConvolutionKernels<T>
    where T : struct, IFloatVector<T>
{
    private const int Size = Tensor.GroupSize;

    // Positions or terms of a tile.
    private const int Three = 3;

    // Positions whose deltas for eight filters fit the nearest cache beside what they are multiplied with.
    private const int NearPositions = 49;

    // Machines with registers of 16 floats have 32 of them.
    private static int Wide => T.Count == Size ? 8 : 4;

    /// <summary>y[p][f] = bias[f] + sum over t of x[positions[p] + terms[t]] * w[t][f], or 0 if that is below 0 and a ReLU follows.</summary>
    /// <param name="x">The group's input.</param>
    /// <param name="positions">Where each position's window begins.</param>
    /// <param name="terms">From there to each term; the bias is not among them.</param>
    /// <param name="w">Weights.</param>
    /// <param name="stride">Floats from one row of weights to the next.</param>
    /// <param name="bias">One per filter.</param>
    /// <param name="filters">Filters.</param>
    /// <param name="rectifies">Whether a ReLU follows at once.</param>
    /// <param name="y">Receives positions x filters values of the group.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* x, ReadOnlySpan<int> positions, ReadOnlySpan<int> terms, float* w, int stride, float* bias, int filters, bool rectifies, float* y)
    {
        fixed (int* offsets = terms)
        {
            for (int p = 0; p < positions.Length; p += Three)
            {
                int p1 = Clamp(p, 1, positions.Length), p2 = Clamp(p, 2, positions.Length);
                for (int f = 0, some; f < filters; f += some)
                {
                    some = TileOf(filters - f);
                    for (int lane = 0; lane < Size; lane += T.Count)
                    {
                        float* from = x + lane;
                        float* to = y + (f * Size) + lane;
                        float* x0 = from + positions[p], x1 = from + positions[p1], x2 = from + positions[p2];
                        float* y0 = to + (p * filters * Size), y1 = to + (p1 * filters * Size), y2 = to + (p2 * filters * Size);
                        switch (some)
                        {
                            case 8:
                                MultiplyTile3x8(x0, x1, x2, offsets, terms.Length, w + f, stride, bias + f, rectifies, y0, y1, y2);
                                break;
                            case 4:
                                MultiplyTile3x4(x0, x1, x2, offsets, terms.Length, w + f, stride, bias + f, rectifies, y0, y1, y2);
                                break;
                            default:
                                MultiplyTile3x1(x0, x1, x2, offsets, terms.Length, w + f, stride, bias + f, rectifies, y0, y1, y2);
                                break;
                        }
                    }
                }
            }
        }
    }

    /// <summary>back[places[p][k] + c] += sum over f of delta[p][f] * w[f][k * channels + c], for the places that are inside the picture.</summary>
    /// <param name="delta">The group's deltas: positions x filters values.</param>
    /// <param name="places">For each position, for each place of the kernel, where the pixel begins; below 0 outside the picture.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="w">Weights, a row per filter.</param>
    /// <param name="stride">Floats from one row of weights to the next.</param>
    /// <param name="filters">Filters.</param>
    /// <param name="back">Receives the deltas of the input.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyBack(float* delta, int[][] places, int channels, float* w, int stride, int filters, float* back)
    {
        int width = filters * Size;
        for (int p = 0; p < places.Length; p += Three)
        {
            bool three = p + Three <= places.Length;
            int[] first = places[p], second = three ? places[p + 1] : [], third = three ? places[p + 2] : [];
            for (int k = 0; k < first.Length; k++)
            {
                // Channels of one place of the kernel: no two of the sums are the same number.
                bool together = three && (first[k] | second[k] | third[k]) >= 0;
                for (int c = 0, some; c < channels; c += some)
                {
                    some = TileOf(channels - c);
                    float* weights = w + (k * channels) + c;
                    for (int lane = 0; lane < Size; lane += T.Count)
                    {
                        float* from = delta + (p * width) + lane;
                        float* to = back + (c * Size) + lane;
                        if (together)
                        {
                            BackThree(some, from, width, weights, stride, filters, to + first[k], to + second[k], to + third[k]);
                            continue;
                        }

                        for (int q = p; q < Math.Min(p + Three, places.Length); q++, from += width)
                        {
                            if (places[q][k] >= 0)
                            {
                                BackOne(some, from, weights, stride, filters, to + places[q][k]);
                            }
                        }
                    }
                }
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
        int row = filters * Size;
        fixed (long* all = windows)
        {
            // What is read again for the next tile is still in the nearest cache.
            for (int first = 0; first < windows.Length; first += NearPositions)
            {
                int count = Math.Min(NearPositions, windows.Length - first);
                for (int f = 0, some; f < filters; f += some)
                {
                    some = TileOf(filters - f);
                    for (int t = from; t < to; t += Three)
                    {
                        int t1 = Clamp(t, 1, to), t2 = Clamp(t, 2, to);
                        for (int lane = 0; lane < Size; lane += T.Count)
                        {
                            float* sums = lanes + (f * Size) + lane;
                            float* y0 = sums + ((long)t * row), y1 = sums + ((long)t1 * row), y2 = sums + ((long)t2 * row);
                            float* deltas = delta + ((long)first * row) + (f * Size) + lane;
                            switch (some)
                            {
                                case 8:
                                    GradientTile3x8(x + lane, all + first, count, terms[t], terms[t1], terms[t2], deltas, row, y0, y1, y2, first > 0);
                                    break;
                                case 4:
                                    GradientTile3x4(x + lane, all + first, count, terms[t], terms[t1], terms[t2], deltas, row, y0, y1, y2, first > 0);
                                    break;
                                default:
                                    GradientTile3x1(x + lane, all + first, count, terms[t], terms[t1], terms[t2], deltas, row, y0, y1, y2, first > 0);
                                    break;
                            }
                        }
                    }
                }
            }
        }

        for (int t = from; t < to; t++)
        {
            LaneSums.Fold(lanes + ((long)t * row), filters, gradient + ((long)t * stride));
        }
    }

    /// <summary>Sets the deltas to 0 where a ReLU gave 0, and sums[f] = the sum of delta[p][f] over all positions and samples.</summary>
    /// <param name="y">What the ReLU gave: positions x filters values of the group.</param>
    /// <param name="delta">As many deltas.</param>
    /// <param name="positions">Positions.</param>
    /// <param name="filters">Filters.</param>
    /// <param name="sums">Receives the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RectifyBack(float* y, float* delta, int positions, int filters, float* sums)
    {
        float* lanes = stackalloc float[4 * Size];
        int width = filters * Size;
        for (int f = 0, some; f < filters; f += some, y += some * Size, delta += some * Size)
        {
            some = Math.Min(4, filters - f);
            int f1 = Clamp(0, 1, some) * Size, f2 = Clamp(0, 2, some) * Size, f3 = Clamp(0, 3, some) * Size;
            for (int lane = 0; lane < Size; lane += T.Count)
            {
                T s0 = T.Zero, s1 = T.Zero, s2 = T.Zero, s3 = T.Zero;
                long at = lane;
                for (int p = 0; p < positions; p++, at += width)
                {
                    float* values = y + at;
                    float* to = delta + at;
                    T d0 = T.WherePositive(T.Load(values), T.Load(to)), d1 = T.WherePositive(T.Load(values + f1), T.Load(to + f1));
                    T d2 = T.WherePositive(T.Load(values + f2), T.Load(to + f2)), d3 = T.WherePositive(T.Load(values + f3), T.Load(to + f3));
                    T.Store(d0, to);
                    T.Store(d1, to + f1);
                    T.Store(d2, to + f2);
                    T.Store(d3, to + f3);
                    (s0, s1, s2, s3) = (T.Add(s0, d0), T.Add(s1, d1), T.Add(s2, d2), T.Add(s3, d3));
                }

                StoreFour(lanes + lane, s0, s1, s2, s3);
            }

            LaneSums.Fold(lanes, some, sums + f);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TileOf(int left) => left >= Wide ? Wide : left >= 4 ? 4 : 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BackThree(int some, float* delta, int width, float* w, int stride, int filters, float* y0, float* y1, float* y2)
    {
        switch (some)
        {
            case 8:
                BackTile3x8(delta, width, w, stride, filters, y0, y1, y2);
                break;
            case 4:
                BackTile3x4(delta, width, w, stride, filters, y0, y1, y2);
                break;
            default:
                BackTile3x1(delta, width, w, stride, filters, y0, y1, y2);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BackOne(int some, float* delta, float* w, int stride, int filters, float* y)
    {
        switch (some)
        {
            case 8:
                BackTile1x8(delta, w, stride, filters, y);
                break;
            case 4:
                BackTile1x4(delta, w, stride, filters, y);
                break;
            default:
                BackTile1x1(delta, w, stride, filters, y);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile3x8(float* x0, float* x1, float* x2, int* offsets, int terms, float* w, int stride, float* bias, bool rectifies, float* y0, float* y1, float* y2)
    {
        T c00 = T.Fill(bias[0]), c01 = T.Fill(bias[1]), c02 = T.Fill(bias[2]), c03 = T.Fill(bias[3]), c04 = T.Fill(bias[4]), c05 = T.Fill(bias[5]), c06 = T.Fill(bias[6]), c07 = T.Fill(bias[7]);
        T c10 = c00, c11 = c01, c12 = c02, c13 = c03, c14 = c04, c15 = c05, c16 = c06, c17 = c07;
        T c20 = c00, c21 = c01, c22 = c02, c23 = c03, c24 = c04, c25 = c05, c26 = c06, c27 = c07;
        for (int t = 0; t < terms; t++)
        {
            nint at = offsets[t];
            T a0 = T.Load(x0 + at), a1 = T.Load(x1 + at), a2 = T.Load(x2 + at), b = T.Fill(w[0]);
            c00 = T.MultiplyAdd(a0, b, c00);
            c10 = T.MultiplyAdd(a1, b, c10);
            c20 = T.MultiplyAdd(a2, b, c20);
            b = T.Fill(w[1]);
            c01 = T.MultiplyAdd(a0, b, c01);
            c11 = T.MultiplyAdd(a1, b, c11);
            c21 = T.MultiplyAdd(a2, b, c21);
            b = T.Fill(w[2]);
            c02 = T.MultiplyAdd(a0, b, c02);
            c12 = T.MultiplyAdd(a1, b, c12);
            c22 = T.MultiplyAdd(a2, b, c22);
            b = T.Fill(w[3]);
            c03 = T.MultiplyAdd(a0, b, c03);
            c13 = T.MultiplyAdd(a1, b, c13);
            c23 = T.MultiplyAdd(a2, b, c23);
            b = T.Fill(w[4]);
            c04 = T.MultiplyAdd(a0, b, c04);
            c14 = T.MultiplyAdd(a1, b, c14);
            c24 = T.MultiplyAdd(a2, b, c24);
            b = T.Fill(w[5]);
            c05 = T.MultiplyAdd(a0, b, c05);
            c15 = T.MultiplyAdd(a1, b, c15);
            c25 = T.MultiplyAdd(a2, b, c25);
            b = T.Fill(w[6]);
            c06 = T.MultiplyAdd(a0, b, c06);
            c16 = T.MultiplyAdd(a1, b, c16);
            c26 = T.MultiplyAdd(a2, b, c26);
            b = T.Fill(w[7]);
            c07 = T.MultiplyAdd(a0, b, c07);
            c17 = T.MultiplyAdd(a1, b, c17);
            c27 = T.MultiplyAdd(a2, b, c27);
            w += stride;
        }

        if (rectifies)
        {
            (c00, c01, c02, c03, c04, c05, c06, c07) = (T.Max(c00, T.Zero), T.Max(c01, T.Zero), T.Max(c02, T.Zero), T.Max(c03, T.Zero), T.Max(c04, T.Zero), T.Max(c05, T.Zero), T.Max(c06, T.Zero), T.Max(c07, T.Zero));
            (c10, c11, c12, c13, c14, c15, c16, c17) = (T.Max(c10, T.Zero), T.Max(c11, T.Zero), T.Max(c12, T.Zero), T.Max(c13, T.Zero), T.Max(c14, T.Zero), T.Max(c15, T.Zero), T.Max(c16, T.Zero), T.Max(c17, T.Zero));
            (c20, c21, c22, c23, c24, c25, c26, c27) = (T.Max(c20, T.Zero), T.Max(c21, T.Zero), T.Max(c22, T.Zero), T.Max(c23, T.Zero), T.Max(c24, T.Zero), T.Max(c25, T.Zero), T.Max(c26, T.Zero), T.Max(c27, T.Zero));
        }

        StoreFour(y0, c00, c01, c02, c03);
        StoreFour(y0 + (4 * Size), c04, c05, c06, c07);
        StoreFour(y1, c10, c11, c12, c13);
        StoreFour(y1 + (4 * Size), c14, c15, c16, c17);
        StoreFour(y2, c20, c21, c22, c23);
        StoreFour(y2 + (4 * Size), c24, c25, c26, c27);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile3x4(float* x0, float* x1, float* x2, int* offsets, int terms, float* w, int stride, float* bias, bool rectifies, float* y0, float* y1, float* y2)
    {
        T c00 = T.Fill(bias[0]), c01 = T.Fill(bias[1]), c02 = T.Fill(bias[2]), c03 = T.Fill(bias[3]);
        T c10 = c00, c11 = c01, c12 = c02, c13 = c03;
        T c20 = c00, c21 = c01, c22 = c02, c23 = c03;
        for (int t = 0; t < terms; t++)
        {
            nint at = offsets[t];
            T a0 = T.Load(x0 + at), a1 = T.Load(x1 + at), a2 = T.Load(x2 + at), b = T.Fill(w[0]);
            c00 = T.MultiplyAdd(a0, b, c00);
            c10 = T.MultiplyAdd(a1, b, c10);
            c20 = T.MultiplyAdd(a2, b, c20);
            b = T.Fill(w[1]);
            c01 = T.MultiplyAdd(a0, b, c01);
            c11 = T.MultiplyAdd(a1, b, c11);
            c21 = T.MultiplyAdd(a2, b, c21);
            b = T.Fill(w[2]);
            c02 = T.MultiplyAdd(a0, b, c02);
            c12 = T.MultiplyAdd(a1, b, c12);
            c22 = T.MultiplyAdd(a2, b, c22);
            b = T.Fill(w[3]);
            c03 = T.MultiplyAdd(a0, b, c03);
            c13 = T.MultiplyAdd(a1, b, c13);
            c23 = T.MultiplyAdd(a2, b, c23);
            w += stride;
        }

        if (rectifies)
        {
            (c00, c01, c02, c03) = (T.Max(c00, T.Zero), T.Max(c01, T.Zero), T.Max(c02, T.Zero), T.Max(c03, T.Zero));
            (c10, c11, c12, c13) = (T.Max(c10, T.Zero), T.Max(c11, T.Zero), T.Max(c12, T.Zero), T.Max(c13, T.Zero));
            (c20, c21, c22, c23) = (T.Max(c20, T.Zero), T.Max(c21, T.Zero), T.Max(c22, T.Zero), T.Max(c23, T.Zero));
        }

        StoreFour(y0, c00, c01, c02, c03);
        StoreFour(y1, c10, c11, c12, c13);
        StoreFour(y2, c20, c21, c22, c23);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile3x1(float* x0, float* x1, float* x2, int* offsets, int terms, float* w, int stride, float* bias, bool rectifies, float* y0, float* y1, float* y2)
    {
        T c00 = T.Fill(bias[0]);
        T c10 = c00;
        T c20 = c00;
        for (int t = 0; t < terms; t++)
        {
            nint at = offsets[t];
            T a0 = T.Load(x0 + at), a1 = T.Load(x1 + at), a2 = T.Load(x2 + at), b = T.Fill(w[0]);
            c00 = T.MultiplyAdd(a0, b, c00);
            c10 = T.MultiplyAdd(a1, b, c10);
            c20 = T.MultiplyAdd(a2, b, c20);
            w += stride;
        }

        if (rectifies)
        {
            c00 = T.Max(c00, T.Zero);
            c10 = T.Max(c10, T.Zero);
            c20 = T.Max(c20, T.Zero);
        }

        T.Store(c00, y0);
        T.Store(c10, y1);
        T.Store(c20, y2);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackTile3x8(float* delta, int width, float* w, int stride, int filters, float* y0, float* y1, float* y2)
    {
        T c00 = T.Load(y0), c01 = T.Load(y0 + (1 * Size)), c02 = T.Load(y0 + (2 * Size)), c03 = T.Load(y0 + (3 * Size)), c04 = T.Load(y0 + (4 * Size)), c05 = T.Load(y0 + (5 * Size)), c06 = T.Load(y0 + (6 * Size)), c07 = T.Load(y0 + (7 * Size));
        T c10 = T.Load(y1), c11 = T.Load(y1 + (1 * Size)), c12 = T.Load(y1 + (2 * Size)), c13 = T.Load(y1 + (3 * Size)), c14 = T.Load(y1 + (4 * Size)), c15 = T.Load(y1 + (5 * Size)), c16 = T.Load(y1 + (6 * Size)), c17 = T.Load(y1 + (7 * Size));
        T c20 = T.Load(y2), c21 = T.Load(y2 + (1 * Size)), c22 = T.Load(y2 + (2 * Size)), c23 = T.Load(y2 + (3 * Size)), c24 = T.Load(y2 + (4 * Size)), c25 = T.Load(y2 + (5 * Size)), c26 = T.Load(y2 + (6 * Size)), c27 = T.Load(y2 + (7 * Size));
        for (int f = 0; f < filters; f++)
        {
            T a0 = T.Load(delta), a1 = T.Load(delta + width), a2 = T.Load(delta + (2 * width)), b = T.Fill(w[0]);
            c00 = T.MultiplyAdd(a0, b, c00);
            c10 = T.MultiplyAdd(a1, b, c10);
            c20 = T.MultiplyAdd(a2, b, c20);
            b = T.Fill(w[1]);
            c01 = T.MultiplyAdd(a0, b, c01);
            c11 = T.MultiplyAdd(a1, b, c11);
            c21 = T.MultiplyAdd(a2, b, c21);
            b = T.Fill(w[2]);
            c02 = T.MultiplyAdd(a0, b, c02);
            c12 = T.MultiplyAdd(a1, b, c12);
            c22 = T.MultiplyAdd(a2, b, c22);
            b = T.Fill(w[3]);
            c03 = T.MultiplyAdd(a0, b, c03);
            c13 = T.MultiplyAdd(a1, b, c13);
            c23 = T.MultiplyAdd(a2, b, c23);
            b = T.Fill(w[4]);
            c04 = T.MultiplyAdd(a0, b, c04);
            c14 = T.MultiplyAdd(a1, b, c14);
            c24 = T.MultiplyAdd(a2, b, c24);
            b = T.Fill(w[5]);
            c05 = T.MultiplyAdd(a0, b, c05);
            c15 = T.MultiplyAdd(a1, b, c15);
            c25 = T.MultiplyAdd(a2, b, c25);
            b = T.Fill(w[6]);
            c06 = T.MultiplyAdd(a0, b, c06);
            c16 = T.MultiplyAdd(a1, b, c16);
            c26 = T.MultiplyAdd(a2, b, c26);
            b = T.Fill(w[7]);
            c07 = T.MultiplyAdd(a0, b, c07);
            c17 = T.MultiplyAdd(a1, b, c17);
            c27 = T.MultiplyAdd(a2, b, c27);
            delta += Size;
            w += stride;
        }

        StoreFour(y0, c00, c01, c02, c03);
        StoreFour(y0 + (4 * Size), c04, c05, c06, c07);
        StoreFour(y1, c10, c11, c12, c13);
        StoreFour(y1 + (4 * Size), c14, c15, c16, c17);
        StoreFour(y2, c20, c21, c22, c23);
        StoreFour(y2 + (4 * Size), c24, c25, c26, c27);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackTile3x4(float* delta, int width, float* w, int stride, int filters, float* y0, float* y1, float* y2)
    {
        T c00 = T.Load(y0), c01 = T.Load(y0 + (1 * Size)), c02 = T.Load(y0 + (2 * Size)), c03 = T.Load(y0 + (3 * Size));
        T c10 = T.Load(y1), c11 = T.Load(y1 + (1 * Size)), c12 = T.Load(y1 + (2 * Size)), c13 = T.Load(y1 + (3 * Size));
        T c20 = T.Load(y2), c21 = T.Load(y2 + (1 * Size)), c22 = T.Load(y2 + (2 * Size)), c23 = T.Load(y2 + (3 * Size));
        for (int f = 0; f < filters; f++)
        {
            T a0 = T.Load(delta), a1 = T.Load(delta + width), a2 = T.Load(delta + (2 * width)), b = T.Fill(w[0]);
            c00 = T.MultiplyAdd(a0, b, c00);
            c10 = T.MultiplyAdd(a1, b, c10);
            c20 = T.MultiplyAdd(a2, b, c20);
            b = T.Fill(w[1]);
            c01 = T.MultiplyAdd(a0, b, c01);
            c11 = T.MultiplyAdd(a1, b, c11);
            c21 = T.MultiplyAdd(a2, b, c21);
            b = T.Fill(w[2]);
            c02 = T.MultiplyAdd(a0, b, c02);
            c12 = T.MultiplyAdd(a1, b, c12);
            c22 = T.MultiplyAdd(a2, b, c22);
            b = T.Fill(w[3]);
            c03 = T.MultiplyAdd(a0, b, c03);
            c13 = T.MultiplyAdd(a1, b, c13);
            c23 = T.MultiplyAdd(a2, b, c23);
            delta += Size;
            w += stride;
        }

        StoreFour(y0, c00, c01, c02, c03);
        StoreFour(y1, c10, c11, c12, c13);
        StoreFour(y2, c20, c21, c22, c23);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackTile3x1(float* delta, int width, float* w, int stride, int filters, float* y0, float* y1, float* y2)
    {
        T c00 = T.Load(y0);
        T c10 = T.Load(y1);
        T c20 = T.Load(y2);
        for (int f = 0; f < filters; f++)
        {
            T a0 = T.Load(delta), a1 = T.Load(delta + width), a2 = T.Load(delta + (2 * width)), b = T.Fill(w[0]);
            c00 = T.MultiplyAdd(a0, b, c00);
            c10 = T.MultiplyAdd(a1, b, c10);
            c20 = T.MultiplyAdd(a2, b, c20);
            delta += Size;
            w += stride;
        }

        T.Store(c00, y0);
        T.Store(c10, y1);
        T.Store(c20, y2);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackTile1x8(float* delta, float* w, int stride, int filters, float* y0)
    {
        T c00 = T.Load(y0), c01 = T.Load(y0 + (1 * Size)), c02 = T.Load(y0 + (2 * Size)), c03 = T.Load(y0 + (3 * Size)), c04 = T.Load(y0 + (4 * Size)), c05 = T.Load(y0 + (5 * Size)), c06 = T.Load(y0 + (6 * Size)), c07 = T.Load(y0 + (7 * Size));
        for (int f = 0; f < filters; f++)
        {
            T a0 = T.Load(delta), b = T.Fill(w[0]);
            c00 = T.MultiplyAdd(a0, b, c00);
            b = T.Fill(w[1]);
            c01 = T.MultiplyAdd(a0, b, c01);
            b = T.Fill(w[2]);
            c02 = T.MultiplyAdd(a0, b, c02);
            b = T.Fill(w[3]);
            c03 = T.MultiplyAdd(a0, b, c03);
            b = T.Fill(w[4]);
            c04 = T.MultiplyAdd(a0, b, c04);
            b = T.Fill(w[5]);
            c05 = T.MultiplyAdd(a0, b, c05);
            b = T.Fill(w[6]);
            c06 = T.MultiplyAdd(a0, b, c06);
            b = T.Fill(w[7]);
            c07 = T.MultiplyAdd(a0, b, c07);
            delta += Size;
            w += stride;
        }

        StoreFour(y0, c00, c01, c02, c03);
        StoreFour(y0 + (4 * Size), c04, c05, c06, c07);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackTile1x4(float* delta, float* w, int stride, int filters, float* y0)
    {
        T c00 = T.Load(y0), c01 = T.Load(y0 + (1 * Size)), c02 = T.Load(y0 + (2 * Size)), c03 = T.Load(y0 + (3 * Size));
        for (int f = 0; f < filters; f++)
        {
            T a0 = T.Load(delta), b = T.Fill(w[0]);
            c00 = T.MultiplyAdd(a0, b, c00);
            b = T.Fill(w[1]);
            c01 = T.MultiplyAdd(a0, b, c01);
            b = T.Fill(w[2]);
            c02 = T.MultiplyAdd(a0, b, c02);
            b = T.Fill(w[3]);
            c03 = T.MultiplyAdd(a0, b, c03);
            delta += Size;
            w += stride;
        }

        StoreFour(y0, c00, c01, c02, c03);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackTile1x1(float* delta, float* w, int stride, int filters, float* y0)
    {
        T c00 = T.Load(y0);
        for (int f = 0; f < filters; f++)
        {
            T a0 = T.Load(delta), b = T.Fill(w[0]);
            c00 = T.MultiplyAdd(a0, b, c00);
            delta += Size;
            w += stride;
        }

        T.Store(c00, y0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GradientTile3x8(float* x, long* windows, int positions, int t0, int t1, int t2, float* delta, int width, float* y0, float* y1, float* y2, bool more)
    {
        T c00 = T.Zero, c01 = T.Zero, c02 = T.Zero, c03 = T.Zero, c04 = T.Zero, c05 = T.Zero, c06 = T.Zero, c07 = T.Zero;
        T c10 = T.Zero, c11 = T.Zero, c12 = T.Zero, c13 = T.Zero, c14 = T.Zero, c15 = T.Zero, c16 = T.Zero, c17 = T.Zero;
        T c20 = T.Zero, c21 = T.Zero, c22 = T.Zero, c23 = T.Zero, c24 = T.Zero, c25 = T.Zero, c26 = T.Zero, c27 = T.Zero;
        if (more)
        {
            (c00, c01, c02, c03, c04, c05, c06, c07) = (T.Load(y0), T.Load(y0 + (1 * Size)), T.Load(y0 + (2 * Size)), T.Load(y0 + (3 * Size)), T.Load(y0 + (4 * Size)), T.Load(y0 + (5 * Size)), T.Load(y0 + (6 * Size)), T.Load(y0 + (7 * Size)));
            (c10, c11, c12, c13, c14, c15, c16, c17) = (T.Load(y1), T.Load(y1 + (1 * Size)), T.Load(y1 + (2 * Size)), T.Load(y1 + (3 * Size)), T.Load(y1 + (4 * Size)), T.Load(y1 + (5 * Size)), T.Load(y1 + (6 * Size)), T.Load(y1 + (7 * Size)));
            (c20, c21, c22, c23, c24, c25, c26, c27) = (T.Load(y2), T.Load(y2 + (1 * Size)), T.Load(y2 + (2 * Size)), T.Load(y2 + (3 * Size)), T.Load(y2 + (4 * Size)), T.Load(y2 + (5 * Size)), T.Load(y2 + (6 * Size)), T.Load(y2 + (7 * Size)));
        }

        for (int p = 0; p < positions; p++)
        {
            float* window = x + windows[p];
            T a0 = T.Load(window + t0), a1 = T.Load(window + t1), a2 = T.Load(window + t2), b = T.Load(delta);
            c00 = T.MultiplyAdd(a0, b, c00);
            c10 = T.MultiplyAdd(a1, b, c10);
            c20 = T.MultiplyAdd(a2, b, c20);
            b = T.Load(delta + (1 * Size));
            c01 = T.MultiplyAdd(a0, b, c01);
            c11 = T.MultiplyAdd(a1, b, c11);
            c21 = T.MultiplyAdd(a2, b, c21);
            b = T.Load(delta + (2 * Size));
            c02 = T.MultiplyAdd(a0, b, c02);
            c12 = T.MultiplyAdd(a1, b, c12);
            c22 = T.MultiplyAdd(a2, b, c22);
            b = T.Load(delta + (3 * Size));
            c03 = T.MultiplyAdd(a0, b, c03);
            c13 = T.MultiplyAdd(a1, b, c13);
            c23 = T.MultiplyAdd(a2, b, c23);
            b = T.Load(delta + (4 * Size));
            c04 = T.MultiplyAdd(a0, b, c04);
            c14 = T.MultiplyAdd(a1, b, c14);
            c24 = T.MultiplyAdd(a2, b, c24);
            b = T.Load(delta + (5 * Size));
            c05 = T.MultiplyAdd(a0, b, c05);
            c15 = T.MultiplyAdd(a1, b, c15);
            c25 = T.MultiplyAdd(a2, b, c25);
            b = T.Load(delta + (6 * Size));
            c06 = T.MultiplyAdd(a0, b, c06);
            c16 = T.MultiplyAdd(a1, b, c16);
            c26 = T.MultiplyAdd(a2, b, c26);
            b = T.Load(delta + (7 * Size));
            c07 = T.MultiplyAdd(a0, b, c07);
            c17 = T.MultiplyAdd(a1, b, c17);
            c27 = T.MultiplyAdd(a2, b, c27);
            delta += width;
        }

        StoreFour(y0, c00, c01, c02, c03);
        StoreFour(y0 + (4 * Size), c04, c05, c06, c07);
        StoreFour(y1, c10, c11, c12, c13);
        StoreFour(y1 + (4 * Size), c14, c15, c16, c17);
        StoreFour(y2, c20, c21, c22, c23);
        StoreFour(y2 + (4 * Size), c24, c25, c26, c27);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GradientTile3x4(float* x, long* windows, int positions, int t0, int t1, int t2, float* delta, int width, float* y0, float* y1, float* y2, bool more)
    {
        T c00 = T.Zero, c01 = T.Zero, c02 = T.Zero, c03 = T.Zero;
        T c10 = T.Zero, c11 = T.Zero, c12 = T.Zero, c13 = T.Zero;
        T c20 = T.Zero, c21 = T.Zero, c22 = T.Zero, c23 = T.Zero;
        if (more)
        {
            (c00, c01, c02, c03) = (T.Load(y0), T.Load(y0 + (1 * Size)), T.Load(y0 + (2 * Size)), T.Load(y0 + (3 * Size)));
            (c10, c11, c12, c13) = (T.Load(y1), T.Load(y1 + (1 * Size)), T.Load(y1 + (2 * Size)), T.Load(y1 + (3 * Size)));
            (c20, c21, c22, c23) = (T.Load(y2), T.Load(y2 + (1 * Size)), T.Load(y2 + (2 * Size)), T.Load(y2 + (3 * Size)));
        }

        for (int p = 0; p < positions; p++)
        {
            float* window = x + windows[p];
            T a0 = T.Load(window + t0), a1 = T.Load(window + t1), a2 = T.Load(window + t2), b = T.Load(delta);
            c00 = T.MultiplyAdd(a0, b, c00);
            c10 = T.MultiplyAdd(a1, b, c10);
            c20 = T.MultiplyAdd(a2, b, c20);
            b = T.Load(delta + (1 * Size));
            c01 = T.MultiplyAdd(a0, b, c01);
            c11 = T.MultiplyAdd(a1, b, c11);
            c21 = T.MultiplyAdd(a2, b, c21);
            b = T.Load(delta + (2 * Size));
            c02 = T.MultiplyAdd(a0, b, c02);
            c12 = T.MultiplyAdd(a1, b, c12);
            c22 = T.MultiplyAdd(a2, b, c22);
            b = T.Load(delta + (3 * Size));
            c03 = T.MultiplyAdd(a0, b, c03);
            c13 = T.MultiplyAdd(a1, b, c13);
            c23 = T.MultiplyAdd(a2, b, c23);
            delta += width;
        }

        StoreFour(y0, c00, c01, c02, c03);
        StoreFour(y1, c10, c11, c12, c13);
        StoreFour(y2, c20, c21, c22, c23);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GradientTile3x1(float* x, long* windows, int positions, int t0, int t1, int t2, float* delta, int width, float* y0, float* y1, float* y2, bool more)
    {
        T c00 = T.Zero;
        T c10 = T.Zero;
        T c20 = T.Zero;
        if (more)
        {
            c00 = T.Load(y0);
            c10 = T.Load(y1);
            c20 = T.Load(y2);
        }

        for (int p = 0; p < positions; p++)
        {
            float* window = x + windows[p];
            T a0 = T.Load(window + t0), a1 = T.Load(window + t1), a2 = T.Load(window + t2), b = T.Load(delta);
            c00 = T.MultiplyAdd(a0, b, c00);
            c10 = T.MultiplyAdd(a1, b, c10);
            c20 = T.MultiplyAdd(a2, b, c20);
            delta += width;
        }

        T.Store(c00, y0);
        T.Store(c10, y1);
        T.Store(c20, y2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(float* y, T c0, T c1, T c2, T c3)
    {
        T.Store(c0, y);
        T.Store(c1, y + Size);
        T.Store(c2, y + (2 * Size));
        T.Store(c3, y + (3 * Size));
    }
}
