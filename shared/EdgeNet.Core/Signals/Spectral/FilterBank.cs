namespace EdgeNet.Core;

/// <summary>
/// Sums power over bands of a spectrum: equal bands, or overlapping triangles, as mel filters are. Each triangle rises over the bins of one segment and falls over those of
/// the next; a weight is how much of a bin belongs to the rising one, in 256ths, and the rest belongs to the one that falls. Where a segment has no bin, triangles of form 2
/// share the next one: the triangle whose top is there gets all of it.
/// </summary>
public sealed class FilterBank
{
    /// <summary>Bands at most.</summary>
    public const int MaxBands = 128;

    // Weights have 8 fractional bits; the power of a whole frame is below 2^48, so the sums are below 2^56.
    private const int Fields = 7;
    private const int WeightBits = 8;

    private readonly bool _isTriangular;
    private readonly bool _isShared;
    private readonly int _first;
    private readonly int _last;

    // Bins of each band, or of each segment; and the weight of every bin up to the last, as the numbers that power is multiplied by.
    private int[] _widths;
    private long[] _weights;

    /// <summary>Reads and checks the record's part about bands, without allocating.</summary>
    /// <param name="record">The record.</param>
    /// <param name="bins">Numbers of the power spectrum.</param>
    /// <exception cref="ModelException">It contains a value that is not allowed.</exception>
    internal FilterBank(ByteReader record, int bins)
    {
        Bands = record.Byte("bands");
        int form = record.Byte("form of bands");
        int weightCount = record.UInt16("weight count");
        _isTriangular = form != 0;
        _isShared = form == 2;
        if (Bands < 1 || Bands > MaxBands || form > 2)
        {
            throw record.Error(Bands + " bands of form " + form + ", 1 to " + MaxBands + " of form 0 to 2 are allowed");
        }

        _first = record.UInt16("first edge");
        int last = _first;
        for (int i = 1; i < EdgeCount; i++)
        {
            int edge = record.UInt16("edge");
            if (edge <= last && !(edge == last && (_isShared || (_isTriangular && i == EdgeCount - 1))))
            {
                throw record.Error("band " + i + " ends at bin " + edge + ", where it begins, or before");
            }

            last = edge;
        }

        if (last > bins - (_isShared ? 1 : 0) || weightCount != (_isTriangular ? last - _first : 0))
        {
            throw record.Error("bands up to bin " + last + " of " + bins + ", with " + weightCount + " weights");
        }

        _last = last;
        record.Skip(weightCount, "weights");
        record.Pad(4 + (2 * EdgeCount) + weightCount);
    }

    /// <summary>How many bands.</summary>
    public int Bands { get; }

    /// <summary>Heap bytes once it is loaded.</summary>
    public int RamBytes
    {
        get { return Ram.ObjectBytes(Fields) + Ram.ArrayBytes(4, EdgeCount - 1) + Ram.ArrayBytes(8, _isTriangular ? _last : 0); }
    }

    /// <summary>256 times what the sums of triangles are, in 256ths of an octave.</summary>
    public int ScaleLog
    {
        get { return _isTriangular ? WeightBits << Logarithm.Bits : 0; }
    }

    private int EdgeCount
    {
        get { return Bands + (_isTriangular ? 2 : 1); }
    }

    /// <summary>Allocates and reads edges and weights.</summary>
    /// <param name="record">Where the constructor began.</param>
    internal void Load(ByteReader record)
    {
        record.Skip(6, "bands");
        _widths = new int[EdgeCount - 1];
        int edge = _first;
        for (int i = 0; i < _widths.Length; i++)
        {
            int next = record.UInt16("edge");
            _widths[i] = next - edge;
            edge = next;
        }

        _weights = new long[_isTriangular ? _last : 0];
        for (int i = _first; i < _weights.Length; i++)
        {
            _weights[i] = record.Byte("weight");
        }

        record.Pad(4 + (2 * EdgeCount) + (_isTriangular ? _last - _first : 0));
    }

    /// <summary>Sums the power in each band.</summary>
    /// <param name="power">A power spectrum.</param>
    /// <param name="sums">Gets a sum for each band; 256 times as much for triangles.</param>
    public void Sum(long[] power, long[] sums)
    {
        if (_isTriangular)
        {
            SumTriangles(power, sums);
            return;
        }

        int[] widths = _widths;
        int bin = _first, bands = widths.Length;
        for (int b = 0; b != bands; b++)
        {
            long sum = 0;
            int end = bin + widths[b];
            while (bin != end)
            {
                sum += power[bin];
                bin++;
            }

            sums[b] = sum;
        }
    }

