using System.Runtime.Intrinsics;

namespace EdgeNet.Pictures;

/// <summary>Makes the 8x8 samples of a block of its coefficients: the inverse cosine transform, in integers.</summary>
internal sealed class InverseDct
{
    // Cosines in 13 bits. Of those that are equal some differ by one: so rounded, they sum up as libjpeg's fewer multiplications do, and pixels are the same.
    private const int Bits = 13, FractionBits = 2, MeanBits = 3;

    private readonly int[] _steps = new int[64];

    // The block on its way: dequantised, then turned twice.
    private readonly int[] _work = new int[64];

    /// <summary>Creates the transform of a component.</summary>
    /// <param name="quantisation">The steps, in zigzag order.</param>
    public InverseDct(ReadOnlySpan<ushort> quantisation)
    {
        for (int i = 0; i < 64; i++)
        {
            _steps[i] = quantisation[i];
        }
    }

    /// <summary>Transforms a block.</summary>
    /// <param name="coefficients">64 of them, in zigzag order.</param>
    /// <param name="samples">Receives the samples.</param>
    /// <param name="at">Where the first one is written.</param>
    /// <param name="stride">From one row of samples to the next.</param>
    public void Transform(ReadOnlySpan<short> coefficients, byte[] samples, int at, int stride)
    {
        int last = coefficients.LastIndexOfAnyExcept((short)0);
        if (last <= 0)
        {
            Flat(coefficients[0] * _steps[0], samples, at, stride);
            return;
        }

        int[] work = _work;
        Array.Clear(work);
        for (int i = 0; i <= last; i++)
        {
            work[Zigzag.Natural[i]] = coefficients[i] * _steps[i];
        }

        OneWay(work, Bits - FractionBits);
        Turn(work);
        OneWay(work, Bits + FractionBits + MeanBits);
        for (int y = 0; y < 8; y++)
        {
            Span<byte> row = samples.AsSpan(at + (y * stride), 8);
            for (int x = 0; x < 8; x++)
            {
                row[x] = Sample(work[(8 * x) + y]);
            }
        }
    }

    private static void Flat(int mean, byte[] samples, int at, int stride)
    {
        byte sample = Sample(((mean << FractionBits) + (1 << (FractionBits + MeanBits - 1))) >> (FractionBits + MeanBits));
        for (int y = 0; y < 8; y++)
        {
            samples.AsSpan(at + (y * stride), 8).Fill(sample);
        }
    }

    private static byte Sample(int value) => (byte)Math.Clamp(value + 128, 0, 255);

    private static void Turn(int[] block)
    {
        for (int y = 1; y < 8; y++)
        {
            for (int x = 0; x < y; x++)
            {
                (block[(8 * y) + x], block[(8 * x) + y]) = (block[(8 * x) + y], block[(8 * y) + x]);
            }
        }
    }

    // All eight columns at once: each vector is a row.
    private static void OneWay(int[] block, int shift)
    {
        Vector256<int> c0 = Row(block, 0), c1 = Row(block, 1), c2 = Row(block, 2), c3 = Row(block, 3);
        Vector256<int> c4 = Row(block, 4), c5 = Row(block, 5), c6 = Row(block, 6), c7 = Row(block, 7);

        // Even coefficients are symmetric, odd ones antisymmetric.
        Vector256<int> half = Vector256.Create(1 << (shift - 1));
        Vector256<int> sum = ((c0 + c4) << Bits) + half, difference = ((c0 - c4) << Bits) + half;
        Vector256<int> outer = (c2 * 10703) + (c6 * 4433), inner = (c2 * 4433) - (c6 * 10704);
        Vector256<int> e0 = sum + outer, e3 = sum - outer, e1 = difference + inner, e2 = difference - inner;
        Vector256<int> o0 = (c1 * 11363) + (c3 * 9633) + (c5 * 6437) + (c7 * 2260);
        Vector256<int> o1 = (c1 * 9633) - (c3 * 2259) - (c5 * 11362) - (c7 * 6436);
        Vector256<int> o2 = (c1 * 6437) - (c3 * 11362) + (c5 * 2261) + (c7 * 9633);
        Vector256<int> o3 = (c1 * 2260) - (c3 * 6436) + (c5 * 9633) - (c7 * 11363);
        Put(block, 0, (e0 + o0) >> shift);
        Put(block, 1, (e1 + o1) >> shift);
        Put(block, 2, (e2 + o2) >> shift);
        Put(block, 3, (e3 + o3) >> shift);
        Put(block, 4, (e3 - o3) >> shift);
        Put(block, 5, (e2 - o2) >> shift);
        Put(block, 6, (e1 - o1) >> shift);
        Put(block, 7, (e0 - o0) >> shift);
    }

    private static Vector256<int> Row(int[] block, int row) => Vector256.Create(block.AsSpan(8 * row, 8));

    private static void Put(int[] block, int row, Vector256<int> values) => values.CopyTo(block, 8 * row);
}
