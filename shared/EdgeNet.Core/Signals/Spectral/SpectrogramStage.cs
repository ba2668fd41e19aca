namespace EdgeNet.Core;

/// <summary>Picture: a row per frame, a byte per band, half a decibel (a sixth of an octave of power) per step. 255 is a sine of full scale.</summary>
public sealed class SpectrogramStage : SpectralPictureStage
{
    private const int StepsPerOctave = 6;

    // As full scale is a power of two, it is subtracted after the rounding: a table does it, and limits.
    private const int StepCount = ((Logarithm.Most * StepsPerOctave) >> Logarithm.Bits) + 1;

    private byte[] _steps;

    /// <summary>Reads and checks the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream.</param>
    internal SpectrogramStage(ByteReader record, SignalStream stream)
        : base(SignalFormat.Spectrogram, record, stream)
    {
        CheckPicture(record, Columns * Channels);
    }

    /// <inheritdoc/>
    public override int Columns
    {
        get { return Bank.Bands; }
    }

    /// <inheritdoc/>
    public override int RamBytes
    {
        get { return Ram.ObjectBytes(Fields + 2) + PictureRam + Ram.ArrayBytes(1, StepCount); }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        base.Load(record);
        _steps = new byte[StepCount];
        int lowest = ((FullScaleLog * StepsPerOctave) >> Logarithm.Bits) - 255;
        for (int i = 0; i < StepCount; i++)
        {
            int step = i - lowest;
            _steps[i] = (byte)(step < 0 ? 0 : step > 255 ? 255 : step);
        }
    }

    /// <inheritdoc/>
    internal override void Row(short[] samples, int at, byte[] rows, int to)
    {
        long[] sums = Sums(samples, at);
        byte[] steps = _steps;
        int bands = sums.Length, next = Channels;
        for (int b = 0; b != bands; b++)
        {
            rows[to] = steps[(Logarithm.Of(sums[b]) * StepsPerOctave) >> Logarithm.Bits];
            to += next;
        }
    }
}
