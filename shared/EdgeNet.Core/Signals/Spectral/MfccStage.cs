namespace EdgeNet.Core;

/// <summary>
/// Picture: a row per frame of mel-frequency cepstral coefficients, the orthonormal cosine transform of the bands' logarithms below full scale in octaves. The first, which
/// is how loud the frame is, has a step of 1 and is 255 for full scale; the others have a step of a quarter and are 128 for 0.
/// </summary>
public sealed class MfccStage : SpectralPictureStage
{
    // Logarithms have 8 fractional bits, factors 12.
    private const int SumBits = Logarithm.Bits + 12;

    private readonly int _coefficients;
    private short[] _logs;
    private short[] _factors;

    /// <summary>Reads and checks the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream.</param>
    internal MfccStage(ByteReader record, SignalStream stream)
        : base(SignalFormat.Mfcc, record, stream)
    {
        _coefficients = record.UInt16("coefficients");
        record.Zero(2);
        if (_coefficients < 1 || _coefficients > Bank.Bands)
        {
            throw record.Error(_coefficients + " coefficients of " + Bank.Bands + " bands");
        }

        record.Skip(2 * _coefficients * Bank.Bands, "factors");
        record.Pad(2 * _coefficients * Bank.Bands);
        CheckPicture(record, Columns * Channels);
    }

    /// <inheritdoc/>
    public override int Columns
    {
        get { return _coefficients; }
    }

    /// <inheritdoc/>
    public override int RamBytes
    {
        get { return Ram.ObjectBytes(Fields + 4) + PictureRam + Ram.ArrayBytes(2, Bank.Bands) + Ram.ArrayBytes(2, _coefficients * Bank.Bands); }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        base.Load(record);
        record.Skip(4, "coefficients");
        _logs = new short[Bank.Bands];
        _factors = new short[_coefficients * Bank.Bands];
        for (int i = 0; i < _factors.Length; i++)
        {
            _factors[i] = (short)record.UInt16("factor");
        }
    }

    /// <inheritdoc/>
    internal override void Row(short[] samples, int at, byte[] rows, int to)
    {
        short[] logs = _logs, factors = _factors;
        Logs(samples, at, logs, 0);
        int full = FullScaleLog, f = 0, step = Channels, zero = 255, bands = logs.Length;
        for (int b = 0; b != bands; b++)
        {
            logs[b] = (short)(logs[b] - full);
        }

        for (int k = 0; k < _coefficients; k++)
        {
            long sum = 1L << (SumBits - 1);
            for (int b = 0; b != bands; b++)
            {
                sum += logs[b] * factors[f];
                f++;
            }

            int value = (int)(sum >> SumBits) + zero;
            rows[to] = (byte)(value < 0 ? 0 : value > 255 ? 255 : value);
            to += step;
            zero = 128;
        }
    }
}
