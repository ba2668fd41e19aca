namespace EdgeNet.Core;

/// <summary>A stage that makes logarithms of the power in bands of each frame: samples with a Hann window or as they are, transform, power, bands, logarithm with 8 fractional bits.</summary>
public abstract class SpectralStage : FeatureStage
{
    // Of SignalStage, FeatureStage and this class.
    internal const int Fields = 10;

    private readonly int _points;
    private readonly bool _hann;
    private RealFft _fft;
    private long[] _sums;

    internal SpectralStage(int kind, ByteReader record, SignalStream stream)
        : base(kind)
    {
        _points = record.UInt16("points");
        int hop = record.UInt16("hop");
        int window = record.UInt16("window");
        record.Zero(2);
        if (!RealFft.IsPoints(_points))
        {
            throw record.Error("a transform of " + _points + " points, a power of two from " + RealFft.LeastPoints + " to " + RealFft.MostPoints + " is allowed");
        }

        _hann = window == 1;
        if (window > 1)
        {
            throw record.Error("window function " + window + ", 0 for none and 1 for Hann are allowed");
        }

        Channels = stream.Channels;
        Bank = new FilterBank(record, (_points / 2) + 1);
        SetFrames(record, stream, _points, hop);
    }

    /// <summary>Channels of the stream.</summary>
    public int Channels { get; }

    /// <summary>Bands of each channel.</summary>
    public FilterBank Bank { get; }

    /// <summary>Points of the transform.</summary>
    public int Points
    {
        get { return _points; }
    }

    /// <summary>Heap bytes of what this class allocates, without the object.</summary>
    internal int SpectralRam
    {
        get { return RealFft.RamBytes(_points) + Bank.RamBytes + Ram.ArrayBytes(8, Bank.Bands); }
    }

    /// <summary>The logarithm of a band that a sine of full scale in its middle gives: its Hann window leaves a quarter of the amplitude times the points.</summary>
    internal int FullScaleLog
    {
        get { return (2 * (Logarithm.Of(_points) - (2 << Logarithm.Bits) + (15 << Logarithm.Bits))) + Bank.ScaleLog; }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        record.Skip(8, "transform");
        Bank.Load(record);
        _fft = RealFft.Create(_points);
        _sums = new long[Bank.Bands];
    }

    /// <summary>Computes the power in the bands of a channel's frame.</summary>
    /// <param name="samples">The channel.</param>
    /// <param name="at">Where the frame begins.</param>
    /// <returns>A sum per band. The array is used again.</returns>
    internal long[] Sums(short[] samples, int at)
    {
        Bank.Sum(_fft.Power(samples, at, _hann), _sums);
        return _sums;
    }

    /// <summary>Computes the logarithms of a channel's frame.</summary>
    /// <param name="samples">The channel.</param>
    /// <param name="at">Where the frame begins.</param>
    /// <param name="logs">Gets a number per band.</param>
    /// <param name="to">Where they begin.</param>
    internal void Logs(short[] samples, int at, short[] logs, int to)
    {
        long[] sums = Sums(samples, at);
        int bands = sums.Length;
        for (int b = 0; b != bands; b++)
        {
            logs[to] = (short)Logarithm.Of(sums[b]);
            to++;
        }
    }
}
