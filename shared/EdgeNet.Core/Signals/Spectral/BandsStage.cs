using System;

namespace EdgeNet.Core;

/// <summary>Features: for each channel and band, the mean or the largest of the logarithms of its power over the frames of a window, in 256ths of an octave.</summary>
public sealed class BandsStage : SpectralStage
{
    private readonly bool _isLargest;

    // Logarithms of all frames: those of a frame are together, channel by channel.
    private short[] _logs;

    /// <summary>Reads and checks the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream.</param>
    internal BandsStage(ByteReader record, SignalStream stream)
        : base(SignalFormat.Bands, record, stream)
    {
        int largest = record.UInt16("mean or largest");
        record.Zero(2);
        _isLargest = largest == 1;
        if (largest > 1)
        {
            throw record.Error("neither mean nor largest: " + largest);
        }

        if ((long)Frames * OutputCount > ModelFormat.MaxTensor)
        {
            throw record.Error(Frames + " frames of " + OutputCount + " bands in a window, at most " + ModelFormat.MaxTensor + " values are allowed");
        }
    }

    /// <inheritdoc/>
    public override int OutputCount
    {
        get { return Channels * Bank.Bands; }
    }

    /// <inheritdoc/>
    public override int RamBytes
    {
        get { return Ram.ObjectBytes(Fields + 2) + SpectralRam + Ram.ArrayBytes(2, Frames * OutputCount); }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        base.Load(record);
        _logs = new short[Frames * OutputCount];
    }

    /// <inheritdoc/>
    internal override void Frame(short[][] channels, int at, int frame)
    {
        for (int c = 0; c < Channels; c++)
        {
            Logs(channels[c], at, _logs, ((frame * Channels) + c) * Bank.Bands);
        }
    }

    /// <inheritdoc/>
    internal override void Finish(float[] features, int at)
    {
        int count = OutputCount, frames = Frames;
        for (int i = 0; i < count; i++)
        {
            int sum = 0, largest = 0;
            for (int from = i; from < _logs.Length; from += count)
            {
                int log = _logs[from];
                sum += log;
                largest = log > largest ? log : largest;
            }

            features[at + i] = _isLargest ? largest : (sum + (frames / 2)) / frames;
        }
    }

    /// <inheritdoc/>
    internal override void Shift(int frames)
    {
        int dropped = frames * OutputCount;
        if (frames < Frames)
        {
            Array.Copy(_logs, dropped, _logs, 0, _logs.Length - dropped);
        }
    }
}
