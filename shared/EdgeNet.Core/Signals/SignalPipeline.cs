using System;

namespace EdgeNet.Core;

/// <summary>
/// Turns a sensor's stream into the input of a network, window by window: integers only, and nothing is allocated after the constructor.
/// The same readings give the same values however they are divided into blocks.
/// </summary>
public sealed class SignalPipeline
{
    /// <summary>Readings that a step processes at a time at most: a multiple of what unrolled loops process in a turn.</summary>
    internal const int BlockReadings = 60;

    private const int Fields = 16;

    private readonly int _channels;
    private readonly StepStage[] _steps;
    private readonly FeatureStage[] _stages;

    // Per feature stage: the next frame, counted from the current window's first.
    private readonly int[] _nextFrames;

    // Whether readings are kept as they come: there is one channel and no step. The only block is then what the caller gives.
    private readonly bool _isDirect;

    // Readings on their way through the steps, and those that frames still need, with a place behind them where stages may put a guard.
    private readonly short[][] _blocks;
    private readonly short[][] _kept;
    private readonly int _room;
    private readonly float[] _features;
    private readonly byte[] _picture;

    // Times are in readings after all steps, counted from the start of the current window.
    private int _keptFrom;
    private int _keptCount;
    private int _nextFrameEnd;

    // Readings of the sensor that the window lacks.
    private int _missing;
    private bool _isFull;

    /// <summary>Allocates everything that a model's pipeline needs.</summary>
    /// <param name="model">The model, which is not needed afterwards.</param>
    /// <exception cref="ModelException">The model has no pipeline, or it is not valid.</exception>
    public SignalPipeline(ModelFile model)
        : this(InfoOf(model), model.OpenSection(ModelFormat.SignalSection))
    {
    }

    private SignalPipeline(SignalInfo info, ByteReader section)
    {
        Info = info;
        _channels = info.Channels;
        int stepCount = info.StepCount();
        _steps = new StepStage[stepCount];
        Array.Copy(info.Stages, 0, _steps, 0, stepCount);
        _stages = new FeatureStage[info.Stages.Length - stepCount];
        Array.Copy(info.Stages, stepCount, _stages, 0, _stages.Length);
        _nextFrames = new int[_stages.Length];
        _room = Room(info);

        _isDirect = IsDirect(info);

        // Steps add channels and never take any away.
        _blocks = new short[info.StreamChannels][];
        _kept = new short[info.StreamChannels][];
        for (int c = 0; c < info.StreamChannels; c++)
        {
            _blocks[c] = _isDirect ? null : new short[BlockReadings];
            _kept[c] = new short[_room + 1];
        }

        _features = new float[info.IsPicture ? 0 : info.OutputCount];
        _picture = new byte[info.IsPicture ? info.OutputCount : 0];
        info.Load(section);
        Reset();
    }

    /// <summary>What the pipeline reads, and how.</summary>
    public SignalInfo Info { get; }

    /// <summary>Whether the last reading that was taken completed a window, whose values can be read until more is added.</summary>
    public bool IsFull
    {
        get { return _isFull; }
    }

    /// <summary>The features of the last window, each an integer of at most 24 bits; empty if the network reads a picture. The array is used again.</summary>
    public float[] Features
    {
        get { return _features; }
    }

    /// <summary>The picture of the last window, row by row; empty if the network reads features. The array is used again.</summary>
    public byte[] Picture
    {
        get { return _picture; }
    }

    /// <summary>Allocates everything that a pipeline without a model needs.</summary>
    /// <param name="section">Payload of the FEAT section.</param>
    /// <returns>The pipeline.</returns>
    /// <exception cref="ModelException">The section contains a value that is not allowed.</exception>
    public static SignalPipeline FromSection(byte[] section)
    {
        return new SignalPipeline(SignalInfo.Parse(section), new ByteReader(section, 0, section.Length, "FEAT"));
    }

