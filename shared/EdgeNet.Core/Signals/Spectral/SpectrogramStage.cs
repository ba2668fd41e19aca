namespace EdgeNet.Core;

/// <summary>Picture: a row per frame, a byte per band, half a decibel (a sixth of an octave of power) per step. 255 is a sine of full scale.</summary>
public sealed class SpectrogramStage : SpectralPictureStage
{
    private const int StepsPerOctave = 6;

    private short[] _logs;

    /// <summary>Reads and checks the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream.</param>
    internal SpectrogramStage(ByteReader record, SignalStream stream)
        : base(SignalFormat.Spectrogram, record, stream)
    {
        CheckSize(record);
    }

    /// <inheritdoc/>
    public override int Columns
    {
        get { return Bank.Bands; }
    }

    /// <inheritdoc/>
    public override int RamBytes
    {
        get { return Ram.ObjectBytes(Fields + 2) + PictureRam + Ram.ArrayBytes(2, Bank.Bands); }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        base.Load(record);
        _logs = new short[Bank.Bands];
    }

    /// <inheritdoc/>
    internal override void Row(short[] samples, int at, byte[] rows, int to)
    {
        short[] logs = _logs;
        Logs(samples, at, logs, 0);
        int step = Channels;
        int full = (FullScaleLog * StepsPerOctave) - (255 << Logarithm.Bits);
        for (int b = 0; b < logs.Length; b++)
        {
            int value = ((logs[b] * StepsPerOctave) - full) >> Logarithm.Bits;
            rows[to] = (byte)(value < 0 ? 0 : value > 255 ? 255 : value);
            to += step;
        }
    }
}
