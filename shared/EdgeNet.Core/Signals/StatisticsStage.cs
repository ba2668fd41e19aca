namespace EdgeNet.Core;

/// <summary>Statistics of each channel of a window. docs/signals.md defines each of them.</summary>
public sealed class StatisticsStage : FeatureStage
{
    /// <summary>The mean, in sixteenths of a reading's unit.</summary>
    public const int Mean = 0;

    /// <summary>The root of the mean square, in sixteenths.</summary>
    public const int Rms = 1;

    /// <summary>The standard deviation, in sixteenths.</summary>
    public const int Deviation = 2;

    /// <summary>The smallest reading.</summary>
    public const int Min = 3;

    /// <summary>The largest reading.</summary>
    public const int Max = 4;

    /// <summary>The largest reading minus the smallest.</summary>
    public const int Range = 5;

    /// <summary>How often the readings pass their mean.</summary>
    public const int Crossings = 6;

    /// <summary>How often the readings rise above the mean by a standard deviation, having been at the mean or below it since the last time.</summary>
    public const int Peaks = 7;

    /// <summary>Skewness, in 256ths.</summary>
    public const int Skewness = 8;

    /// <summary>Kurtosis, in 256ths.</summary>
    public const int Kurtosis = 9;

    /// <summary>How many statistics there are.</summary>
    public const int KindCount = 10;

    private const int Fields = 4 + 11;

    // Deviations from the mean have this many bits and a sign where they are raised to the fourth power.
    private const int MomentBits = 10;

    private readonly int _channels;
    private readonly int _count;
    private readonly bool _wantsCounts;
    private readonly bool _wantsMoments;
    private byte[] _statistics;
    private int[] _values;
    private int[] _found;

    // Of the channel that is looked at.
    private long _squares;
    private int _sum;
    private int _lowest;
    private int _highest;

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

        int seen = 0;
        for (int i = 0; i < _count; i++)
        {
            int statistic = record.Byte("statistic " + (i + 1));
            if (statistic >= KindCount || (seen >> statistic & 1) != 0)
            {
                throw record.Error("statistic " + statistic + ", which is twice there or which this reader does not know");
            }

            seen |= 1 << statistic;
            _wantsCounts |= statistic == Crossings || statistic == Peaks;
            _wantsMoments |= statistic == Skewness || statistic == Kurtosis;
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
        get { return Ram.ObjectBytes(Fields) + Ram.ArrayBytes(1, _count) + Ram.ArrayBytes(4, OutputCount) + Ram.ArrayBytes(4, KindCount); }
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
        _found = new int[KindCount];
    }

    /// <inheritdoc/>
    internal override void Frame(short[][] channels, int at, int frame)
    {
        int count = FrameReadings;
        byte[] statistics = _statistics;
        int[] values = _values;
        int[] found = _found;
        int to = 0;
        for (int c = 0; c < _channels; c++)
        {
            short[] readings = channels[c];
            Add(readings, at, at + count);
            int mean = FloorOf(_sum, count);
            long squareOfCount = (long)count * count;
            long variance = (count * _squares) - ((long)_sum * _sum);
            int deviation = IntegerRoot.Of((variance / squareOfCount * 256) + (variance % squareOfCount * 256 / squareOfCount), 1 + found[Deviation]);
            int meanSixteenths = FloorOf((_sum * 16L) + (count >> 1), count);
            found[Mean] = meanSixteenths;
            found[Rms] = IntegerRoot.Of(_squares * 256 / count, 1 + found[Rms]);
            found[Deviation] = deviation;
            found[Min] = _lowest;
            found[Max] = _highest;
            found[Range] = _highest - _lowest;
            if (_wantsCounts)
            {
                Count(readings, at, at + count, mean, mean + (deviation >> 4));
            }

            if (_wantsMoments)
            {
                FindMoments(readings, at, at + count, meanSixteenths);
            }

            for (int i = 0; i < statistics.Length; i++)
            {
                values[to] = found[statistics[i]];
                to++;
            }
        }
    }

    /// <inheritdoc/>
    internal override void Finish(float[] features, int at)
    {
        int[] values = _values;
        for (int i = 0; i < values.Length; i++)
        {
            features[at] = values[i];
            at++;
        }
    }