    /// <summary>Takes readings, and stops right after the one that completes a window.</summary>
    /// <param name="samples">Readings, channels interleaved.</param>
    /// <param name="from">Index of the first value.</param>
    /// <param name="count">How many values: whole readings.</param>
    /// <returns>How many values were taken; fewer than given if a window is complete.</returns>
    /// <exception cref="ArgumentException">The values are not there, or are not whole readings.</exception>
    public int Add(short[] samples, int from, int count)
    {
        int channels = _channels;
        int readings = count / channels;
        if (from < 0 || count < 0 || count > samples.Length - from || readings * channels != count)
        {
            throw new ArgumentException("values " + from + " to " + (from + count - 1) + " of " + samples.Length + " are not whole readings of " + channels + " values");
        }

        if (_isFull && readings != 0)
        {
            NextWindow();
        }

        short[][] blocks = _blocks;
        StepStage[] steps = _steps;
        int taken = 0;
        while (taken != readings && !_isFull)
        {
            int block = readings - taken;
            block = block > _missing ? _missing : block;
            if (_isDirect)
            {
                blocks[0] = samples;
                _missing -= block;
                Keep(from + taken, block);
                taken += block;
            }
            else
            {
                block = block > BlockReadings ? BlockReadings : block;
                Deinterleave(samples, from + (taken * channels), block);
                taken += block;
                _missing -= block;
                for (int s = 0; s < steps.Length && block != 0; s++)
                {
                    block = steps[s].Run(blocks, block);
                }

                Keep(0, block);
            }

            if (_missing == 0)
            {
                Finish();
            }
        }

        return taken * channels;
    }

    /// <summary>Classifies the last window.</summary>
    /// <param name="network">The network of the same model.</param>
    /// <returns>Index of the label with the largest logit.</returns>
    public int Classify(Network network)
    {
        return _picture.Length != 0 ? network.Classify(_picture) : network.Classify(_features);
    }

    /// <summary>Forgets all readings: the next one begins the first window. To be called where readings were lost.</summary>
    public void Reset()
    {
        for (int s = 0; s < _steps.Length; s++)
        {
            _steps[s].Reset();
        }

        for (int s = 0; s < _stages.Length; s++)
        {
            _stages[s].Reset();
            _nextFrames[s] = 0;
        }

        _keptFrom = 0;
        _keptCount = 0;
        _nextFrameEnd = 0;
        _missing = Info.WindowReadings;
        _isFull = false;
    }

    /// <summary>Heap bytes of a pipeline, without its stages.</summary>
    internal static int RequiredRam(SignalInfo info)
    {
        int steps = info.StepCount();
        int stages = info.Stages.Length - steps;
        return Ram.ObjectBytes(Fields) + Ram.ArrayBytes(Ram.ReferenceBytes, steps) + Ram.ArrayBytes(Ram.ReferenceBytes, stages) + Ram.ArrayBytes(4, stages)
            + (2 * Ram.ArrayBytes(Ram.ReferenceBytes, info.StreamChannels)) + (info.StreamChannels * ((IsDirect(info) ? 0 : Ram.ArrayBytes(2, BlockReadings)) + Ram.ArrayBytes(2, Room(info) + 1)))
            + Ram.ArrayBytes(4, info.IsPicture ? 0 : info.OutputCount) + Ram.ArrayBytes(1, info.IsPicture ? info.OutputCount : 0);
    }

    private static SignalInfo InfoOf(ModelFile model)
    {
        SignalInfo info = SignalInfo.Of(model);
        if (info == null)
        {
            throw new ModelException("model file: section FEAT is missing; this model takes values as they are, not a stream");
        }

        return info;
    }

    private static bool IsDirect(SignalInfo info)
    {
        return info.StreamChannels == 1 && info.StepCount() == 0;
    }

    // Enough for the longest frame.
    private static int Room(SignalInfo info)
    {
        int room = 0;
        for (int s = info.StepCount(); s < info.Stages.Length; s++)
        {
            int readings = ((FeatureStage)info.Stages[s]).FrameReadings;
            room = readings > room ? readings : room;
        }

        return room;
    }

