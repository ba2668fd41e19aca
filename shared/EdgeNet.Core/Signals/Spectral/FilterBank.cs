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
    private const int Fields = 6;
    private const int WeightOne = 256;

    private readonly bool _isTriangular;
    private readonly bool _isShared;
    private readonly int _weightCount;
    private int[] _edges;
    private byte[] _weights;

    /// <summary>Reads and checks the record's part about bands, without allocating.</summary>
    /// <param name="record">The record.</param>
    /// <param name="bins">Numbers of the power spectrum.</param>
    /// <exception cref="ModelException">It contains a value that is not allowed.</exception>
    internal FilterBank(ByteReader record, int bins)
    {
        Bands = record.Byte("bands");
        int form = record.Byte("form of bands");
        _weightCount = record.UInt16("weight count");
        _isTriangular = form != 0;
        _isShared = form == 2;
        if (Bands < 1 || Bands > MaxBands || form > 2)
        {
            throw record.Error(Bands + " bands of form " + form + ", 1 to " + MaxBands + " of form 0 to 2 are allowed");
        }

        int first = record.UInt16("first edge");
        int last = first;
        for (int i = 1; i < EdgeCount; i++)
        {
            int edge = record.UInt16("edge");
            if (edge <= last && !(edge == last && (_isShared || (_isTriangular && i == EdgeCount - 1))))
            {
                throw record.Error("band " + i + " ends at bin " + edge + ", where it begins, or before");
            }

            last = edge;
        }

        if (last > bins - (_isShared ? 1 : 0) || _weightCount != (_isTriangular ? last - first : 0))
        {
            throw record.Error("bands up to bin " + last + " of " + bins + ", with " + _weightCount + " weights");
        }

        record.Skip(_weightCount, "weights");
        record.Pad(4 + (2 * EdgeCount) + _weightCount);
    }

    /// <summary>How many bands.</summary>
    public int Bands { get; }

    /// <summary>Heap bytes once it is loaded.</summary>
    public int RamBytes
    {
        get { return Ram.ObjectBytes(Fields) + Ram.ArrayBytes(4, EdgeCount) + Ram.ArrayBytes(1, _weightCount); }
    }

    /// <summary>256 times what the sums of triangles are, in 256ths of an octave.</summary>
    public int ScaleLog
    {
        get { return _isTriangular ? Logarithm.Of(WeightOne) : 0; }
    }

    private int EdgeCount
    {
        get { return Bands + (_isTriangular ? 2 : 1); }
    }

    /// <summary>Allocates and reads edges and weights.</summary>
    /// <param name="record">Where the constructor began.</param>
    internal void Load(ByteReader record)
    {
        record.Skip(4, "bands");
        _edges = new int[EdgeCount];
        for (int i = 0; i < _edges.Length; i++)
        {
            _edges[i] = record.UInt16("edge");
        }

        _weights = new byte[_weightCount];
        for (int i = 0; i < _weights.Length; i++)
        {
            _weights[i] = (byte)record.Byte("weight");
        }

        record.Pad(4 + (2 * EdgeCount) + _weightCount);
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

        int[] edges = _edges;
        int bin = edges[0];
        for (int b = 0; b < Bands; b++)
        {
            long sum = 0;
            int end = edges[b + 1];
            while (bin != end)
            {
                sum += power[bin++];
            }

            sums[b] = sum;
        }
    }

    private void SumTriangles(long[] power, long[] sums)
    {
        int[] edges = _edges;
        byte[] weights = _weights;
        int bands = Bands, bin = edges[0], w = 0;
        for (int b = 0; b <= bands; b++)
        {
            long all = 0, rising = 0;
            int end = edges[b + 1];
            if (bin == end && _isShared)
            {
                all = power[bin];
            }

            while (bin != end)
            {
                long p = power[bin++];
                all += p;
                rising += p * weights[w++];
            }

            if (b != bands)
            {
                sums[b] = rising;
            }

            if (b != 0)
            {
                sums[b - 1] += (all << 8) - rising;
            }
        }
    }
}
