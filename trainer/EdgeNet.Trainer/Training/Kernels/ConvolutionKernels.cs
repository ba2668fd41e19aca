using System.Runtime.CompilerServices;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>
/// The three products that a convolution needs, over a group of samples that lie side by side: a register holds one value of several samples,
/// and three positions (or terms) by eight filters are computed at a time, all in registers; by four where a machine has half as many registers, and
/// one by one what then is left. Every number is summed in one order, whatever the register's width and the tile. Optimised when first called, as <see cref="MatrixKernels{T}"/> is.
/// </summary>
/// <typeparam name="T">The machine's register.</typeparam>
internal static unsafe partial class ConvolutionKernels<T>
    where T : struct, IFloatVector<T>
{
    private const int Size = SampleGroup.Size;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(float* y, T c0, T c1, T c2, T c3)
    {
        T.Store(c0, y);
        T.Store(c1, y + Size);
        T.Store(c2, y + (2 * Size));
        T.Store(c3, y + (3 * Size));
    }
}
