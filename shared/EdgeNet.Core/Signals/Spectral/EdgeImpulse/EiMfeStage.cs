using System;

namespace EdgeNet.Core;

/// <summary>Picture: mel filterbank energies as Edge Impulse's MFE block computes them: a row per frame, a column per filter, equal steps of decibels above a noise floor.</summary>
public sealed class EiMfeStage : EiStage
{
    private const int FactorBits = 20;

    private readonly int _factor;
    private readonly int _offset;
    private byte[] _rows;

    /// <summary>Reads and checks the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream.</param>
    internal EiMfeStage(ByteReader record, SignalStream stream)
        : base(SignalFormat.EiMfe, record, stream)
    {
        _factor = record.Int32("factor");
        _offset = record.Int32("offset");
        CheckPicture(record, Columns);
    }

    /// <inheritdoc/>
    public override int Columns
    {
        get { return Bank.Bands; }
    }

    /// <inheritdoc/>
    public override int RamBytes
    {
        get { return Ram.ObjectBytes(Fields + 3) + FrameRam + Ram.ArrayBytes(1, OutputCount); }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        base.Load(record);
        _rows = new byte[OutputCount];
    }

    /// <inheritdoc/>
    internal override void Row(int frame, long[] power, long[] sums, int scaleLog)
    {
        byte[] rows = _rows;
        int to = frame * sums.Length;
        for (int b = 0; b < sums.Length; b++)
        {
            long sum = sums[b];
            long value = (((long)(Logarithm.Of(sum) + scaleLog) * _factor) + _offset) >> FactorBits;
            rows[to + b] = (byte)(sum == 0 || value < 0 ? 0 : value > 255 ? 255 : value);
        }
    }

    /// <inheritdoc/>
    internal override void Finish(byte[] picture)
    {
        Array.Copy(_rows, 0, picture, 0, _rows.Length);
    }

    /// <inheritdoc/>
    internal override void Shift(int frames)
    {
        DropRows(_rows, frames);
    }
}
