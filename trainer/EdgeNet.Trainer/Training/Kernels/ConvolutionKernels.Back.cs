using System.Runtime.CompilerServices;

namespace EdgeNet.Trainer.Training.Kernels;

/// <content>The tiles of the product of deltas and weights.</content>
internal static unsafe partial class ConvolutionKernels<T>
{
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
}
