namespace EdgeNet.Core;

/// <summary>Split-radix transforms of real numbers as a few loops. A transform of n points is one of n / 2 over the even samples and two of n / 4 over the odd ones.</summary>
public sealed class LoopFft : FftKernel
{
    // A transform of n points is kept in n places: the real part of k at k, the imaginary one at n - k. A stage reads one array and writes the other.
    private readonly long[] _first, _second;
    private readonly ushort[] _hann;
    private bool _pairs;

    /// <summary>Allocates what transforms of so many points need.</summary>
    /// <param name="points">Points of the transform and of the window, at most 512.</param>
    public LoopFft(int points)
    {
        int inner = points > MostPoints ? MostPoints : points;
        _first = new long[inner];
        _second = new long[inner];
        _hann = points > MostPoints ? new ushort[0] : HannWindow.All(points);
    }

    /// <inheritdoc/>
    public override bool Has(int points) => points == _hann.Length;

    /// <inheritdoc/>
    public override void Transform(int points, long[] x, long[] re, long[] im)
    {
        _pairs = false;
        Run(points, x, re, im);
    }

    /// <inheritdoc/>
    public override void TransformPairs(long[] x, long[] re, long[] im)
    {
        _pairs = true;
        Run(MostPoints, x, re, im);
    }

    /// <inheritdoc/>
    public override void Weigh(int points, short[] samples, int from, long[] x)
    {
        ushort[] hann = _hann;
        for (int i = 0; i < points; i++)
        {
            x[i] = (samples[from + i] * hann[i]) >> HannWindow.Bits;
        }
    }

    private void Run(int points, long[] x, long[] re, long[] im)
    {
        Transform(x, 0, 1, points, 0, _first, _second);
        int half = points / 2;
        re[0] = _first[0];
        re[half] = _first[half];
        for (int k = 1; k < half; k++)
        {
            re[k] = _first[k];
            im[k] = _first[points - k];
        }
    }

    // Transforms the samples start, start + step, ... into n places of result; work has the same places for what is computed on the way.
    private void Transform(long[] x, int start, int step, int n, int at, long[] result, long[] work)
    {
        if (n == 1)
        {
            result[at] = x[start];
            return;
        }

        if (n == 2)
        {
            long a = x[start], b = x[start + step];
            result[at] = a + b;
            result[at + 1] = a - b;
            return;
        }

        int half = n / 2, quarter = n / 4, one = at + half, three = one + quarter;
        Transform(x, start, 2 * step, half, at, work, result);
        Transform(x, start + step, 4 * step, quarter, one, work, result);
        Transform(x, start + (3 * step), 4 * step, quarter, three, work, result);
        long sum = work[one] + work[three];
        result[at] = work[at] + sum;
        result[at + half] = work[at] - sum;
        result[at + quarter] = work[at + quarter];
        result[at + n - quarter] = work[three] - work[one];
        if (n >= 8)
        {
            Combine(n, at, result, work);
        }
    }

    private void Combine(int n, int at, long[] result, long[] work)
    {
        int half = n / 2, quarter = n / 4, one = at + half, three = one + quarter, turn = Cosines.Turn / n;
        int bits = _pairs ? PairBits(n) : Cosines.Bits;
        long round = _pairs ? PairRound(n) : 1L << (bits - 1), mask = _pairs ? PairMask(n) : -1L, rest = _pairs ? PairRest(n) : 0;
        for (int k = 1; k < n / 8; k++)
        {
            long c = Cosines.At(k * turn, bits), s = Cosines.At((k * turn) + (Cosines.Turn * 3 / 4), bits);
            long a = work[one + k], b = work[one + quarter - k];
            long re1 = (((a * c) + (b * s) + round) >> bits) & mask;
            long im1 = (((b * c) - (a * s) + round) >> bits) & mask;
            c = Cosines.At(3 * k * turn, bits);
            s = Cosines.At((3 * k * turn) + (Cosines.Turn * 3 / 4), bits);
            a = work[three + k];
            b = work[three + quarter - k];
            long re3 = (((a * c) + (b * s) + round) >> bits) & mask;
            long im3 = (((b * c) - (a * s) + round) >> bits) & mask;

            long re = re1 + re3 - rest - rest, im = im1 + im3 - rest - rest, u = work[at + k], v = work[at + half - k];
            result[at + k] = u + re;
            result[at + half - k] = u - re;
            result[at + n - k] = v + im;
            result[at + half + k] = im - v;
            re = re3 - re1;
            im = im3 - im1;
            u = work[at + quarter - k];
            v = work[at + quarter + k];
            result[at + quarter - k] = u + im;
            result[at + quarter + k] = u - im;
            result[at + n - quarter + k] = v + re;
            result[at + n - quarter - k] = re - v;
        }

        int eighth = n / 8;
        long root = Cosines.At(Cosines.Turn / 8, bits), z = work[one + eighth], y = work[three + eighth];
        long real = ((((z - y) * root) + round) >> bits) & mask, imaginary = ((((z + y) * -root) + round) >> bits) & mask;
        real -= rest;
        imaginary -= rest;
        z = work[at + eighth];
        y = work[at + half - eighth];
        result[at + eighth] = z + real;
        result[at + half - eighth] = z - real;
        result[at + n - eighth] = y + imaginary;
        result[at + half + eighth] = imaginary - y;
    }
}
