using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeNet.Trainer.Training.Kernels;

/// <summary>Turns rows of samples into groups of samples that lie side by side, and back.</summary>
internal static unsafe class Transposition
{
    private const int Size = SampleGroup.Size;

    /// <summary>Sixteen rows become a group.</summary>
    /// <param name="rows">First row.</param>
    /// <param name="stride">Floats from a row to the next.</param>
    /// <param name="count">Values of a row.</param>
    /// <param name="group">Receives count x 16 values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToGroup(float* rows, int stride, int count, float* group)
    {
        int i = 0;
        for (; Avx512F.IsSupported && i + 4 <= count; i += 4)
        {
            FourColumns(rows + i, stride, group + (i * Size));
        }

        for (; i + 4 <= count; i += 4)
        {
            for (int s = 0; s < Size; s += 4)
            {
                Square(rows + (s * (long)stride) + i, stride, group + (i * Size) + s, Size);
            }
        }

        for (; i < count; i++)
        {
            for (int s = 0; s < Size; s++)
            {
                group[(i * Size) + s] = rows[(s * (long)stride) + i];
            }
        }
    }

    /// <summary>A group becomes sixteen rows.</summary>
    /// <param name="group">Count x 16 values.</param>
    /// <param name="count">Values of a row.</param>
    /// <param name="rows">First row.</param>
    /// <param name="stride">Floats from a row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToRows(float* group, int count, float* rows, int stride)
    {
        int i = 0;
        for (; Avx512F.IsSupported && i + 4 <= count; i += 4)
        {
            FourRows(group + (i * Size), rows + i, stride);
        }

        for (; i + 4 <= count; i += 4)
        {
            for (int s = 0; s < Size; s += 4)
            {
                Square(group + (i * Size) + s, Size, rows + (s * (long)stride) + i, stride);
            }
        }

        for (; i < count; i++)
        {
            for (int s = 0; s < Size; s++)
            {
                rows[(s * (long)stride) + i] = group[(i * Size) + s];
            }
        }
    }

    /// <summary>The columns of four rows of four numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> First, Vector128<float> Second, Vector128<float> Third, Vector128<float> Fourth) Square(float* from, int fromStride)
    {
        Vector128<float> a = Vector128.Load(from), b = Vector128.Load(from + fromStride), c = Vector128.Load(from + (2 * fromStride)), d = Vector128.Load(from + (3 * fromStride));
        Vector128<double> abLow = Low(a, b).AsDouble(), abHigh = High(a, b).AsDouble(), cdLow = Low(c, d).AsDouble(), cdHigh = High(c, d).AsDouble();
        return (Low(abLow, cdLow).AsSingle(), High(abLow, cdLow).AsSingle(), Low(abHigh, cdHigh).AsSingle(), High(abHigh, cdHigh).AsSingle());
    }

    // Four numbers of each of sixteen rows: rows 0, 4, 8 and 12 in one register, and so on, so that they only have to change places within quarters.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourColumns(float* rows, long stride, float* group)
    {
        Vector512<float> a = EveryFourth(rows, stride), b = EveryFourth(rows + stride, stride), c = EveryFourth(rows + (2 * stride), stride), d = EveryFourth(rows + (3 * stride), stride);
        (a, b, c, d) = Squares(a, b, c, d);
        a.Store(group);
        b.Store(group + Size);
        c.Store(group + (2 * Size));
        d.Store(group + (3 * Size));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourRows(float* group, float* rows, long stride)
    {
        Vector512<float> a = Vector512.Load(group), b = Vector512.Load(group + Size), c = Vector512.Load(group + (2 * Size)), d = Vector512.Load(group + (3 * Size));
        (a, b, c, d) = Squares(a, b, c, d);
        StoreEveryFourth(a, rows, stride);
        StoreEveryFourth(b, rows + stride, stride);
        StoreEveryFourth(c, rows + (2 * stride), stride);
        StoreEveryFourth(d, rows + (3 * stride), stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> EveryFourth(float* rows, long stride)
    {
        Vector512<float> four = Vector128.Load(rows).ToVector256Unsafe().ToVector512Unsafe();
        four = Avx512F.InsertVector128(four, Vector128.Load(rows + (4 * stride)), 1);
        four = Avx512F.InsertVector128(four, Vector128.Load(rows + (8 * stride)), 2);
        return Avx512F.InsertVector128(four, Vector128.Load(rows + (12 * stride)), 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreEveryFourth(Vector512<float> four, float* rows, long stride)
    {
        Avx512F.ExtractVector128(four, 0).Store(rows);
        Avx512F.ExtractVector128(four, 1).Store(rows + (4 * stride));
        Avx512F.ExtractVector128(four, 2).Store(rows + (8 * stride));
        Avx512F.ExtractVector128(four, 3).Store(rows + (12 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> First, Vector512<float> Second, Vector512<float> Third, Vector512<float> Fourth) Squares(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        Vector512<double> abLow = Avx512F.UnpackLow(a, b).AsDouble(), abHigh = Avx512F.UnpackHigh(a, b).AsDouble();
        Vector512<double> cdLow = Avx512F.UnpackLow(c, d).AsDouble(), cdHigh = Avx512F.UnpackHigh(c, d).AsDouble();
        return (Avx512F.UnpackLow(abLow, cdLow).AsSingle(), Avx512F.UnpackHigh(abLow, cdLow).AsSingle(), Avx512F.UnpackLow(abHigh, cdHigh).AsSingle(), Avx512F.UnpackHigh(abHigh, cdHigh).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(float* from, int fromStride, float* to, int toStride)
    {
        (Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d) = Square(from, fromStride);
        a.Store(to);
        b.Store(to + toStride);
        c.Store(to + (2 * toStride));
        d.Store(to + (3 * toStride));
    }

    // a0 b0 a1 b1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b) : Vector128.Create(a[0], b[0], a[1], b[1]);

    // a2 b2 a3 b3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b) : Vector128.Create(a[2], b[2], a[3], b[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Low(Vector128<double> a, Vector128<double> b) => Vector128.Create(a.GetLower(), b.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> High(Vector128<double> a, Vector128<double> b) => Vector128.Create(a.GetUpper(), b.GetUpper());
}
