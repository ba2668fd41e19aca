namespace EdgeNet.Core;

/// <summary>
/// Features: for each channel and frequency, the logarithm of the power of a window's Fourier transform there, in 256ths of an octave. Cheaper than a transform for one or two frequencies.
/// </summary>
public sealed class GoertzelStage : FeatureStage
{
    /// <summary>Readings of a window at most, so that nothing overflows.</summary>
    public const int MaxWindow = 4096;

    /// <summary>Frequencies at most.</summary>
    public const int MaxFrequencies = 16;

    // Of FeatureStage, SignalStage and this class.
    private const int Fields = 8;

    // The recurrence keeps so many fractional bits.
    private const int StateBits = 8;

    private readonly int _channels;
    private readonly int _count;
    private int[] _factors;
    private int[] _values;

    /// <summary>Reads and checks the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream.</param>
    internal GoertzelStage(ByteReader record, SignalStream stream)
        : base(SignalFormat.Goertzel)
    {
        _channels = stream.Channels;
        _count = record.UInt16("frequencies");
        record.Zero(2);
        if (_count < 1 || _count > MaxFrequencies || stream.Window > MaxWindow)
        {
            throw record.Error(_count + " frequencies in windows of " + stream.Window + " readings, 1 to " + MaxFrequencies + " and at most " + MaxWindow + " are allowed");
        }

        for (int i = 0; i < _count; i++)
        {
            // Those of one angle: else the power could overflow.
            int cosine = (short)record.UInt16("cosine"), sine = (short)record.UInt16("sine");
            int error = (cosine * cosine) + (sine * sine) - (1 << (2 * Cosines.Bits));
            if (error > 1 << (Cosines.Bits + 1) || error < -(1 << (Cosines.Bits + 1)))
            {
                throw record.Error("a cosine of " + cosine + " and a sine of " + sine + ", in " + (1 << Cosines.Bits) + "ths, that are not of one angle");
            }
        }

        SetFrames(record, stream, stream.Window, stream.Stride);
    }

    /// <inheritdoc/>
    public override int OutputCount
    {
        get { return _channels * _count; }
    }

    /// <inheritdoc/>
    public override int RamBytes
    {
        get { return Ram.ObjectBytes(Fields) + Ram.ArrayBytes(4, 2 * _count) + Ram.ArrayBytes(4, OutputCount); }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        record.Skip(4, "frequencies");
        _factors = new int[2 * _count];
        for (int i = 0; i < _factors.Length; i++)
        {
            _factors[i] = (short)record.UInt16("cosine or sine");
        }

        _values = new int[OutputCount];
    }

    /// <inheritdoc/>
    internal override void Frame(short[][] channels, int at, int frame)
    {
        for (int c = 0; c < _channels; c++)
        {
            for (int i = 0; i < _count; i++)
            {
                _values[(c * _count) + i] = Logarithm.Of(Power(channels[c], at, _factors[2 * i], _factors[(2 * i) + 1]));
            }
        }
    }

    /// <inheritdoc/>
    internal override void Finish(float[] features, int at)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            features[at + i] = _values[i];
        }
    }

    // Of 4,096 samples the state is below 2^15 * 4096^2 / 2 = 2^38, with its fraction 2^46, and its product with a cosine of 14 bits doubled below 2^61.
    private long Power(short[] samples, int at, long cosine, long sine)
    {
        long last = 0, before = 0;
        int end = at + FrameReadings;
        for (int i = at; i < end; i++)
        {
            long next = ((long)samples[i] << StateBits) + ((last * cosine) >> (Cosines.Bits - 1)) - before;
            before = last;
            last = next;
        }

        long re = (last - ((before * cosine) >> Cosines.Bits)) >> StateBits, im = ((before * sine) >> Cosines.Bits) >> StateBits;
        return (re * re) + (im * im);
    }
}
