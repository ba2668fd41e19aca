using System.Runtime.CompilerServices;

namespace EdgeNet.Trainer.Training.Kernels;

/// <content>The tiles of the product of windows and weights.</content>
internal static unsafe partial class ConvolutionKernels<T>
{
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
}