    // Rounded down. What is divided is made positive first, because division rounds towards zero.
    private static int FloorOf(long dividend, int divisor)
    {
        const long Offset = 1 << 20;
        return (int)(((dividend + (Offset * divisor)) / divisor) - Offset);
    }

    // Sum, squares, lowest and highest. Four readings a turn; the sum of three squares fits 32 bits.
    private void Add(short[] readings, int from, int end)
    {
        int sum = 0;
        long squares = 0;
        int lowest = readings[from];
        int highest = lowest;
        int i = from;
        while (((end - i) & 3) != 0)
        {
            int a = readings[i];
            sum += a;
            squares += a * a;
            lowest = a < lowest ? a : lowest;
            highest = a > highest ? a : highest;
            i++;
        }

        while (i != end)
        {
            int a = readings[i];
            int b = readings[i + 1];
            int c = readings[i + 2];
            int d = readings[i + 3];
            i += 4;
            sum += a + b + c + d;
            squares += (uint)((a * a) + (b * b) + (c * c)) + (long)(d * d);
            if (a < b)
            {
                if (a < lowest)
                {
                    lowest = a;
                }

                if (b > highest)
                {
                    highest = b;
                }
            }
            else
            {
                if (b < lowest)
                {
                    lowest = b;
                }

                if (a > highest)
                {
                    highest = a;
                }
            }

            if (c < d)
            {
                if (c < lowest)
                {
                    lowest = c;
                }

                if (d > highest)
                {
                    highest = d;
                }
            }
            else
            {
                if (d < lowest)
                {
                    lowest = d;
                }

                if (c > highest)
                {
                    highest = c;
                }
            }
        }

        _sum = sum;
        _squares = squares;
        _lowest = lowest;
        _highest = highest;
    }

    // A guard behind the readings ends the loops, so that they need not look for the end; they are unrolled by two.
    private void Count(short[] readings, int from, int end, int mean, int high)
    {
        int crossings = 0;
        int peaks = 0;
        if (_lowest != _highest)
        {
            short behind = readings[end];
            int i = from;
            bool isAbove = readings[from] > mean;
            while (i < end)
            {
                if (isAbove)
                {
                    readings[end] = short.MinValue;
                    int reading = readings[i];
                    while (reading > mean)
                    {
                        if (reading > high)
                        {
                            peaks++;
                            while (readings[i] > mean)
                            {
                                if (readings[i + 1] <= mean)
                                {
                                    i++;
                                    break;
                                }

                                i += 2;
                            }

                            break;
                        }

                        i++;
                        reading = readings[i];
                    }
                }
                else
                {
                    readings[end] = short.MaxValue;
                    while (readings[i] <= mean)
                    {
                        if (readings[i + 1] > mean)
                        {
                            i++;
                            break;
                        }

                        i += 2;
                    }
                }

                isAbove = !isAbove;
                crossings++;
            }

            // The guard was no crossing.
            crossings--;
            readings[end] = behind;
        }

        _found[Crossings] = crossings;
        _found[Peaks] = peaks;
    }

    // Deviations from the mean are taken in sixteenths and then shifted down to MomentBits, so that no sum of fourth powers overflows.
    private void FindMoments(short[] readings, int from, int end, int meanSixteenths)
    {
        int most = (_highest * 16) - meanSixteenths;
        int least = meanSixteenths - (_lowest * 16);
        most = least > most ? least : most;
        int shift = 0;
        while (most >> shift >= 1 << MomentBits)
        {
            shift++;
        }

        int offset = (shift == 0 ? 0 : 1 << (shift - 1)) - meanSixteenths;
        long second = 0;
        long third = 0;
        long fourth = 0;
        for (int i = from; i != end; i++)
        {
            int d = ((readings[i] * 16) + offset) >> shift;
            long square = d * d;
            second += square;
            third += square * d;
            fourth += square * square;
        }

        int skewness = 0;
        int kurtosis = 0;
        if (second != 0)
        {
            int count = end - from;
            skewness = (int)(third * 4096 / second * IntegerRoot.Of(((long)count << 46) / second, 1 << 20) / (1 << 27));
            kurtosis = (int)(fourth * 64 / second * count * 4 / second);
        }

        _found[Skewness] = skewness;
        _found[Kurtosis] = kurtosis;
    }
}
