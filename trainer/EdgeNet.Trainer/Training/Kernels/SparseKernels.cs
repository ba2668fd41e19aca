using System.Numerics;
using System.Runtime.CompilerServices;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>
/// The products of <see cref="MatrixKernels{T}"/> where most of a is 0: bits say which elements are not, and the others are passed over.
/// Each element of c is summed in the order of the inner index, as there, and adding 0 changes no sum, so the results have the same bits,
/// but for the sign of a sum that is 0, and where b is not finite: 0 times that is not passed on.
/// </summary>
/// <typeparam name="T">The machine's register.</typeparam>
internal static unsafe class SparseKernels<T>
    where T : struct, IFloatVector<T>
{
    /// <summary>c[r][j] = sum over k of a[r][k] * b[k][j].</summary>
    /// <param name="a">a[r][k] is at r * rowStep + k * innerStep.</param>
    /// <param name="rowStep">Floats from one row of a to the next.</param>
    /// <param name="innerStep">Floats from one element of a row to the next.</param>
    /// <param name="bits">The elements of a that are not 0: for each row as many words as there are, bit k % 64 of word k / 64.</param>
    /// <param name="words">Words of a row.</param>
    /// <param name="rows">Rows of a and of c.</param>
    /// <param name="b">The other matrix.</param>
    /// <param name="bStride">Floats from one row of it to the next.</param>
    /// <param name="columns">Its columns, whole registers of 16 floats.</param>
    /// <param name="c">Receives the product.</param>
    /// <param name="cStride">Floats from one row of it to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, int rowStep, int innerStep, ulong* bits, int words, int rows, float* b, int bStride, int columns, float* c, int cStride)
    {
        // Wide rows one by one. The few registers of a narrow one would wait for one another: four rows share what any of them needs.
        int j = 0;
        for (; j + (8 * T.Count) <= columns; j += 8 * T.Count)
        {
            Rows8(a, rowStep, innerStep, bits, words, rows, b + j, bStride, c + j, cStride);
        }

        for (; j + (4 * T.Count) <= columns; j += 4 * T.Count)
        {
            Rows4(a, rowStep, innerStep, bits, words, rows, b + j, bStride, c + j, cStride);
        }

        for (; j + (2 * T.Count) <= columns; j += 2 * T.Count)
        {
            int r = 0;
            for (; r + 4 <= rows; r += 4)
            {
                Tile4x2(a + ((long)r * rowStep), rowStep, innerStep, bits + ((long)r * words), words, b + j, bStride, c + ((long)r * cStride) + j, cStride);
            }

            Rows1(a, rowStep, innerStep, bits, words, r, rows, b + j, bStride, c + j, cStride);
            Rows1(a, rowStep, innerStep, bits, words, r, rows, b + j + T.Count, bStride, c + j + T.Count, cStride);
        }

        for (; j < columns; j += T.Count)
        {
            int r = 0;
            for (; r + 4 <= rows; r += 4)
            {
                Tile4x1(a + ((long)r * rowStep), rowStep, innerStep, bits + ((long)r * words), words, b + j, bStride, c + ((long)r * cStride) + j, cStride);
            }

            Rows1(a, rowStep, innerStep, bits, words, r, rows, b + j, bStride, c + j, cStride);
        }
    }

    // All rows for 64 rows of b at a time, which the nearest cache holds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows8(float* a, int rowStep, int innerStep, ulong* bits, int words, int rows, float* b, int bStride, float* c, int cStride)
    {
        for (int w = 0; w < words; w++)
        {
            for (int r = 0; r < rows; r++)
            {
                ulong rest = bits[((long)r * words) + w];
                if (rest == 0 && w > 0)
                {
                    continue;
                }

                float* x = a + ((long)r * rowStep) + ((long)w * 64 * innerStep);
                float* sums = c + ((long)r * cStride);
                T c0 = T.Zero, c1 = T.Zero, c2 = T.Zero, c3 = T.Zero, c4 = T.Zero, c5 = T.Zero, c6 = T.Zero, c7 = T.Zero;
                if (w > 0)
                {
                    c0 = T.Load(sums);
                    c1 = T.Load(sums + T.Count);
                    c2 = T.Load(sums + (2 * T.Count));
                    c3 = T.Load(sums + (3 * T.Count));
                    c4 = T.Load(sums + (4 * T.Count));
                    c5 = T.Load(sums + (5 * T.Count));
                    c6 = T.Load(sums + (6 * T.Count));
                    c7 = T.Load(sums + (7 * T.Count));
                }

                while (rest != 0)
                {
                    nint k = BitOperations.TrailingZeroCount(rest);
                    rest &= rest - 1;
                    T y = T.Fill(x[k * innerStep]);
                    float* row = b + (k * bStride);
                    c0 = T.MultiplyAdd(y, T.Load(row), c0);
                    c1 = T.MultiplyAdd(y, T.Load(row + T.Count), c1);
                    c2 = T.MultiplyAdd(y, T.Load(row + (2 * T.Count)), c2);
                    c3 = T.MultiplyAdd(y, T.Load(row + (3 * T.Count)), c3);
                    c4 = T.MultiplyAdd(y, T.Load(row + (4 * T.Count)), c4);
                    c5 = T.MultiplyAdd(y, T.Load(row + (5 * T.Count)), c5);
                    c6 = T.MultiplyAdd(y, T.Load(row + (6 * T.Count)), c6);
                    c7 = T.MultiplyAdd(y, T.Load(row + (7 * T.Count)), c7);
                }

                T.Store(c0, sums);
                T.Store(c1, sums + T.Count);
                T.Store(c2, sums + (2 * T.Count));
                T.Store(c3, sums + (3 * T.Count));
                T.Store(c4, sums + (4 * T.Count));
                T.Store(c5, sums + (5 * T.Count));
                T.Store(c6, sums + (6 * T.Count));
                T.Store(c7, sums + (7 * T.Count));
            }

            b += (long)64 * bStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(float* a, int rowStep, int innerStep, ulong* bits, int words, int rows, float* b, int bStride, float* c, int cStride)
    {
        for (int w = 0; w < words; w++)
        {
            for (int r = 0; r < rows; r++)
            {
                ulong rest = bits[((long)r * words) + w];
                if (rest == 0 && w > 0)
                {
                    continue;
                }

                float* x = a + ((long)r * rowStep) + ((long)w * 64 * innerStep);
                float* sums = c + ((long)r * cStride);
                T c0 = T.Zero, c1 = T.Zero, c2 = T.Zero, c3 = T.Zero;
                if (w > 0)
                {
                    c0 = T.Load(sums);
                    c1 = T.Load(sums + T.Count);
                    c2 = T.Load(sums + (2 * T.Count));
                    c3 = T.Load(sums + (3 * T.Count));
                }

                while (rest != 0)
                {
                    nint k = BitOperations.TrailingZeroCount(rest);
                    rest &= rest - 1;
                    T y = T.Fill(x[k * innerStep]);
                    float* row = b + (k * bStride);
                    c0 = T.MultiplyAdd(y, T.Load(row), c0);
                    c1 = T.MultiplyAdd(y, T.Load(row + T.Count), c1);
                    c2 = T.MultiplyAdd(y, T.Load(row + (2 * T.Count)), c2);
                    c3 = T.MultiplyAdd(y, T.Load(row + (3 * T.Count)), c3);
                }

                T.Store(c0, sums);
                T.Store(c1, sums + T.Count);
                T.Store(c2, sums + (2 * T.Count));
                T.Store(c3, sums + (3 * T.Count));
            }

            b += (long)64 * bStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1(float* a, int rowStep, int innerStep, ulong* bits, int words, int from, int to, float* b, int bStride, float* c, int cStride)
    {
        for (int r = from; r < to; r++)
        {
            T sum = T.Zero;
            for (int w = 0; w < words; w++)
            {
                for (ulong rest = bits[((long)r * words) + w]; rest != 0; rest &= rest - 1)
                {
                    long k = (w * 64) + BitOperations.TrailingZeroCount(rest);
                    sum = T.MultiplyAdd(T.Fill(a[((long)r * rowStep) + (k * innerStep)]), T.Load(b + (k * bStride)), sum);
                }
            }

            T.Store(sum, c + ((long)r * cStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x2(float* a, int rowStep, int innerStep, ulong* bits, int words, float* b, int bStride, float* c, int cStride)
    {
        T c00 = T.Zero, c01 = T.Zero, c10 = T.Zero, c11 = T.Zero, c20 = T.Zero, c21 = T.Zero, c30 = T.Zero, c31 = T.Zero;
        float* a1 = a + rowStep;
        float* a2 = a1 + rowStep;
        float* a3 = a2 + rowStep;
        nint first = 0;
        for (int w = 0; w < words; w++)
        {
            ulong rest = bits[w] | bits[w + words] | bits[w + (2 * words)] | bits[w + (3 * words)];
            while (rest != 0)
            {
                nint k = BitOperations.TrailingZeroCount(rest);
                rest &= rest - 1;
                nint at = first + (k * innerStep);
                float* row = b + (k * bStride);
                T b0 = T.Load(row), b1 = T.Load(row + T.Count);
                T x = T.Fill(a[at]);
                c00 = T.MultiplyAdd(x, b0, c00);
                c01 = T.MultiplyAdd(x, b1, c01);
                x = T.Fill(a1[at]);
                c10 = T.MultiplyAdd(x, b0, c10);
                c11 = T.MultiplyAdd(x, b1, c11);
                x = T.Fill(a2[at]);
                c20 = T.MultiplyAdd(x, b0, c20);
                c21 = T.MultiplyAdd(x, b1, c21);
                x = T.Fill(a3[at]);
                c30 = T.MultiplyAdd(x, b0, c30);
                c31 = T.MultiplyAdd(x, b1, c31);
            }

            first += (nint)64 * innerStep;
            b += (nint)64 * bStride;
        }

        T.Store(c00, c);
        T.Store(c01, c + T.Count);
        T.Store(c10, c + cStride);
        T.Store(c11, c + cStride + T.Count);
        T.Store(c20, c + (2 * cStride));
        T.Store(c21, c + (2 * cStride) + T.Count);
        T.Store(c30, c + (3 * cStride));
        T.Store(c31, c + (3 * cStride) + T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x1(float* a, int rowStep, int innerStep, ulong* bits, int words, float* b, int bStride, float* c, int cStride)
    {
        T c0 = T.Zero, c1 = T.Zero, c2 = T.Zero, c3 = T.Zero;
        float* a1 = a + rowStep;
        float* a2 = a1 + rowStep;
        float* a3 = a2 + rowStep;
        nint first = 0;
        for (int w = 0; w < words; w++)
        {
            ulong rest = bits[w] | bits[w + words] | bits[w + (2 * words)] | bits[w + (3 * words)];
            while (rest != 0)
            {
                nint k = BitOperations.TrailingZeroCount(rest);
                rest &= rest - 1;
                nint at = first + (k * innerStep);
                T b0 = T.Load(b + (k * bStride));
                c0 = T.MultiplyAdd(T.Fill(a[at]), b0, c0);
                c1 = T.MultiplyAdd(T.Fill(a1[at]), b0, c1);
                c2 = T.MultiplyAdd(T.Fill(a2[at]), b0, c2);
                c3 = T.MultiplyAdd(T.Fill(a3[at]), b0, c3);
            }

            first += (nint)64 * innerStep;
            b += (nint)64 * bStride;
        }

        T.Store(c0, c);
        T.Store(c1, c + cStride);
        T.Store(c2, c + (2 * cStride));
        T.Store(c3, c + (3 * cStride));
    }
}
