using System.Runtime.CompilerServices;

namespace EdgeNet.Trainer.Training.Kernels;

/// <content>The tiles of the product of windows and deltas.</content>
internal static unsafe partial class ConvolutionKernels<T>
{
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
}
