using System;

namespace EdgeNet.Core;

/// <summary>
/// Picture: the front end of TensorFlow's micro_speech, bit by bit: frames of 480 samples every 320, 40 mel channels, noise subtracted, gain controlled, logarithm. A byte is the
/// reference's int8 plus 128. The estimate of the noise goes on from window to window, until <see cref="SignalPipeline.Reset"/>.
/// </summary>
public sealed class MicroSpeechStage : FeatureStage
{
    /// <summary>Samples of a frame: 30 ms at 16 kHz.</summary>
    public const int FrameLength = 480;

    /// <summary>Samples from frame to frame.</summary>
    public const int HopLength = 320;

    /// <summary>Channels of a row.</summary>
    public const int Channels = 40;

    /// <summary>Fractional bits of the window.</summary>
    public const int WindowBits = 12;

    /// <summary>Fractional bits of a filter's weight.</summary>
    public const int WeightBits = 12;

    /// <summary>Fractional bits of what is known of the noise.</summary>
    public const int SmoothingBits = 10;

    /// <summary>What a signal lacks of its true size, in bits.</summary>
    public const int CorrectionBits = 3;

    private const int Edges = Channels + 2;

    // 0.025 and 0.06 of the new signal become part of the noise; at least 0.05 of a signal remains.
    private const int EvenSmoothing = (int)(0.025 * (1 << MicroSpeechArithmetic.SubtractionBits));
    private const int OddSmoothing = (int)(0.06 * (1 << MicroSpeechArithmetic.SubtractionBits));
    private const int LeastRemaining = (int)(0.05 * (1 << MicroSpeechArithmetic.SubtractionBits));
    private const int SnrShift = 6;
    private const int OutputScale = 64;
    private const int OutputDivisor = 666;
    private const int Fields = 4 + 15;

    private readonly int _bins;
    private short[] _window;
    private int[] _edges;
    private short[] _weights;
    private short[] _unweights;
    private short[] _gains;
    private short[] _logs;
    private Int16Fft _fft;
    private int[] _samples;
    private long[] _energy;
    private long[] _sums;
    private long[] _signal;
    private long[] _noise;
    private byte[] _rows;
    private int _shift;

    /// <summary>Reads and checks the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream.</param>
    internal MicroSpeechStage(ByteReader record, SignalStream stream)
        : base(SignalFormat.MicroSpeech)
    {
        if (stream.Channels != 1)
        {
            throw record.Error(stream.Channels + " channels, this front end has one");
        }

        record.Skip(2 * (FrameLength + Int16Fft.TableLength + MicroSpeechArithmetic.GainTableLength + MicroSpeechArithmetic.LogTableLength), "tables");
        int first = record.UInt16("first edge");
        int last = first;
        for (int i = 1; i < Edges; i++)
        {
            int edge = record.UInt16("edge");
            if (edge < last)
            {
                throw record.Error("a channel that ends at bin " + edge + ", before it begins");
            }

            last = edge;
        }

        _bins = last - first;
        if (last > (Int16Fft.Points / 2) + 1)
        {
            throw record.Error("channels up to bin " + last);
        }

        for (int i = 0; i < 2 * _bins; i++)
        {
            if (record.UInt16("weight") > 1 << WeightBits)
            {
                throw record.Error("a weight above 1");
            }
        }

        record.Pad(RecordBytes);
        SetFrames(record, stream, FrameLength, HopLength);
        CheckPicture(record, Channels);
    }

    /// <inheritdoc/>
    public override bool IsPicture
    {
        get { return true; }
    }

    /// <inheritdoc/>
    public override int OutputCount
    {
        get { return Frames * Channels; }
    }

    /// <inheritdoc/>
    public override int RamBytes
    {
        get
        {
            return Ram.ObjectBytes(Fields) + Ram.ArrayBytes(2, FrameLength) + Ram.ArrayBytes(4, Edges) + (2 * Ram.ArrayBytes(2, _bins))
                + Ram.ArrayBytes(2, MicroSpeechArithmetic.GainTableLength) + Ram.ArrayBytes(2, MicroSpeechArithmetic.LogTableLength) + Int16Fft.RamBytes
                + Ram.ArrayBytes(4, Int16Fft.Points) + Ram.ArrayBytes(8, (Int16Fft.Points / 2) + 1) + (3 * Ram.ArrayBytes(8, Channels)) + Ram.ArrayBytes(1, OutputCount);
        }
    }

    private int RecordBytes
    {
        get { return 2 * (FrameLength + Int16Fft.TableLength + MicroSpeechArithmetic.GainTableLength + MicroSpeechArithmetic.LogTableLength + Edges + (2 * _bins)); }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        _window = Table(record, FrameLength);
        _fft = new Int16Fft(Table(record, Int16Fft.TableLength));
        _gains = Table(record, MicroSpeechArithmetic.GainTableLength);
        _logs = Table(record, MicroSpeechArithmetic.LogTableLength);
        _edges = new int[Edges];
        for (int i = 0; i < Edges; i++)
        {
            _edges[i] = record.UInt16("edge");
        }

        _weights = Table(record, _bins);
        _unweights = Table(record, _bins);
        _samples = new int[Int16Fft.Points];
        _energy = new long[(Int16Fft.Points / 2) + 1];
        _sums = new long[Channels];
        _signal = new long[Channels];
        _noise = new long[Channels];
        _rows = new byte[OutputCount];
    }

    /// <inheritdoc/>
    internal override void Reset()
    {
        Array.Clear(_noise, 0, _noise.Length);
    }

    /// <inheritdoc/>
    internal override void Frame(short[][] channels, int at, int frame)
    {
        MicroSpeechArithmetic.Weigh(channels[0], at, _window, WindowBits, _samples);
        _shift = MicroSpeechArithmetic.ScaleUp(_samples, FrameLength);
        _fft.Transform(_samples);
        MicroSpeechArithmetic.Energy(_fft.Real, _fft.Imaginary, _edges[0], _edges[Edges - 1], _energy);
        MicroSpeechArithmetic.Sum(_energy, _edges, _weights, _unweights, _sums);
        SquareRoots();
        MicroSpeechArithmetic.SubtractNoise(_signal, _noise, EvenSmoothing, OddSmoothing, SmoothingBits, LeastRemaining);
        ControlGain();
        int to = frame * Channels;
        for (int i = 0; i < Channels; i++)
        {
            int value = ((LogOf(_signal[i]) * 256) + (OutputDivisor / 2)) / OutputDivisor;
            _rows[to + i] = (byte)(value > 255 ? 255 : value);
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

    private static short[] Table(ByteReader record, int length)
    {
        short[] table = new short[length];
        for (int i = 0; i < length; i++)
        {
            table[i] = (short)record.UInt16("table");
        }

        return table;
    }

    private void SquareRoots()
    {
        for (int i = 0; i < Channels; i++)
        {
            _signal[i] = MicroSpeechArithmetic.SquareRoot(_sums[i]) >> _shift;
        }
    }

    private void ControlGain()
    {
        for (int i = 0; i < Channels; i++)
        {
            _signal[i] = MicroSpeechArithmetic.Compress(_signal[i], MicroSpeechArithmetic.Gain(_noise[i], _gains), SnrShift);
        }
    }

    private int LogOf(long signal)
    {
        long scaled = (signal << CorrectionBits) & MicroSpeechArithmetic.Word;
        long log = scaled > 1 ? MicroSpeechArithmetic.Log(scaled, OutputScale, _logs) : 0;
        return (int)(log > short.MaxValue ? short.MaxValue : log);
    }
}
