using System;

namespace EdgeNet.Core;

/// <summary>
/// The Fourier transform of 16 to 512 real samples in integers: X[k] = sum of x[i] e^(-2 pi i k / points) for k from 0 to points / 2, not scaled. Every input of 16 bits is
/// exact in its range: nothing overflows. Desktops and boards, loops and straight-line code give the same integers; docs/signals.md defines them.
/// </summary>
public sealed class RealFft
{
    /// <summary>Points of the smallest transform.</summary>
    public const int LeastPoints = 16;

    /// <summary>Points of the largest transform.</summary>
    public const int MostPoints = 512;

    private const long Half = 1L << (Cosines.Bits - 1);
    private readonly FftKernel _kernel;

    // Samples; above 128 points two in each number, above 256 points those of every other pair in the second array.
    private readonly long[] _x, _y;

    // Transforms of pairs, and the cosines of a quarter turn and a half, where there are more than 128 points.
    private readonly long[] _re1, _im1, _re2, _im2, _cosines;

    /// <summary>Allocates everything.</summary>
    /// <param name="points">16, 32, 64, 128, 256 or 512.</param>
    /// <param name="kernel">The transforms that it is put together from; null for loops.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no transform of so many points.</exception>
    public RealFft(int points, FftKernel kernel)
    {
        if (!IsPoints(points))
        {
            throw new ArgumentOutOfRangeException(nameof(points));
        }

        Points = points;
        int inner = points > FftKernel.MostPoints ? FftKernel.MostPoints : points;
        _kernel = kernel ?? new LoopFft(inner);
        Real = new long[(points / 2) + 1];
        Imaginary = new long[(points / 2) + 1];
        _x = new long[inner];
        if (points > inner)
        {
            _re1 = new long[(inner / 2) + 1];
            _im1 = new long[(inner / 2) + 1];
            _cosines = new long[(Cosines.Turn * 3 / 8) + 1];
            for (int i = 0; i < _cosines.Length; i++)
            {
                _cosines[i] = Cosines.At(i);
            }
        }

        if (points > 2 * inner)
        {
            _y = new long[inner];
            _re2 = new long[(inner / 2) + 1];
            _im2 = new long[(inner / 2) + 1];
        }
    }

    /// <summary>How many samples are transformed.</summary>
    public int Points { get; }

    /// <summary>The real parts of the last transform: points / 2 + 1.</summary>
    public long[] Real { get; }

    /// <summary>The imaginary parts of the last transform: points / 2 + 1, of which the first and the last are 0.</summary>
    public long[] Imaginary { get; }

    /// <summary>Whether there is a transform of so many points.</summary>
    /// <param name="points">Any number.</param>
    /// <returns>Whether it is a power of two from 16 to 512.</returns>
    public static bool IsPoints(int points) => points >= LeastPoints && points <= MostPoints && (points & (points - 1)) == 0;

    /// <summary>Takes samples as they are, and transforms them.</summary>
    /// <param name="samples">Samples of 16 bits.</param>
    /// <param name="from">Where the first is.</param>
    public void Transform(short[] samples, int from)
    {
        long[] x = _x;
        if (Points <= FftKernel.MostPoints)
        {
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = samples[from + i];
            }
        }
        else
        {
            int step = Points / FftKernel.MostPoints;
            Pack(samples, from, step, x);
            if (step == 4)
            {
                Pack(samples, from + 2, step, _y);
            }
        }

