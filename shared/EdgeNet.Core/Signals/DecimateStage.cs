using System;

namespace EdgeNet.Core;

/// <summary>A step: every Nth reading of a low pass, a symmetrical FIR filter whose coefficients come from the desktop. docs/signals.md says how it rounds.</summary>
public sealed class DecimateStage : StepStage
{
    /// <summary>Readings that become one at most.</summary>
    public const int MaxFactor = 64;

    /// <summary>Bits behind the point of coefficients.</summary>
    public const int CoefficientBits = 15;

    private const int Fields = 1 + 7;
    private const int Unrolled = 4;
    private const int MaxHalf = 4 * MaxFactor;

    // With 16-bit readings no sum of products overflows.
    private const int MaxSum = 65535;

    private readonly int _channels;
    private readonly int _factor;
    private readonly int _half;

    // The first half of the coefficients: the other is its reflection.
    private short[] _coefficients;

    // Per channel: the readings before the block, as many as coefficients less one, and the block.
    private short[][] _lines;
    private int _waiting;
    private bool _hasStarted;

    /// <summary>Reads and checks the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream, which becomes slower.</param>
    internal DecimateStage(ByteReader record, SignalStream stream)
        : base(SignalFormat.Decimate)
    {
        _channels = stream.Channels;
        _factor = record.Byte("factor");
        record.Zero(1);
        _half = record.UInt16("coefficients");
        if (_factor < 2 || _factor > MaxFactor || _half < 1 || _half > MaxHalf || _half % Unrolled != 0 || stream.Window % _factor != 0 || stream.Stride % _factor != 0)
        {
            throw record.Error("a factor of " + _factor + " and " + _half + " coefficients, 2 to " + MaxFactor + " and 1 to " + MaxHalf
                + ", a multiple of " + Unrolled + ", are allowed; windows and strides must be multiples of the factor");
        }

        int sum = 0;
        for (int i = 0; i < _half; i++)
        {
            int coefficient = (short)record.UInt16("coefficient");
            sum += 2 * (coefficient < 0 ? -coefficient : coefficient);
        }

        if (sum > MaxSum)
        {
            throw record.Error("coefficients whose sum overflows");
        }

        record.Pad(2 * _half);
        stream.Window /= _factor;
        stream.Stride /= _factor;
    }

    /// <inheritdoc/>
    public override int RamBytes
    {
        get
        {
            return Ram.ObjectBytes(Fields) + Ram.ArrayBytes(2, _half) + Ram.ArrayBytes(Ram.ReferenceBytes, _channels)
                + (_channels * Ram.ArrayBytes(2, LineLength()));
        }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        record.Skip(4, "head");
        _coefficients = new short[_half];
        for (int i = 0; i < _half; i++)
        {
            _coefficients[i] = (short)record.UInt16("coefficient");
        }

        _lines = new short[_channels][];
        for (int c = 0; c < _channels; c++)
        {
            _lines[c] = new short[LineLength()];
        }
    }

    /// <inheritdoc/>
    internal override void Reset()
    {
        _hasStarted = false;
        _waiting = _factor - 1;
    }

    /// <inheritdoc/>
    internal override int Run(short[][] channels, int count)
    {
        int before = (2 * _half) - 1;
        int first = _waiting;
        int made = 0;
        for (int c = 0; c < _channels; c++)
        {
            short[] line = _lines[c];
            short[] readings = channels[c];
            for (int i = 0; i < before && !_hasStarted; i++)
            {
                line[i] = readings[0];
            }

            Array.Copy(readings, 0, line, before, count);
            made = 0;
            for (int i = first; i < count; i += _factor)
            {
                readings[made] = Sum(line, i);
                made++;
            }

            Array.Copy(line, count, line, 0, before);
        }

        _hasStarted = true;
        _waiting = first + (made * _factor) - count;
        return made;
    }

    private short Sum(short[] line, int from)
    {
        short[] coefficients = _coefficients;
        int half = coefficients.Length;
        int last = from + (2 * half) - 1;
        int sum = 1 << (CoefficientBits - 1);
        int left = from;
        int i = 0;
        while (i != half)
        {
            sum += (coefficients[i] * (line[left] + line[last]))
                + (coefficients[i + 1] * (line[left + 1] + line[last - 1]))
                + (coefficients[i + 2] * (line[left + 2] + line[last - 2]))
                + (coefficients[i + 3] * (line[left + 3] + line[last - 3]));
            i += Unrolled;
            left += Unrolled;
            last -= Unrolled;
        }

        sum >>= CoefficientBits;
        return (short)(sum > short.MaxValue ? short.MaxValue : sum < short.MinValue ? short.MinValue : sum);
    }

    private int LineLength()
    {
        return (2 * _half) - 1 + SignalPipeline.BlockReadings;
    }
}
