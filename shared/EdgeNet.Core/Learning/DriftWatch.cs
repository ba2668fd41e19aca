using System;

namespace EdgeNet.Core;

/// <summary>
/// Notices when what a board sees is no longer what its model was trained on. A reading is unusual if it is farther from the mean of the training than all but 5 % of the
/// held-out data were, and unsure if the network is less certain than it was of all but 5 % of these. Of 256 readings, 13 of each kind are to be expected;
/// 31 or more are an alarm: with readings that are drawn independently from what the model was trained on, that happens in fewer than one of 80,000 such blocks.
/// docs/learning.md describes the rule and its limits.
/// </summary>
public sealed class DriftWatch
{
    /// <summary>Readings that are judged together.</summary>
    public const int BlockReadings = 256;

    /// <summary>Unusual, or unsure, readings of a block that are an alarm.</summary>
    public const int Alarm = 31;

    /// <summary>Steps of a standard deviation in which values are counted.</summary>
    public const int Steps = 16;

    /// <summary>Inputs of more values than this are watched by their mean.</summary>
    public const int MaxValues = 64;

    /// <summary>Bytes of the section before its values.</summary>
    public const int HeaderBytes = 8;

    /// <summary>Bytes of the section for each value that is watched: f32 scale and offset.</summary>
    public const int ValueBytes = 8;

    private const int MostSteps = 127;

    private readonly float[] _scales;
    private readonly float[] _offsets;
    private readonly int[] _sums;
    private readonly int[] _squares;
    private readonly int _limit;
    private readonly int _leastPercent;
    private readonly int _trainedPercent;
    private int _readings;
    private int _unusual;
    private int _unsure;
    private int _percents;

    private DriftWatch(byte[] section, int values)
    {
        _leastPercent = section[2];
        _trainedPercent = section[3];
        _limit = LittleEndian.Int32At(section, 4);
        _scales = new float[values];
        _offsets = new float[values];
        _sums = new int[values];
        _squares = new int[values];
        for (int i = 0; i < values; i++)
        {
            _scales[i] = BitConverter.ToSingle(section, HeaderBytes + (ValueBytes * i));
            _offsets[i] = BitConverter.ToSingle(section, HeaderBytes + (ValueBytes * i) + 4);
        }
    }

    /// <summary>Whether the last block was an alarm.</summary>
    public bool IsDrifting { get; private set; }

    /// <summary>What the last block was like, for people: empty before its first alarm.</summary>
    public string Report { get; private set; } = "";

    /// <summary>Reads what a model file says of its training.</summary>
    /// <param name="model">The model file.</param>
    /// <returns>The watch; null if the file says nothing.</returns>
    /// <exception cref="ModelException">What it says is damaged.</exception>
    public static DriftWatch Of(ModelFile model)
    {
        byte[] section = model.ReadSection(ModelFormat.DriftSection);
        if (section == null)
        {
            return null;
        }

        int values = ValuesOf(model.Input.Count);
        if (section.Length != HeaderBytes + (ValueBytes * values) || LittleEndian.UInt16At(section, 0) != values || section[2] > 100 || section[3] > 100 || LittleEndian.Int32At(section, 4) < 0)
        {
            throw new ModelException("model file, section drif: it does not fit the input of " + model.Input.Count + " values");
        }

        return new DriftWatch(section, values);
    }

    /// <summary>How many values of an input are watched.</summary>
    /// <param name="inputs">Values of the input.</param>
    /// <returns>All of them, or one: their mean.</returns>
    public static int ValuesOf(int inputs)
    {
        return inputs > MaxValues ? 1 : inputs;
    }

    /// <summary>Heap bytes of it, without its report.</summary>
    /// <param name="model">The model file.</param>
    /// <returns>Bytes; 0 if the file says nothing.</returns>
    public static int RequiredRam(ModelFile model)
    {
        return model.OpenSection(ModelFormat.DriftSection) == null ? 0 : Ram.ObjectBytes(13) + (4 * Ram.ArrayBytes(4, ValuesOf(model.Input.Count)));
    }

    /// <summary>How far a reading is from the mean of the training: the sum of the squares of all values' distances, each in sixteenths of its standard deviation and at most 127.</summary>
    /// <param name="raw">The reading.</param>
    /// <returns>0 to 64 x 127^2.</returns>
    public int Distance(float[] raw)
    {
        int distance = 0;
        for (int i = 0; i < _scales.Length; i++)
        {
            int z = StepsOf(raw, i);
            distance += z * z;
        }

        return distance;
    }

    /// <summary>Counts a reading.</summary>
    /// <param name="raw">The reading.</param>
    /// <param name="percent">How certain the network as it came was of it, 0 to 100.</param>
    /// <returns>Whether a block has ended, and <see cref="IsDrifting"/> has been found out anew.</returns>
    public bool Add(float[] raw, int percent)
    {
        int distance = 0;
        for (int i = 0; i < _scales.Length; i++)
        {
            int z = StepsOf(raw, i);
            distance += z * z;
            _sums[i] += z;
            _squares[i] += z * z;
        }

        _unusual += distance > _limit ? 1 : 0;
        _unsure += percent < _leastPercent ? 1 : 0;
        _percents += percent;
        _readings++;
        if (_readings < BlockReadings)
        {
            return false;
        }

        IsDrifting = _unusual >= Alarm || _unsure >= Alarm;
        Report = IsDrifting ? Describe() : "";
        Array.Clear(_sums, 0, _sums.Length);
        Array.Clear(_squares, 0, _squares.Length);
        _readings = 0;
        _unusual = 0;
        _unsure = 0;
        _percents = 0;
        return true;
    }

    private int StepsOf(float[] raw, int value)
    {
        float x = raw[value];
        if (_scales.Length == 1 && raw.Length > 1)
        {
            x = 0f;
            for (int i = 0; i < raw.Length; i++)
            {
                x += raw[i];
            }
        }

        float scaled = x * _scales[value];
        scaled += _offsets[value];

        // What is no number is as far as anything can be; below, the sum is positive, so cutting it off rounds it down.
        return !(scaled < MostSteps) ? MostSteps : scaled <= -MostSteps ? -MostSteps : (int)(scaled + (MostSteps + 1.5f)) - (MostSteps + 1);
    }

    private string Describe()
    {
        int farthest = 0;
        for (int i = 1; i < _sums.Length; i++)
        {
            farthest = Size(_sums[i]) > Size(_sums[farthest]) ? i : farthest;
        }

        int tenths = _sums[farthest] * 10 / (BlockReadings * Steps);
        string what = _sums.Length == 1 ? "their mean" : "value " + (farthest + 1);
        return "the readings are no longer like those that the model was trained on: of " + BlockReadings + ", " + _unusual + " are unusual and " + _unsure + " unsure (13 of each are expected); "
            + what + " is " + (tenths < 0 ? "-" : "+") + (Size(tenths) / 10) + "." + (Size(tenths) % 10) + " standard deviations off, the confidence " + (_percents / BlockReadings) + " % instead of " + _trainedPercent + " %";
    }

    private static int Size(int number)
    {
        return number < 0 ? -number : number;
    }
}