    private void Deinterleave(short[] samples, int from, int count)
    {
        int channels = _channels;
        if (channels == 1)
        {
            Array.Copy(samples, from, _blocks[0], 0, count);
            return;
        }

        int channel = 0;
        for (; channel + 2 < channels; channel += 3)
        {
            short[] first = _blocks[channel];
            short[] second = _blocks[channel + 1];
            short[] third = _blocks[channel + 2];
            int at = from + channel;
            for (int i = 0; i != count; i++)
            {
                first[i] = samples[at];
                second[i] = samples[at + 1];
                third[i] = samples[at + 2];
                at += channels;
            }
        }

        for (; channel < channels; channel++)
        {
            short[] block = _blocks[channel];
            int at = from + channel;
            for (int i = 0; i != count; i++)
            {
                block[i] = samples[at];
                at += channels;
            }
        }
    }

    // Puts readings of the blocks behind those that are kept, and processes the frames that they complete.
    private void Keep(int done, int count)
    {
        int end = done + count;
        while (done != end)
        {
            if (_keptCount == _room)
            {
                Drop();
            }

            int part = _room - _keptCount;
            part = part > end - done ? end - done : part;
            for (int c = 0; c < _kept.Length; c++)
            {
                Array.Copy(_blocks[c], done, _kept[c], _keptCount, part);
            }

            _keptCount += part;
            done += part;
            if (_keptFrom + _keptCount >= _nextFrameEnd)
            {
                RunFrames();
            }
        }
    }

    // Drops the readings that no frame needs any more: as all complete frames have been processed, there are some.
    private void Drop()
    {
        int needed = int.MaxValue;
        for (int s = 0; s < _stages.Length; s++)
        {
            int start = _nextFrames[s] * _stages[s].HopReadings;
            needed = start < needed ? start : needed;
        }

        int dropped = needed - _keptFrom;
        dropped = dropped > _keptCount ? _keptCount : dropped;
        for (int c = 0; c < _kept.Length; c++)
        {
            Array.Copy(_kept[c], dropped, _kept[c], 0, _keptCount - dropped);
        }

        _keptFrom += dropped;
        _keptCount -= dropped;
    }

    private void RunFrames()
    {
        int now = _keptFrom + _keptCount;
        int nextEnd = int.MaxValue;
        for (int s = 0; s < _stages.Length; s++)
        {
            FeatureStage stage = _stages[s];
            int frame = _nextFrames[s];
            int hop = stage.HopReadings;
            int readings = stage.FrameReadings;
            int start = frame * hop;
            while (start + readings <= now)
            {
                stage.Frame(_kept, start - _keptFrom, frame);
                frame++;

                // Frames between this window and the next belong to neither.
                if (frame == stage.Frames && frame * hop < Info.StreamStride)
                {
                    frame = Info.StreamStride / hop;
                }

                start = frame * hop;
            }

            _nextFrames[s] = frame;
            nextEnd = start + readings < nextEnd ? start + readings : nextEnd;
        }

        _nextFrameEnd = nextEnd;
    }

    private void Finish()
    {
        int at = 0;
        for (int s = 0; s < _stages.Length; s++)
        {
            FeatureStage stage = _stages[s];
            if (stage.IsPicture)
            {
                stage.Finish(_picture);
            }
            else
            {
                stage.Finish(_features, at);
                at += stage.OutputCount;
            }
        }

        _isFull = true;
    }

    private void NextWindow()
    {
        int stride = Info.StreamStride;
        for (int s = 0; s < _stages.Length; s++)
        {
            int frames = stride / _stages[s].HopReadings;
            _stages[s].Shift(frames);
            _nextFrames[s] -= frames;
        }

        _keptFrom -= stride;
        _nextFrameEnd -= stride;
        _missing = Info.StrideReadings;
        _isFull = false;
    }
}
