using EdgeNet.Link;

namespace EdgeNet.Deployment.Serial;

/// <summary>Puts readings together from their messages; one with a part missing is dropped.</summary>
public sealed class ReadingAssembler
{
    // A board that was switched on again counts from zero: that is no gap.
    private const int MaxGap = 1000;

    private readonly float[] _values;
    private readonly bool[] _have;
    private int _sequence = -1;
    private bool _complete;

    /// <summary>Creates an assembler.</summary>
    /// <param name="count">Values of a reading.</param>
    public ReadingAssembler(int count)
    {
        _values = new float[count];
        _have = new bool[count];
    }

    /// <summary>Readings that did not come whole.</summary>
    public int Dropped { get; private set; }

    /// <summary>Takes a message.</summary>
    /// <param name="message">The message, from its type on.</param>
    /// <returns>The values of the reading that it completes; null if it completes none.</returns>
    public float[]? Add(byte[] message)
    {
        int count = ReadingMessage.ValueCount(message.Length - Frames.PrefixBytes);
        if (count == 0)
        {
            return null;
        }

        int sequence = MessageParts.Number(message), first = ReadingMessage.First(message, Frames.PrefixBytes);
        if (first + count > _values.Length)
        {
            return null;
        }

        if (sequence != _sequence)
        {
            int missing = _sequence < 0 ? 0 : (sequence - _sequence - 1) & 0xFFFF;
            Dropped += (_sequence >= 0 && !_complete ? 1 : 0) + (missing < MaxGap ? missing : 0);
            _sequence = sequence;
            _complete = false;
            Array.Clear(_have);
        }

        for (int i = 0; i < count; i++)
        {
            _values[first + i] = ReadingMessage.Value(message, Frames.PrefixBytes, i);
            _have[first + i] = true;
        }

        // A frame that came twice does not make a second reading.
        if (_complete || Array.IndexOf(_have, false) >= 0)
        {
            return null;
        }

        _complete = true;
        return [.. _values];
    }
}