    // A segment holds what rises of one triangle and what falls of the one before. Narrow segments, and most are, have no loop.
    private void SumTriangles(long[] power, long[] sums)
    {
        int[] widths = _widths;
        long[] weights = _weights;
        int bin = _first, end = bin + widths[0], band = 0, bands = Bands;
        long risen = 0, all, rising, p, q, r, s, t, u, v, x;
        for (; bin != end; bin++)
        {
            risen += power[bin] * weights[bin];
        }

        do
        {
            switch (widths[band + 1])
            {
                case 0:
                    all = _isShared ? power[bin] : 0;
                    rising = 0;
                    break;
                case 1:
                    all = power[bin];
                    rising = all * weights[bin];
                    bin++;
                    break;
                case 2:
                    p = power[bin];
                    q = power[bin + 1];
                    all = p + q;
                    rising = (p * weights[bin]) + (q * weights[bin + 1]);
                    bin += 2;
                    break;
                case 3:
                    p = power[bin];
                    q = power[bin + 1];
                    r = power[bin + 2];
                    all = p + q + r;
                    rising = (p * weights[bin]) + (q * weights[bin + 1]) + (r * weights[bin + 2]);
                    bin += 3;
                    break;
                case 4:
                    p = power[bin];
                    q = power[bin + 1];
                    r = power[bin + 2];
                    s = power[bin + 3];
                    all = p + q + r + s;
                    rising = (p * weights[bin]) + (q * weights[bin + 1]) + (r * weights[bin + 2]) + (s * weights[bin + 3]);
                    bin += 4;
                    break;
                case 5:
                    p = power[bin];
                    q = power[bin + 1];
                    r = power[bin + 2];
                    s = power[bin + 3];
                    t = power[bin + 4];
                    all = p + q + r + s + t;
                    rising = (p * weights[bin]) + (q * weights[bin + 1]) + (r * weights[bin + 2]) + (s * weights[bin + 3]) + (t * weights[bin + 4]);
                    bin += 5;
                    break;
                case 6:
                    p = power[bin];
                    q = power[bin + 1];
                    r = power[bin + 2];
                    s = power[bin + 3];
                    t = power[bin + 4];
                    u = power[bin + 5];
                    all = p + q + r + s + t + u;
                    rising = (p * weights[bin]) + (q * weights[bin + 1]) + (r * weights[bin + 2]) + (s * weights[bin + 3]) + (t * weights[bin + 4]) + (u * weights[bin + 5]);
                    bin += 6;
                    break;
                case 7:
                    p = power[bin];
                    q = power[bin + 1];
                    r = power[bin + 2];
                    s = power[bin + 3];
                    t = power[bin + 4];
                    u = power[bin + 5];
                    v = power[bin + 6];
                    all = p + q + r + s + t + u + v;
                    rising = (p * weights[bin]) + (q * weights[bin + 1]) + (r * weights[bin + 2]) + (s * weights[bin + 3]) + (t * weights[bin + 4]) + (u * weights[bin + 5]) + (v * weights[bin + 6]);
                    bin += 7;
                    break;
                case 8:
                    p = power[bin];
                    q = power[bin + 1];
                    r = power[bin + 2];
                    s = power[bin + 3];
                    t = power[bin + 4];
                    u = power[bin + 5];
                    v = power[bin + 6];
                    x = power[bin + 7];
                    all = p + q + r + s + t + u + v + x;
                    rising = (p * weights[bin]) + (q * weights[bin + 1]) + (r * weights[bin + 2]) + (s * weights[bin + 3]) + (t * weights[bin + 4]) + (u * weights[bin + 5]) + (v * weights[bin + 6]) + (x * weights[bin + 7]);
                    bin += 8;
                    break;
                default:
                    all = 0;
                    rising = 0;
                    for (end = bin + widths[band + 1]; bin != end; bin++)
                    {
                        p = power[bin];
                        all += p;
                        rising += p * weights[bin];
                    }

                    break;
            }

            sums[band] = risen + (all << WeightBits) - rising;
            risen = rising;
            band++;
        }
        while (band != bands);
    }
}