        Run();
    }

    private static void Pack(short[] samples, int from, int step, long[] pairs)
    {
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = samples[from] + ((long)samples[from + 1] << 32);
            from += step;
        }
    }

    private void Run()
    {
        if (Points <= FftKernel.MostPoints)
        {
            _kernel.Transform(Points, _x, Real, Imaginary);
            return;
        }

        _kernel.TransformPairs(_x, _re1, _im1);
        if (_y == null)
        {
            MergeTwo();
            return;
        }

        _kernel.TransformPairs(_y, _re2, _im2);
        MergeFour();
    }

    // 256 points from the even samples (low) and the odd ones (high).
    private void MergeTwo()
    {
        const long Low = 1L << 31;
        long[] re = _re1, im = _im1, real = Real, imaginary = Imaginary, cosines = _cosines;
        long v = re[0], odd = (v + Low) >> 32, even = (v << 32) >> 32;
        real[0] = even + odd;
        real[128] = even - odd;
        v = re[64];
        real[64] = (v << 32) >> 32;
        imaginary[64] = -((v + Low) >> 32);
        int other = 127, angle = 2;
        for (int k = 1; k < 64; k++)
        {
            long c = cosines[angle], s = cosines[128 - angle], w = im[k];
            v = re[k];
            long a = (v + Low) >> 32, b = (w + Low) >> 32;
            long turned = ((a * c) + (b * s) + Half) >> Cosines.Bits;
            b = ((b * c) - (a * s) + Half) >> Cosines.Bits;
            v = (v << 32) >> 32;
            w = (w << 32) >> 32;
            real[k] = v + turned;
            imaginary[k] = w + b;
            real[other] = v - turned;
            imaginary[other] = b - w;
            other--;
            angle += 2;
        }
    }

    // 512 points from the samples 0, 1, 2 and 3 of every four: low and high of the first pairs, low and high of the second ones.
    private void MergeFour()
    {
        const long Low = 1L << 31;
        long[] re1 = _re1, im1 = _im1, re2 = _re2, im2 = _im2, real = Real, imaginary = Imaginary, cosines = _cosines;
        long v = re1[0], w = re2[0], a = ((v << 32) >> 32) + ((w << 32) >> 32), b = ((v + Low) >> 32) + ((w + Low) >> 32);
        real[0] = a + b;
        real[256] = a - b;
        real[128] = ((v << 32) >> 32) - ((w << 32) >> 32);
        imaginary[128] = ((w + Low) >> 32) - ((v + Low) >> 32);

        v = re1[64];
        w = re2[64];
        long c = cosines[64], s, z = (v + Low) >> 32, y = (w + Low) >> 32;
        a = (((z - y) * c) + Half) >> Cosines.Bits;
        b = (((z + y) * -c) + Half) >> Cosines.Bits;
        v = (v << 32) >> 32;
        w = (w << 32) >> 32;
        real[64] = v + a;
        imaginary[64] = b - w;
        real[192] = v - a;
        imaginary[192] = b + w;

        for (int k = 1; k < 64; k++)
        {
            // The three odd ones are turned by one, two and three times the angle.
            v = re1[k];
            w = im1[k];
            a = (v + Low) >> 32;
            b = (w + Low) >> 32;
            c = cosines[k];
            s = cosines[128 - k];
            long oneRe = ((a * c) + (b * s) + Half) >> Cosines.Bits, oneIm = ((b * c) - (a * s) + Half) >> Cosines.Bits;
            z = re2[k];
            y = im2[k];
            a = (z + Low) >> 32;
            b = (y + Low) >> 32;
            int angle = 3 * k;
            c = cosines[angle];
            s = cosines[angle < 128 ? 128 - angle : angle - 128];
            long threeRe = ((a * c) + (b * s) + Half) >> Cosines.Bits, threeIm = ((b * c) - (a * s) + Half) >> Cosines.Bits;
            a = (z << 32) >> 32;
            b = (y << 32) >> 32;
            angle = 2 * k;
            c = cosines[angle];
            s = cosines[128 - angle];
            long twoRe = ((a * c) + (b * s) + Half) >> Cosines.Bits, twoIm = ((b * c) - (a * s) + Half) >> Cosines.Bits;
            v = (v << 32) >> 32;
            w = (w << 32) >> 32;

            a = v + twoRe;
            b = w + twoIm;
            c = oneRe + threeRe;
            s = oneIm + threeIm;
            real[k] = a + c;
            imaginary[k] = b + s;
            real[256 - k] = a - c;
            imaginary[256 - k] = s - b;
            a = v - twoRe;
            b = w - twoIm;
            c = oneRe - threeRe;
            s = oneIm - threeIm;
            real[128 + k] = a + s;
            imaginary[128 + k] = b - c;
            real[128 - k] = a - s;
            imaginary[128 - k] = -b - c;
        }
    }
}
