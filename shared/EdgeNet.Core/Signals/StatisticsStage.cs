namespace EdgeNet.Core;

/// <summary>Statistics of each channel of a window. docs/signals.md defines them.</summary>
public sealed class StatisticsStage : FeatureStage
{
    /// <summary>The mean, in sixteenths of a reading's unit.</summary>
    public const int Mean = 0;

    private const int Fields = 8;
    private const int KindCount = 1;

    private readonly int _channels;
    private readonly int _count;
    private byte[] _statistics;
    private int[] _values;

    /// <summary>Reads and checks the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream.</param>
    internal StatisticsStage(ByteReader record, SignalStream stream)
        : base(SignalFormat.Statistics)
    {
        _channels = stream.Channels;
        _count = record.Byte("count");
        if (_count < 1 || _count > KindCount)
        {
            throw record.Error(_count + " statistics, 1 to " + KindCount + " are allowed");
        }

        for (int i = 0; i < _count; i++)
        {
            int statistic = record.Byte("statistic " + (i + 1));
            if (statistic >= KindCount)
            {
                throw record.Error("statistic " + statistic + ", which this reader does not know");
            }
        }

        record.Pad(1 + _count);
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
        get { return Ram.ObjectBytes(Fields) + Ram.ArrayBytes(1, _count) + Ram.ArrayBytes(4, OutputCount); }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        _statistics = new byte[record.Byte("count")];
        for (int i = 0; i < _statistics.Length; i++)
        {
            _statistics[i] = (byte)record.Byte("statistic");
        }

        _values = new int[OutputCount];
    }

    /// <inheritdoc/>
    internal override void Reset()
    {
    }

    /// <inheritdoc/>
    internal override void Frame(short[][] channels, int at, int frame)
    {
        int end = at + FrameReadings;
        int to = 0;
        for (int c = 0; c < _channels; c++)
        {
            short[] readings = channels[c];
            int sum = 0;
            for (int i = at; i != end; i++)
            {
                sum += readings[i];
            }

            for (int i = 0; i < _count; i++)
            {
                _values[to++] = DivideRounded(sum * 16L, FrameReadings);
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

    // To the nearest integer, halves up: division rounds towards zero, a shift by the divisor makes everything positive first.
    private static int DivideRounded(long dividend, int divisor)
    {
        const long Offset = 1 << 24;
        return (int)((((2 * dividend) + divisor + (2 * Offset * divisor)) / (2L * divisor)) - Offset);
    }
}
