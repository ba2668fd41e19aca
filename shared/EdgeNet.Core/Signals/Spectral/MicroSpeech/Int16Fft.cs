namespace EdgeNet.Core;

/// <summary>
/// The transform of 512 real samples as the front end of micro_speech computes it (kissfft with 16 bits): 256 complex numbers, radix 4, everything divided by the radix
/// before each stage and rounded to 16 bits after each product.
/// </summary>
public sealed class Int16Fft
{
    /// <summary>Samples.</summary>
    public const int Points = 512;

    /// <summary>Length of the table of cosines.</summary>
    public const int TableLength = (Points / 4) + 1;

    private const int Half = Points / 2;
    private const int One = short.MaxValue;
    private const int Round = 1 << 14;
    private const int Fields = 5;

    private readonly int[] _cosines;
    private readonly int[] _re;
    private readonly int[] _im;

    /// <summary>Allocates everything.</summary>
    /// <param name="quarter">32767 times the cosine of the angles 0 to 128, of which 512 are a turn, rounded to the nearest integer.</param>
    public Int16Fft(short[] quarter)
    {
        // A whole turn.
        _cosines = new int[Points];
        for (int i = 0; i < _cosines.Length; i++)
        {
            int angle = i > Half ? Points - i : i;
            _cosines[i] = angle > Half / 2 ? -quarter[Half - angle] : quarter[angle];
        }

        _re = new int[Half];
        _im = new int[Half];
        Real = new int[Half + 1];
        Imaginary = new int[Half + 1];
    }

    /// <summary>The real parts of the last transform, of 16 bits.</summary>
    public int[] Real { get; }

    /// <summary>The imaginary parts of the last transform, of 16 bits.</summary>
    public int[] Imaginary { get; }

    /// <summary>Heap bytes of a transform.</summary>
    public static int RamBytes
    {
        get { return Ram.ObjectBytes(Fields) + Ram.ArrayBytes(4, Points) + (2 * Ram.ArrayBytes(4, Half)) + (2 * Ram.ArrayBytes(4, Half + 1)); }
    }

    /// <summary>Transforms.</summary>
    /// <param name="samples">512 samples of 16 bits.</param>
    public void Transform(int[] samples)
    {
        for (int i = 0; i < Half; i++)
        {
            // The digits of the index in base 4 in reverse order.
            int from = ((i & 3) << 6) | ((i & 12) << 2) | ((i >> 2) & 12) | (i >> 6);
            _re[i] = samples[2 * from];
            _im[i] = samples[(2 * from) + 1];
        }

        for (int quarter = 1; quarter < Half; quarter *= 4)
        {
            Stage(quarter);
        }

        Split();
    }

    // Wraps to 16 bits, as the reference does.
    private static int Narrow(int value)
    {
        return (short)value;
    }

    private static int Divide(int value, int divisor)
    {
        return ((value * (One / divisor)) + Round) >> 15;
    }

    // Combines transforms of so many numbers, four at a time.
    private void Stage(int quarter)
    {
        int[] re = _re, im = _im, cosines = _cosines;
        int step = Points / (4 * quarter);
        for (int k = 0; k < quarter; k++)
        {
            int angle = k * step;
            int c1 = cosines[angle], s1 = -cosines[angle + (Points * 3 / 4) & (Points - 1)];
            int c2 = cosines[2 * angle & (Points - 1)], s2 = -cosines[(2 * angle) + (Points * 3 / 4) & (Points - 1)];
            int c3 = cosines[3 * angle & (Points - 1)], s3 = -cosines[(3 * angle) + (Points * 3 / 4) & (Points - 1)];
            for (int a = k; a < Half; a += 4 * quarter)
            {
                int b = a + quarter, c = b + quarter, d = c + quarter;
                int ar = Divide(re[a], 4), ai = Divide(im[a], 4);
                int x = Divide(re[b], 4), y = Divide(im[b], 4);
                int br = Narrow(((x * c1) - (y * s1) + Round) >> 15), bi = Narrow(((x * s1) + (y * c1) + Round) >> 15);
                x = Divide(re[c], 4);
                y = Divide(im[c], 4);
                int cr = Narrow(((x * c2) - (y * s2) + Round) >> 15), ci = Narrow(((x * s2) + (y * c2) + Round) >> 15);
                x = Divide(re[d], 4);
                y = Divide(im[d], 4);
                int dr = Narrow(((x * c3) - (y * s3) + Round) >> 15), di = Narrow(((x * s3) + (y * c3) + Round) >> 15);

                int plusRe = ar + cr, plusIm = ai + ci, minusRe = ar - cr, minusIm = ai - ci;
                int sumRe = br + dr, sumIm = bi + di, differenceRe = br - dr, differenceIm = bi - di;
                re[a] = Narrow(plusRe + sumRe);
                im[a] = Narrow(plusIm + sumIm);
                re[c] = Narrow(plusRe - sumRe);
                im[c] = Narrow(plusIm - sumIm);
                re[b] = Narrow(minusRe + differenceIm);
                im[b] = Narrow(minusIm - differenceRe);
                re[d] = Narrow(minusRe - differenceIm);
                im[d] = Narrow(minusIm + differenceRe);
            }
        }
    }

    // The transforms of the even and the odd samples out of that of both as complex numbers, and theirs out of them.
    private void Split()
    {
        int[] re = _re, im = _im, cosines = _cosines;
        int even = Divide(re[0], 2), odd = Divide(im[0], 2);
        Real[0] = Narrow(even + odd);
        Real[Half] = Narrow(even - odd);
        for (int k = 1; k <= Half / 2; k++)
        {
            int other = Half - k;
            int xr = Divide(re[k], 2), xi = Divide(im[k], 2);
            int yr = Divide(re[other], 2), yi = Divide(Narrow(-im[other]), 2);
            int sumRe = Narrow(xr + yr), sumIm = Narrow(xi + yi), dr = Narrow(xr - yr), di = Narrow(xi - yi);

            // Turned by k / 512 and a quarter of a turn.
            int c = -cosines[k + (Points * 3 / 4) & (Points - 1)], s = -cosines[k];
            int turnedRe = Narrow(((dr * c) - (di * s) + Round) >> 15), turnedIm = Narrow(((dr * s) + (di * c) + Round) >> 15);
            Real[k] = Narrow((sumRe + turnedRe) >> 1);
            Imaginary[k] = Narrow((sumIm + turnedIm) >> 1);
            Real[other] = Narrow((sumRe - turnedRe) >> 1);
            Imaginary[other] = Narrow((turnedIm - sumIm) >> 1);
        }
    }
}
