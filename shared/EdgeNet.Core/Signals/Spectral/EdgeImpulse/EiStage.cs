namespace EdgeNet.Core;

/// <summary>
/// Picture with a row per frame, from mel filters as Edge Impulse applies them to sound: pre-emphasis, power without a window function, triangles between whole bins. A frame
/// may be longer than the transform, which then takes its beginning, or shorter, and is then followed by zeros.
/// </summary>
public abstract class EiStage : FeatureStage
{
    // Of SignalStage, FeatureStage and this class.
    internal const int Fields = 4 + 10;

    // 50 times x - 0.98 times the reading before: exact integers.
    private const int Now = 50;
    private const int Before = 49;

    private readonly int _points;
    private readonly int _used;
    private readonly bool _hasGaps;
    private int[] _emphasised;
    private short[] _scaled;
    private long[] _sums;
    private RealFft _fft;
    private int _before;
    private bool _hasBefore;

    internal EiStage(int kind, ByteReader record, SignalStream stream)
        : base(kind)
    {
        _points = record.UInt16("points");
        int readings = record.UInt16("frame");
        int hop = record.UInt16("hop");
        record.Zero(2);
        if (!RealFft.IsPoints(_points) || hop > readings || stream.Channels != 1)
        {
            throw record.Error("a transform of " + _points + " points, a power of two from " + RealFft.LeastPoints + " to " + RealFft.MostPoints + " is allowed; frames of "
                + readings + " readings, " + hop + " apart, which may not leave out any; " + stream.Channels + " channels, this front end has one");
        }

        _used = readings < _points ? readings : _points;
        Bank = new FilterBank(record, (_points / 2) + 1);
        SetFrames(record, stream, readings, hop);
        _hasGaps = Frames * hop < stream.Stride;
    }

    /// <inheritdoc/>
    public override bool IsPicture
    {
        get { return true; }
    }

    /// <inheritdoc/>
    public override int OutputCount
    {
        get { return Frames * Columns; }
    }

    /// <summary>Numbers of a row.</summary>
    public abstract int Columns { get; }

    /// <summary>Points of the transform.</summary>
    public int Points
    {
        get { return _points; }
    }

    /// <summary>The mel filters.</summary>
    public FilterBank Bank { get; }

    /// <summary>Heap bytes of what this class allocates, without the object.</summary>
    internal int FrameRam
    {
        get { return Ram.ArrayBytes(4, _used) + Ram.ArrayBytes(2, _points) + Ram.ArrayBytes(8, Bank.Bands) + RealFft.RamBytes(_points) + Bank.RamBytes; }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        record.Skip(8, "frames");
        Bank.Load(record);
        _emphasised = new int[_used];
        _scaled = new short[_points];
        _sums = new long[Bank.Bands];
        _fft = RealFft.Create(_points);
    }

    /// <inheritdoc/>
    internal override void Reset()
    {
        _hasBefore = false;
    }

    /// <inheritdoc/>
    internal override void Frame(short[][] channels, int at, int frame)
    {
        short[] readings = channels[0];
        int before = _hasBefore && !(_hasGaps && frame == 0) ? _before : readings[at];
        _before = readings[at + HopReadings - 1];
        _hasBefore = true;
        int shift = Scale(Emphasise(readings, at, before));
        long[] power = _fft.Power(_scaled, 0, false);
        Bank.Sum(power, _sums);

        // The power of a sample that was shifted right by one bit is a quarter.
        Row(frame, power, _sums, shift * (2 << Logarithm.Bits));
    }

    /// <summary>Computes a row of the picture, or what will become one.</summary>
    /// <param name="frame">Which row.</param>
    /// <param name="power">The power of each frequency.</param>
    /// <param name="sums">256 times the power of each mel filter.</param>
    /// <param name="scaleLog">The logarithm of what both have to be multiplied by, to be 2,500 times the power of the readings.</param>
    internal abstract void Row(int frame, long[] power, long[] sums, int scaleLog);

    // Returns the largest magnitude.
    private int Emphasise(short[] readings, int at, int before)
    {
        int[] emphasised = _emphasised;
        int largest = 0;
        for (int i = 0; i < emphasised.Length; i++)
        {
            int now = readings[at + i];
            int value = (Now * now) - (Before * before);
            before = now;
            emphasised[i] = value;
            int magnitude = value < 0 ? -value : value;
            largest = magnitude > largest ? magnitude : largest;
        }

        return largest;
    }

    // Quiet frames are shifted left and loud ones right, so that all of them use 16 bits. Returns by how many bits to the right.
    private int Scale(int largest)
    {
        int shift = 0;
        while ((largest + ((1 << shift) >> 1)) >> shift > short.MaxValue)
        {
            shift++;
        }

        while (largest != 0 && shift <= 0 && largest << (1 - shift) <= short.MaxValue)
        {
            shift--;
        }

        int[] emphasised = _emphasised;
        short[] scaled = _scaled;
        int left = shift < 0 ? -shift : 0, right = shift < 0 ? 0 : shift, half = (1 << right) >> 1;
        for (int i = 0; i < emphasised.Length; i++)
        {
            scaled[i] = (short)(((emphasised[i] << left) + half) >> right);
        }

        return shift;
    }
}
