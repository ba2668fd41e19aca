namespace EdgeNet.Core;

/// <summary>
/// A step: a filter of second order on each channel, y = b0 x + b1 x1 + b2 x2 - a1 y1 - a2 y2, whose outputs are kept with 14 bits behind
/// the point. docs/signals.md says how it rounds.
/// </summary>
public sealed class BiquadStage : StepStage
{
    /// <summary>Bits behind the point of a1 and a2.</summary>
    public const int PoleBits = 30;

    /// <summary>Bits behind the point of the outputs that the filter remembers.</summary>
    public const int OutputBits = 14;

    /// <summary>Bits behind the point of b0, b1 and b2.</summary>
    public const int ZeroBits = PoleBits + OutputBits;

    private const int Fields = 1 + 8;
    private const int StateCount = 4;

    // With readings of 16 bits: products of b are at most 2^61 together, those of a at most 3 * 2^60, and the constant at most 2^61 and a little, so no sum reaches 2^63.
    private const long MaxZeros = 4L << ZeroBits;
    private const long MaxPoles = 3L << PoleBits;

    // Remembered outputs have half a step of the 16-bit output added, which rounds it, and half of its range, which makes them positive: 30 bits.
    private const int OutputRangeBits = 16 + OutputBits;
    private const int MaxOutput = (1 << OutputRangeBits) - 1;
    private const int Bias = (1 << (OutputRangeBits - 1)) + (1 << (OutputBits - 1));
    private const int SignBit = 1 << 15;

    private readonly int _channels;
    private readonly long _b0;
    private readonly long _b1;
    private readonly long _b2;
    private readonly long _a1;
    private readonly long _a2;

    // Per channel: the last two inputs, the last two outputs.
    private long[] _state;
    private bool _hasStarted;

    /// <summary>Reads and checks the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream.</param>
    internal BiquadStage(ByteReader record, SignalStream stream)
        : base(SignalFormat.Biquad)
    {
        _channels = stream.Channels;
        _b0 = record.Int64("b0");
        _b1 = record.Int64("b1");
        _b2 = record.Int64("b2");
        _a1 = record.Int32("a1");
        _a2 = record.Int32("a2");
        if (_b0 > MaxZeros || _b0 < -MaxZeros || _b1 > MaxZeros || _b1 < -MaxZeros || _b2 > MaxZeros || _b2 < -MaxZeros
            || Absolute(_b0) + Absolute(_b1) + Absolute(_b2) > MaxZeros)
        {
            throw record.Error("coefficients b0, b1 and b2 whose sum is above 4");
        }

        if (Absolute(_a1) + Absolute(_a2) > MaxPoles)
        {
            throw record.Error("coefficients a1 and a2 whose sum is above 3");
        }
    }

    /// <inheritdoc/>
    public override int RamBytes
    {
        get { return Ram.ObjectBytes(Fields) + Ram.ArrayBytes(8, StateCount * _channels); }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        _state = new long[StateCount * _channels];
    }

    /// <inheritdoc/>
    internal override void Reset()
    {
        _hasStarted = false;
    }

    /// <inheritdoc/>
    internal override int Run(short[][] channels, int count)
    {
        for (int c = 0; c < _channels; c++)
        {
            if (!_hasStarted)
            {
                Start(StateCount * c, channels[c][0]);
            }

            Filter(channels[c], count, StateCount * c);
        }

        _hasStarted = true;
        return count;
    }

    // As if the first reading had always been there: a filter that lets constants pass, passes it; one that stops them gives 0.
    private void Start(int state, long first)
    {
        _state[state] = first;
        _state[state + 1] = first;
        long output = (_b0 + _b1 + _b2 == 0 ? 0 : first << OutputBits) + Bias;
        _state[state + 2] = output;
        _state[state + 3] = output;
    }

