using System.Runtime.CompilerServices;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>
/// The two matrix products that training needs. Four rows by two registers of columns are computed at a time, all in
/// registers; every element is summed in the order of the inner index, so a result does not depend on how the work is cut.
/// Columns are padded to whole registers of 16 floats.
/// AggressiveOptimization: a network may be trained before the runtime's tiers have come round to compiling a loop for speed.
/// </summary>
/// <typeparam name="T">The machine's register.</typeparam>
internal static unsafe class MatrixKernels<T>
    where T : struct, IFloatVector<T>
{
    /// <summary>c[r][j] = sum over k of a[r][k] * b[k][j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, int aStride, int rows, int inner, float* b, int bStride, int columns, float* c, int cStride)
    {
        int r = 0;
        for (; r + 4 <= rows; r += 4)
        {
            int j = 0;
            for (; j + (2 * T.Count) <= columns; j += 2 * T.Count)
            {
                Tile4x2(a + (r * aStride), aStride, 1, inner, b + j, bStride, c + (r * cStride) + j, cStride);
            }

            for (; j < columns; j += T.Count)
            {
                Tile4x1(a + (r * aStride), aStride, 1, inner, b + j, bStride, c + (r * cStride) + j, cStride);
            }
        }

        for (; r < rows; r++)
        {
            Row(a + (r * aStride), 1, inner, b, bStride, columns, c + (r * cStride));
        }
    }

    /// <summary>c[r][j] = sum over k of a[k][r] * b[k][j], for rows from..to of c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyTransposed(float* a, int aStride, int from, int to, int inner, float* b, int bStride, int columns, float* c, int cStride)
    {
        int r = from;
        for (; r + 4 <= to; r += 4)
        {
            int j = 0;
            for (; j + (2 * T.Count) <= columns; j += 2 * T.Count)
            {
                Tile4x2(a + r, 1, aStride, inner, b + j, bStride, c + (r * cStride) + j, cStride);
            }

            for (; j < columns; j += T.Count)
            {
                Tile4x1(a + r, 1, aStride, inner, b + j, bStride, c + (r * cStride) + j, cStride);
            }
        }

        for (; r < to; r++)
        {
            Row(a + r, aStride, inner, b, bStride, columns, c + (r * cStride));
        }
    }

    /// <summary>c[r][j] += factor * a[r] * b[j], for rows from..to of c: what one sample adds to a matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddOuterProduct(float* a, int from, int to, float factor, float* b, int columns, float* c, int cStride)
    {
        for (int r = from; r < to; r++)
        {
            if (a[r] == 0f)
            {
                continue;
            }

            T x = T.Fill(a[r] * factor);
            float* row = c + ((long)r * cStride);
            for (int j = 0; j < columns; j += T.Count)
            {
                T.Store(T.MultiplyAdd(x, T.Load(b + j), T.Load(row + j)), row + j);
            }
        }
    }

    /// <summary>
    /// b[k][j] += factor * p[k] * d[j], then c[j] = sum over k of a[k] * b[k][j]: what one sample adds to a matrix, and the next sample's
    /// product with it, in one pass over a matrix that is larger than the nearest cache. The same numbers as one after the other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddOuterProductAndMultiply(float* p, float factor, float* d, float* a, int inner, float* b, int bStride, int columns, float* c)
    {
        int j = 0;
        for (; j + (8 * T.Count) <= columns; j += 8 * T.Count)
        {
            LearnTile8(p, factor, d + j, a, inner, b + j, bStride, c + j);
        }

        for (; j + (4 * T.Count) <= columns; j += 4 * T.Count)
        {
            LearnTile4(p, factor, d + j, a, inner, b + j, bStride, c + j);
        }

        for (; j < columns; j += T.Count)
        {
            LearnTile1(p, factor, d + j, a, inner, b + j, bStride, c + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LearnTile8(float* p, float factor, float* d, float* a, int inner, float* b, int bStride, float* c)
    {
        T c0 = T.Zero, c1 = T.Zero, c2 = T.Zero, c3 = T.Zero, c4 = T.Zero, c5 = T.Zero, c6 = T.Zero, c7 = T.Zero;
        T d0 = T.Load(d), d1 = T.Load(d + T.Count), d2 = T.Load(d + (2 * T.Count)), d3 = T.Load(d + (3 * T.Count)), d4 = T.Load(d + (4 * T.Count)), d5 = T.Load(d + (5 * T.Count)), d6 = T.Load(d + (6 * T.Count)), d7 = T.Load(d + (7 * T.Count));
        for (int k = 0; k < inner; k++)
        {
            T y = T.Fill(p[k] * factor), x = T.Fill(a[k]);
            T w = T.MultiplyAdd(y, d0, T.Load(b));
            T.Store(w, b);
            c0 = T.MultiplyAdd(x, w, c0);
            w = T.MultiplyAdd(y, d1, T.Load(b + T.Count));
            T.Store(w, b + T.Count);
            c1 = T.MultiplyAdd(x, w, c1);
            w = T.MultiplyAdd(y, d2, T.Load(b + (2 * T.Count)));
            T.Store(w, b + (2 * T.Count));
            c2 = T.MultiplyAdd(x, w, c2);
            w = T.MultiplyAdd(y, d3, T.Load(b + (3 * T.Count)));
            T.Store(w, b + (3 * T.Count));
            c3 = T.MultiplyAdd(x, w, c3);
            w = T.MultiplyAdd(y, d4, T.Load(b + (4 * T.Count)));
            T.Store(w, b + (4 * T.Count));
            c4 = T.MultiplyAdd(x, w, c4);
            w = T.MultiplyAdd(y, d5, T.Load(b + (5 * T.Count)));
            T.Store(w, b + (5 * T.Count));
            c5 = T.MultiplyAdd(x, w, c5);
            w = T.MultiplyAdd(y, d6, T.Load(b + (6 * T.Count)));
            T.Store(w, b + (6 * T.Count));
            c6 = T.MultiplyAdd(x, w, c6);
            w = T.MultiplyAdd(y, d7, T.Load(b + (7 * T.Count)));
            T.Store(w, b + (7 * T.Count));
            c7 = T.MultiplyAdd(x, w, c7);
            b += bStride;
        }

        T.Store(c0, c);
        T.Store(c1, c + T.Count);
        T.Store(c2, c + (2 * T.Count));
        T.Store(c3, c + (3 * T.Count));
        T.Store(c4, c + (4 * T.Count));
        T.Store(c5, c + (5 * T.Count));
        T.Store(c6, c + (6 * T.Count));
        T.Store(c7, c + (7 * T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LearnTile4(float* p, float factor, float* d, float* a, int inner, float* b, int bStride, float* c)
    {
        T c0 = T.Zero, c1 = T.Zero, c2 = T.Zero, c3 = T.Zero;
        T d0 = T.Load(d), d1 = T.Load(d + T.Count), d2 = T.Load(d + (2 * T.Count)), d3 = T.Load(d + (3 * T.Count));
        for (int k = 0; k < inner; k++)
        {
            T y = T.Fill(p[k] * factor), x = T.Fill(a[k]);
            T w = T.MultiplyAdd(y, d0, T.Load(b));
            T.Store(w, b);
            c0 = T.MultiplyAdd(x, w, c0);
            w = T.MultiplyAdd(y, d1, T.Load(b + T.Count));
            T.Store(w, b + T.Count);
            c1 = T.MultiplyAdd(x, w, c1);
            w = T.MultiplyAdd(y, d2, T.Load(b + (2 * T.Count)));
            T.Store(w, b + (2 * T.Count));
            c2 = T.MultiplyAdd(x, w, c2);
            w = T.MultiplyAdd(y, d3, T.Load(b + (3 * T.Count)));
            T.Store(w, b + (3 * T.Count));
            c3 = T.MultiplyAdd(x, w, c3);
            b += bStride;
        }

        T.Store(c0, c);
        T.Store(c1, c + T.Count);
        T.Store(c2, c + (2 * T.Count));
        T.Store(c3, c + (3 * T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LearnTile1(float* p, float factor, float* d, float* a, int inner, float* b, int bStride, float* c)
    {
        T c0 = T.Zero;
        T d0 = T.Load(d);
        for (int k = 0; k < inner; k++)
        {
            T y = T.Fill(p[k] * factor), x = T.Fill(a[k]);
            T w = T.MultiplyAdd(y, d0, T.Load(b));
            T.Store(w, b);
            c0 = T.MultiplyAdd(x, w, c0);
            b += bStride;
        }

        T.Store(c0, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x2(float* a, int rowStep, int innerStep, int inner, float* b, int bStride, float* c, int cStride)
    {
        T c00 = T.Zero, c01 = T.Zero, c10 = T.Zero, c11 = T.Zero, c20 = T.Zero, c21 = T.Zero, c30 = T.Zero, c31 = T.Zero;
        float* a1 = a + rowStep;
        float* a2 = a1 + rowStep;
        float* a3 = a2 + rowStep;
        nint at = 0;
        for (int k = 0; k < inner; k++)
        {
            T b0 = T.Load(b), b1 = T.Load(b + T.Count);
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
            at += innerStep;
            b += bStride;
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
    private static void Tile4x1(float* a, int rowStep, int innerStep, int inner, float* b, int bStride, float* c, int cStride)
    {
        T c0 = T.Zero, c1 = T.Zero, c2 = T.Zero, c3 = T.Zero;
        float* a1 = a + rowStep;
        float* a2 = a1 + rowStep;
        float* a3 = a2 + rowStep;
        nint at = 0;
        for (int k = 0; k < inner; k++)
        {
            T b0 = T.Load(b);
            c0 = T.MultiplyAdd(T.Fill(a[at]), b0, c0);
            c1 = T.MultiplyAdd(T.Fill(a1[at]), b0, c1);
            c2 = T.MultiplyAdd(T.Fill(a2[at]), b0, c2);
            c3 = T.MultiplyAdd(T.Fill(a3[at]), b0, c3);
            at += innerStep;
            b += bStride;
        }

        T.Store(c0, c);
        T.Store(c1, c + cStride);
        T.Store(c2, c + (2 * cStride));
        T.Store(c3, c + (3 * cStride));
    }

    // One row: eight registers of columns at a time, so that a single sample keeps the multipliers busy too.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(float* a, int innerStep, int inner, float* b, int bStride, int columns, float* c)
    {
        int j = 0;
        for (; j + (8 * T.Count) <= columns; j += 8 * T.Count)
        {
            T c0 = T.Zero, c1 = T.Zero, c2 = T.Zero, c3 = T.Zero, c4 = T.Zero, c5 = T.Zero, c6 = T.Zero, c7 = T.Zero;
            float* row = b + j;
            nint at = 0;
            for (int k = 0; k < inner; k++)
            {
                T x = T.Fill(a[at]);
                c0 = T.MultiplyAdd(x, T.Load(row), c0);
                c1 = T.MultiplyAdd(x, T.Load(row + T.Count), c1);
                c2 = T.MultiplyAdd(x, T.Load(row + (2 * T.Count)), c2);
                c3 = T.MultiplyAdd(x, T.Load(row + (3 * T.Count)), c3);
                c4 = T.MultiplyAdd(x, T.Load(row + (4 * T.Count)), c4);
                c5 = T.MultiplyAdd(x, T.Load(row + (5 * T.Count)), c5);
                c6 = T.MultiplyAdd(x, T.Load(row + (6 * T.Count)), c6);
                c7 = T.MultiplyAdd(x, T.Load(row + (7 * T.Count)), c7);
                at += innerStep;
                row += bStride;
            }

            T.Store(c0, c + j);
            T.Store(c1, c + j + T.Count);
            T.Store(c2, c + j + (2 * T.Count));
            T.Store(c3, c + j + (3 * T.Count));
            T.Store(c4, c + j + (4 * T.Count));
            T.Store(c5, c + j + (5 * T.Count));
            T.Store(c6, c + j + (6 * T.Count));
            T.Store(c7, c + j + (7 * T.Count));
        }

        for (; j + (4 * T.Count) <= columns; j += 4 * T.Count)
        {
            T c0 = T.Zero, c1 = T.Zero, c2 = T.Zero, c3 = T.Zero;
            float* row = b + j;
            nint at = 0;
            for (int k = 0; k < inner; k++)
            {
                T x = T.Fill(a[at]);
                c0 = T.MultiplyAdd(x, T.Load(row), c0);
                c1 = T.MultiplyAdd(x, T.Load(row + T.Count), c1);
                c2 = T.MultiplyAdd(x, T.Load(row + (2 * T.Count)), c2);
                c3 = T.MultiplyAdd(x, T.Load(row + (3 * T.Count)), c3);
                at += innerStep;
                row += bStride;
            }

            T.Store(c0, c + j);
            T.Store(c1, c + j + T.Count);
            T.Store(c2, c + j + (2 * T.Count));
            T.Store(c3, c + j + (3 * T.Count));
        }

        for (; j < columns; j += T.Count)
        {
            T sum = T.Zero;
            float* row = b + j;
            nint at = 0;
            for (int k = 0; k < inner; k++)
            {
                sum = T.MultiplyAdd(T.Fill(a[at]), T.Load(row), sum);
                at += innerStep;
                row += bStride;
            }

            T.Store(sum, c + j);
        }
    }
}
