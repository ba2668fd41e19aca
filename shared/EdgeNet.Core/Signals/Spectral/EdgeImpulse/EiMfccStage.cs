namespace EdgeNet.Core;

/// <summary>
/// Picture: cepstral coefficients as Edge Impulse's MFCC block computes them: a row per frame, a column per coefficient, of which the first is the energy of the frame. At the end
/// of a window, each is normalised by mean and deviation of the frames around it: 128 is the mean, 32 steps are a standard deviation.
/// </summary>
public sealed class EiMfccStage : EiStage
{
    // Sums of the squares of so many coefficients of this size fit 61 bits.
    private const int MostWindow = 101;
    private const int Limit = 1 << 16;

    // Steps of a standard deviation, fractional bits of factors.
    private const int Steps = 32;
    private const int FactorBits = 12;

    private readonly int _coefficients;
    private readonly int _window;
    private readonly int _silence;
    private short[] _factors;
    private int[] _logs;

    // Coefficients of all frames; those of one column, as they are and without the means around them; which of them is where once a column is mirrored at both ends.
    private int[] _rows;
    private int[] _column;
    private int[] _centred;
    private int[] _mirror;

    /// <summary>Reads and checks the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream.</param>
    internal EiMfccStage(ByteReader record, SignalStream stream)
        : base(SignalFormat.EiMfcc, record, stream)
    {
        _coefficients = record.UInt16("coefficients");
        _window = record.UInt16("window");
        _silence = (short)record.UInt16("silence");
        record.Zero(2);
        if (_coefficients < 1 || _coefficients > Bank.Bands || (_window & 1) == 0 || _window > MostWindow)
        {
            throw record.Error(_coefficients + " coefficients of " + Bank.Bands + " bands, and a window of " + _window + " frames, an odd number up to " + MostWindow + " is allowed");
        }

        record.Skip(2 * FactorCount, "factors");
        record.Pad(2 * FactorCount);
        CheckPicture(record, Columns);
    }

    /// <inheritdoc/>
    public override int Columns
    {
        get { return _coefficients; }
    }

    /// <inheritdoc/>
    public override int RamBytes
    {
        get
        {
            return Ram.ObjectBytes(Fields + 9) + FrameRam + Ram.ArrayBytes(2, FactorCount) + Ram.ArrayBytes(4, Bank.Bands) + Ram.ArrayBytes(4, OutputCount)
                + (2 * Ram.ArrayBytes(4, Frames)) + Ram.ArrayBytes(4, Frames + _window);
        }
    }

    // The first coefficient has none.
    private int FactorCount
    {
        get { return (_coefficients - 1) * Bank.Bands; }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        base.Load(record);
        record.Skip(8, "coefficients");
        _factors = new short[FactorCount];
        for (int i = 0; i < _factors.Length; i++)
        {
            _factors[i] = (short)record.UInt16("factor");
        }

        int frames = Frames;
        _logs = new int[Bank.Bands];
        _rows = new int[OutputCount];
        _column = new int[frames];
        _centred = new int[frames];
        _mirror = new int[frames + _window];
        int period = 2 * frames, first = _window / 2;
        for (int i = 0; i < _mirror.Length; i++)
        {
            int place = (i - first + (_window * period)) % period;
            _mirror[i] = place < frames ? place : period - 1 - place;
        }
    }

    /// <inheritdoc/>
    internal override void Row(int frame, long[] power, long[] sums, int scaleLog)
    {
        int[] logs = _logs;
        for (int b = 0; b < logs.Length; b++)
        {
            logs[b] = LogOf(sums[b], scaleLog);
        }

        long energy = 0;
        for (int i = 0; i < power.Length; i++)
        {
            energy += power[i];
        }

        int to = frame * _coefficients;
        _rows[to] = LogOf(energy << Logarithm.Bits, scaleLog);
        short[] factors = _factors;
        for (int f = 0; f < factors.Length;)
        {
            long sum = 1L << (FactorBits - 1);
            for (int b = 0; b < logs.Length; b++)
            {
                sum += (long)logs[b] * factors[f++];
            }

            sum >>= FactorBits;
            _rows[++to] = (int)(sum > Limit ? Limit : sum < -Limit ? -Limit : sum);
        }
    }

    /// <inheritdoc/>
    internal override void Finish(byte[] picture)
    {
        for (int c = 0; c < _coefficients; c++)
        {
            for (int f = 0; f < _column.Length; f++)
            {
                _column[f] = _rows[(f * _coefficients) + c];
            }

            SubtractMeans();
            DivideByDeviations(picture, c);
        }
    }

    /// <inheritdoc/>
    internal override void Shift(int frames)
    {
        DropRows(_rows, frames);
    }

    private int LogOf(long sum, int scaleLog)
    {
        int log = Logarithm.Of(sum) + scaleLog;
        return sum == 0 || log < _silence ? _silence : log;
    }

    // Times the length of the window, so that they stay integers.
    private void SubtractMeans()
    {
        int[] column = _column, centred = _centred, mirror = _mirror;
        int window = _window, sum = 0;
        for (int i = 0; i < window; i++)
        {
            sum += column[mirror[i]];
        }

        for (int f = 0; f < column.Length; f++)
        {
            centred[f] = (window * column[f]) - sum;
            sum += column[mirror[f + window]] - column[mirror[f]];
        }
    }

    private void DivideByDeviations(byte[] picture, int column)
    {
        int[] centred = _centred, mirror = _mirror;
        int window = _window, root = 1;
        long sum = 0, squares = 0;
        for (int i = 0; i < window; i++)
        {
            long value = centred[mirror[i]];
            sum += value;
            squares += value * value;
        }

        for (int f = 0; f < centred.Length; f++)
        {
            // The deviation times the length of the window.
            root = IntegerRoot.Of((window * squares) - (sum * sum), root > 0 ? root : 1);
            long value = 0;
            if (root != 0)
            {
                // 128 is added before the division, so that it rounds down.
                value = ((long)centred[f] * window * Steps) + ((long)root << 7) + (root >> 1);
                value = value < 0 ? 0 : value / root;
            }

            picture[(f * _coefficients) + column] = (byte)(root == 0 ? 128 : value > 255 ? 255 : value);
            long comes = centred[mirror[f + window]], goes = centred[mirror[f]];
            sum += comes - goes;
            squares += (comes * comes) - (goes * goes);
        }
    }
}