    private void Filter(short[] readings, int count, int state)
    {
        long b0 = _b0;
        long b1 = _b1;
        long b2 = _b2;
        long a1 = -_a1;
        long a2 = -_a2;

        // What the biases of the outputs before make, the bias of the next one, and half for rounding.
        long constant = ((1L << PoleBits) - a1 - a2) * Bias + (1L << (PoleBits - 1));
        long sign = SignBit;
        long x0;
        long x1 = _state[state];
        long x2 = _state[state + 1];
        long y1 = _state[state + 2];
        long y2 = _state[state + 3];

        // Six readings a turn: what was the last but one, of three inputs and of two outputs, is overwritten by the new one, and nothing has to be moved.
        int i = 0;
        int single = count - (count % 6);
        while (i != single)
        {
            x0 = readings[i];
            y2 = ((b0 * x0) + (b1 * x1) + (b2 * x2) + (a1 * y1) + (a2 * y2) + constant) >> PoleBits;
            if (y2 >> OutputRangeBits != 0)
            {
                y2 = y2 < 0 ? 0 : MaxOutput;
            }

            readings[i] = (short)((y2 >> OutputBits) ^ sign);
            x2 = readings[i + 1];
            y1 = ((b0 * x2) + (b1 * x0) + (b2 * x1) + (a1 * y2) + (a2 * y1) + constant) >> PoleBits;
            if (y1 >> OutputRangeBits != 0)
            {
                y1 = y1 < 0 ? 0 : MaxOutput;
            }

            readings[i + 1] = (short)((y1 >> OutputBits) ^ sign);
            x1 = readings[i + 2];
            y2 = ((b0 * x1) + (b1 * x2) + (b2 * x0) + (a1 * y1) + (a2 * y2) + constant) >> PoleBits;
            if (y2 >> OutputRangeBits != 0)
            {
                y2 = y2 < 0 ? 0 : MaxOutput;
            }

            readings[i + 2] = (short)((y2 >> OutputBits) ^ sign);
            x0 = readings[i + 3];
            y1 = ((b0 * x0) + (b1 * x1) + (b2 * x2) + (a1 * y2) + (a2 * y1) + constant) >> PoleBits;
            if (y1 >> OutputRangeBits != 0)
            {
                y1 = y1 < 0 ? 0 : MaxOutput;
            }

            readings[i + 3] = (short)((y1 >> OutputBits) ^ sign);
            x2 = readings[i + 4];
            y2 = ((b0 * x2) + (b1 * x0) + (b2 * x1) + (a1 * y1) + (a2 * y2) + constant) >> PoleBits;
            if (y2 >> OutputRangeBits != 0)
            {
                y2 = y2 < 0 ? 0 : MaxOutput;
            }

            readings[i + 4] = (short)((y2 >> OutputBits) ^ sign);
            x1 = readings[i + 5];
            y1 = ((b0 * x1) + (b1 * x2) + (b2 * x0) + (a1 * y2) + (a2 * y1) + constant) >> PoleBits;
            if (y1 >> OutputRangeBits != 0)
            {
                y1 = y1 < 0 ? 0 : MaxOutput;
            }

            readings[i + 5] = (short)((y1 >> OutputBits) ^ sign);
            i += 6;
        }

        while (i != count)
        {
            x0 = readings[i];
            long y0 = ((b0 * x0) + (b1 * x1) + (b2 * x2) + (a1 * y1) + (a2 * y2) + constant) >> PoleBits;
            if (y0 >> OutputRangeBits != 0)
            {
                y0 = y0 < 0 ? 0 : MaxOutput;
            }

            readings[i] = (short)((y0 >> OutputBits) ^ sign);
            x2 = x1;
            x1 = x0;
            y2 = y1;
            y1 = y0;
            i++;
        }

        _state[state] = x1;
        _state[state + 1] = x2;
        _state[state + 2] = y1;
        _state[state + 3] = y2;
    }

    private static long Absolute(long value)
    {
        return value < 0 ? -value : value;
    }
}
