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

    // Transforms of pairs, and the cosines from minus a quarter turn on, where there are more than 128 points.
    private readonly long[] _re1, _im1, _re2, _im2, _cosines;
    private readonly long[] _power;

    // The samples of 256 points, at the places that straight-line code names.
    private readonly short[] _frame;

    // Weights of the window of 256 and 512 points; the kernel has those of others, and straight-line code that of 256.
    private ushort[] _hann;

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
        _kernel = kernel ?? new LoopFft(points);
        _power = new long[(points / 2) + 1];
        _x = new long[inner];
        if (points > inner)
        {
            _re1 = new long[(inner / 2) + 1];
            _im1 = new long[(inner / 2) + 1];
            _cosines = new long[(Cosines.Turn * 5 / 8) + 1];
            for (int i = 0; i < _cosines.Length; i++)
            {
                _cosines[i] = Cosines.At(i + (Cosines.Turn * 3 / 4));
            }
        }

        if (points == 2 * inner)
        {
            if (_kernel is LoopFft)
            {
                _hann = HannWindow.All(points);
            }
            else
            {
                _frame = new short[points];
            }

            return;
        }

        MakeTransform();
        if (points > inner)
        {
            _y = new long[inner];
            _re2 = new long[(inner / 2) + 1];
            _im2 = new long[(inner / 2) + 1];
        }
    }

    /// <summary>How many samples are transformed.</summary>
    public int Points { get; }

    /// <summary>The real parts of the last transform: points / 2 + 1.</summary>
    public long[] Real { get; private set; }

    /// <summary>The imaginary parts of the last transform: points / 2 + 1, of which the first and the last are 0.</summary>
    public long[] Imaginary { get; private set; }

    /// <summary>Allocates everything, for straight-line code where it is there, else for loops.</summary>
    /// <param name="points">16, 32, 64, 128, 256 or 512.</param>
    /// <returns>The transform.</returns>
    public static RealFft Create(int points) => new RealFft(points, FftKernel.For(points));

    /// <summary>Heap bytes of a transform that <see cref="Create"/> makes.</summary>
    /// <param name="points">16, 32, 64, 128, 256 or 512.</param>
    /// <returns>Bytes, as the nanoFramework interpreter allocates.</returns>
    public static int RamBytes(int points)
    {
        const int Fields = 14, LoopFields = 4;
        int inner = points > FftKernel.MostPoints ? FftKernel.MostPoints : points, half = Ram.ArrayBytes(8, (inner / 2) + 1);
        int bytes = Ram.ObjectBytes(Fields) + ((points == 2 * inner ? 1 : 3) * Ram.ArrayBytes(8, (points / 2) + 1)) + Ram.ArrayBytes(8, inner);
        if (points > inner)
        {
            // The weights of a window, or the room for a frame.
            bytes += (2 * half) + Ram.ArrayBytes(8, (Cosines.Turn * 5 / 8) + 1) + Ram.ArrayBytes(2, points);
        }

        if (points > 2 * inner)
        {
            bytes += (2 * half) + Ram.ArrayBytes(8, inner);
        }

        return FftKernel.For(points) != null ? bytes : bytes + Ram.ObjectBytes(LoopFields) + (2 * Ram.ArrayBytes(8, inner)) + Ram.ArrayBytes(2, points > inner ? 0 : points);
    }

    /// <summary>Whether there is a transform of so many points.</summary>
    /// <param name="points">Any number.</param>
    /// <returns>Whether it is a power of two from 16 to 512.</returns>
    public static bool IsPoints(int points) => points >= LeastPoints && points <= MostPoints && (points & (points - 1)) == 0;

    /// <summary>Transforms samples as they are, or with a Hann window, into <see cref="Real"/> and <see cref="Imaginary"/>. Those of 256 points, whose power needs neither, are allocated at the first call.</summary>
    /// <param name="samples">Samples of 16 bits.</param>
    /// <param name="from">Where the first is.</param>
    /// <param name="hann">Whether they are multiplied by a Hann window first.</param>
    public void Transform(short[] samples, int from, bool hann)
    {
        if (Real == null)
        {
            MakeTransform();
        }

        Take(samples, from, hann);
        if (_re1 == null)
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

    /// <summary>The power of samples at each frequency: the sum of the squares of the real and the imaginary part.</summary>
    /// <param name="samples">Samples of 16 bits.</param>
    /// <param name="from">Where the first is.</param>
    /// <param name="hann">Whether they are multiplied by a Hann window first.</param>
    /// <returns>Points / 2 + 1 numbers below 2^49. The array is used again.</returns>
    public long[] Power(short[] samples, int from, bool hann)
    {
        long[] power = _power;
        if (Points == 2 * FftKernel.MostPoints)
        {
            if (hann && _frame != null)
            {
                Array.Copy(samples, from, _frame, 0, Points);
                _kernel.HannPower256(_frame, power);
                return power;
            }

            Take(samples, from, hann);
            _kernel.TransformPairs(_x, _re1, _im1);
            PowerOfTwo(power);
            return power;
        }

        Transform(samples, from, hann);
        long[] real = Real, imaginary = Imaginary;
        int count = power.Length;
        for (int i = 0; i != count; i++)
        {
            long re = real[i], im = imaginary[i];
            power[i] = (re * re) + (im * im);
        }

        return power;
    }

    private void MakeTransform()
    {
        Real = new long[_power.Length];
        Imaginary = new long[_power.Length];
        if (_hann == null && Points > FftKernel.MostPoints)
        {
            _hann = HannWindow.All(Points);
        }
    }

    private void Take(short[] samples, int from, bool hann)
    {
        long[] x = _x;
        if (_re1 != null)
        {
            Pack(samples, from, hann, 0, x);
            if (_y != null)
            {
                Pack(samples, from, hann, 2, _y);
            }
        }
        else if (hann)
        {
            _kernel.Weigh(Points, samples, from, x);
        }
        else
        {
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = samples[from + i];
            }
        }
    }

    // Pairs of samples from the first on: all of 256 points, every other one of 512.
    private void Pack(short[] samples, int from, bool hann, int first, long[] pairs)
    {
        int step = Points / pairs.Length, count = pairs.Length;
        from += first;
        if (!hann)
        {
            for (int i = 0; i != count; i++)
            {
                pairs[i] = samples[from] + ((long)samples[from + 1] << 32);
                from += step;
            }

            return;
        }

        ushort[] weights = _hann;
        for (int i = 0; i != count; i++)
        {
            pairs[i] = ((samples[from] * weights[first]) >> HannWindow.Bits) + ((long)((samples[from + 1] * weights[first + 1]) >> HannWindow.Bits) << 32);
            from += step;
            first += step;
        }
    }

    // The power of what MergeTwo merges.
    private void PowerOfTwo(long[] power)
    {
        long[] re = _re1, im = _im1, cosines = _cosines;
        long carry = 1L << 31, half = Half;
        long v = re[0], odd = (v + carry) >> 32, even = (v << 32) >> 32;
        power[0] = (even + odd) * (even + odd);
        power[128] = (even - odd) * (even - odd);
        v = re[64];
        odd = (v + carry) >> 32;
        even = (v << 32) >> 32;
        power[64] = (even * even) + (odd * odd);
        int angle = 2;
        for (int k = 1; k != 64; k++)
        {
            long s = cosines[angle], c = cosines[angle + 128], w = im[k];
            v = re[k];
            long a = (v + carry) >> 32, b = (w + carry) >> 32;
            long turned = ((a * c) + (b * s) + half) >> Cosines.Bits;
            b = ((b * c) - (a * s) + half) >> Cosines.Bits;
            v = (v << 32) >> 32;
            w = (w << 32) >> 32;
            power[k] = ((v + turned) * (v + turned)) + ((w + b) * (w + b));
            power[128 - k] = ((v - turned) * (v - turned)) + ((b - w) * (b - w));
            angle += 2;
        }
    }

    // 256 points from the even samples (low) and the odd ones (high). Constants are kept in variables, which are cheaper.
    private void MergeTwo()
    {
        long[] re = _re1, im = _im1, real = Real, imaginary = Imaginary, cosines = _cosines;
        long carry = 1L << 31, half = Half;
        long v = re[0], odd = (v + carry) >> 32, even = (v << 32) >> 32;
        real[0] = even + odd;
        real[128] = even - odd;
        v = re[64];
        real[64] = (v << 32) >> 32;
        imaginary[64] = -((v + carry) >> 32);
        int other = 127, angle = 2;
        for (int k = 1; k < 64; k++)
        {
            long s = cosines[angle], c = cosines[angle + 128], w = im[k];
            v = re[k];
            long a = (v + carry) >> 32, b = (w + carry) >> 32;
            long turned = ((a * c) + (b * s) + half) >> Cosines.Bits;
            b = ((b * c) - (a * s) + half) >> Cosines.Bits;
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
        long[] re1 = _re1, im1 = _im1, re2 = _re2, im2 = _im2, real = Real, imaginary = Imaginary, cosines = _cosines;
        long carry = 1L << 31, half = Half;
        long v = re1[0], w = re2[0], a = ((v << 32) >> 32) + ((w << 32) >> 32), b = ((v + carry) >> 32) + ((w + carry) >> 32);
        real[0] = a + b;
        real[256] = a - b;
        real[128] = ((v << 32) >> 32) - ((w << 32) >> 32);
        imaginary[128] = ((w + carry) >> 32) - ((v + carry) >> 32);

        v = re1[64];
        w = re2[64];
        long c = cosines[64 + 128], s, z = (v + carry) >> 32, y = (w + carry) >> 32;
        a = (((z - y) * c) + half) >> Cosines.Bits;
        b = (((z + y) * -c) + half) >> Cosines.Bits;
        v = (v << 32) >> 32;
        w = (w << 32) >> 32;
        real[64] = v + a;
        imaginary[64] = b - w;
        real[192] = v - a;
        imaginary[192] = b + w;

        // The odd ones are turned by one, two and three times the angle.
        int two = 2, three = 3, below = 127, above = 129, last = 255;
        for (int k = 1; k < 64; k++)
        {
            v = re1[k];
            w = im1[k];
            a = (v + carry) >> 32;
            b = (w + carry) >> 32;
            s = cosines[k];
            c = cosines[k + 128];
            long oneRe = ((a * c) + (b * s) + half) >> Cosines.Bits, oneIm = ((b * c) - (a * s) + half) >> Cosines.Bits;
            z = re2[k];
            y = im2[k];
            a = (z + carry) >> 32;
            b = (y + carry) >> 32;
            s = cosines[three];
            c = cosines[three + 128];
            long threeRe = ((a * c) + (b * s) + half) >> Cosines.Bits, threeIm = ((b * c) - (a * s) + half) >> Cosines.Bits;
            z = (z << 32) >> 32;
            y = (y << 32) >> 32;
            s = cosines[two];
            c = cosines[two + 128];
            long twoRe = ((z * c) + (y * s) + half) >> Cosines.Bits, twoIm = ((y * c) - (z * s) + half) >> Cosines.Bits;
            v = (v << 32) >> 32;
            w = (w << 32) >> 32;

            a = v + twoRe;
            b = w + twoIm;
            c = oneRe + threeRe;
            s = oneIm + threeIm;
            real[k] = a + c;
            imaginary[k] = b + s;
            real[last] = a - c;
            imaginary[last] = s - b;
            a = v - twoRe;
            b = twoIm - w;
            c = threeRe - oneRe;
            s = oneIm - threeIm;
            real[above] = a + s;
            imaginary[above] = c - b;
            real[below] = a - s;
            imaginary[below] = b + c;
            two += 2;
            three += 3;
            below--;
            above++;
            last--;
        }
    }
}
