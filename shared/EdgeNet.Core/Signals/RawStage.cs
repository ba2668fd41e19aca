namespace EdgeNet.Core;

/// <summary>A picture: the readings of a window as bytes, a row per reading and a column per channel. 128 is zero.</summary>
public sealed class RawStage : FeatureStage
{
    private const int Fields = 4 + 4;
    private const int MaxShift = 8;

    private readonly int _channels;
    private readonly int _shift;
    private short[][] _readings;
    private int _at;

    /// <summary>Reads and checks the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream.</param>
    internal RawStage(ByteReader record, SignalStream stream)
        : base(SignalFormat.Raw)
    {
        _channels = stream.Channels;
        _shift = record.Byte("shift");
        if (_shift > MaxShift)
        {
            throw record.Error("a shift of " + _shift + " bits, at most " + MaxShift + " are allowed");
        }

        record.Zero(3);
        SetFrames(record, stream, stream.Window, stream.Stride);
    }

    /// <inheritdoc/>
    public override bool IsPicture
    {
        get { return true; }
    }

    /// <inheritdoc/>
    public override int OutputCount
    {
        get { return FrameReadings * _channels; }
    }

    /// <inheritdoc/>
    public override int RamBytes
    {
        get { return Ram.ObjectBytes(Fields); }
    }

    /// <inheritdoc/>
    internal override void Frame(short[][] channels, int at, int frame)
    {
        _readings = channels;
        _at = at;
    }

    /// <inheritdoc/>
    internal override void Finish(byte[] picture)
    {
        int shift = _shift;
        int channels = _channels;
        for (int c = 0; c < channels; c++)
        {
            short[] readings = _readings[c];
            int from = _at;
            int end = picture.Length;
            for (int to = c; to < end; to += channels)
            {
                int value = (readings[from] >> shift) + 128;
                from++;
                if (value >> 8 != 0)
                {
                    value = value < 0 ? 0 : 255;
                }

                picture[to] = (byte)value;
            }
        }
    }
}
