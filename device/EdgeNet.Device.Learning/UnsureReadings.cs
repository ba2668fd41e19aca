using System;

namespace EdgeNet.Device.Learning;

/// <summary>
/// The readings that the board was least sure of. Readings that follow one another are alike, so of every 32 at most the least sure one is
/// kept; where there is no room, it takes the place of the surest that is kept, if it is less sure itself.
/// </summary>
internal sealed class UnsureReadings
{
    private const int MaxCount = 32;
    private const int MaxBytes = 6 * 1024;
    private const int Span = 32;

    private readonly float[][] _readings;
    private readonly int[] _labels;
    private readonly int[] _percents;
    private readonly int _room;
    private int _inSpan;

    /// <summary>Makes room.</summary>
    /// <param name="values">Values of a reading.</param>
    public UnsureReadings(int values)
    {
        _room = Room(values);
        _readings = new float[_room + 1][];
        _labels = new int[_room + 1];
        _percents = new int[_room + 1];
        for (int i = 0; i <= _room; i++)
        {
            _readings[i] = new float[values];
        }

        Clear();
    }

    /// <summary>How many are kept.</summary>
    public int Count { get; private set; }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(int values)
    {
        int room = Room(values) + 1;
        return Core.Ram.ObjectBytes(6) + Core.Ram.ArrayBytes(Core.Ram.ReferenceBytes, room) + (2 * Core.Ram.ArrayBytes(4, room)) + (room * Core.Ram.ArrayBytes(4, values));
    }

    /// <summary>Looks at a reading and its answer.</summary>
    public void Add(float[] reading, int label, int percent)
    {
        // The least sure one of the span so far is behind those that are kept.
        if (percent < _percents[_room])
        {
            Array.Copy(reading, 0, _readings[_room], 0, reading.Length);
            _labels[_room] = label;
            _percents[_room] = percent;
        }

        _inSpan++;
        if (_inSpan == Span)
        {
            Keep();
            _inSpan = 0;
            _percents[_room] = 100;
        }
    }

    /// <summary>A reading that is kept.</summary>
    public float[] Reading(int number)
    {
        return _readings[number];
    }

    /// <summary>The label that the board gave to it.</summary>
    public int Label(int number)
    {
        return _labels[number];
    }

    /// <summary>Keeps none any more.</summary>
    public void Clear()
    {
        Count = 0;
        _inSpan = 0;
        _percents[_room] = 100;
    }

    /// <summary>Keeps only the readings of the first labels: the others have been forgotten, and their indices may come to mean something else.</summary>
    public void KeepLabels(int labels)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (_labels[i] < labels)
            {
                Swap(kept++, i);
            }
        }

        Count = kept;
        if (_labels[_room] >= labels)
        {
            _percents[_room] = 100;
        }
    }

    private void Keep()
    {
        if (_percents[_room] == 100)
        {
            return;
        }

        int place = 0;
        for (int i = 1; i < Count; i++)
        {
            place = _percents[i] > _percents[place] ? i : place;
        }

        if (Count < _room)
        {
            place = Count++;
        }
        else if (_percents[place] <= _percents[_room])
        {
            return;
        }

        Swap(place, _room);
    }

    private void Swap(int a, int b)
    {
        float[] reading = _readings[a];
        int label = _labels[a];
        int percent = _percents[a];
        _readings[a] = _readings[b];
        _labels[a] = _labels[b];
        _percents[a] = _percents[b];
        _readings[b] = reading;
        _labels[b] = label;
        _percents[b] = percent;
    }

    private static int Room(int values)
    {
        int room = MaxBytes / (4 * values);
        return room < 1 ? 1 : room > MaxCount ? MaxCount : room;
    }
}
