namespace EdgeNet.Core;

/// <summary>The range of each value of an input. An answer to an input outside of it is unsure, whatever the network says.</summary>
public sealed class TrainedRange
{
    private readonly float[] _low;
    private readonly float[] _high;

    private TrainedRange(int count)
    {
        _low = new float[count];
        _high = new float[count];
    }

    /// <summary>Index of the first value that is outside of its range.</summary>
    /// <param name="raw">As many raw values as the input has.</param>
    /// <returns>0 to count - 1, or -1 if all are inside.</returns>
    public int FirstOutside(float[] raw)
    {
        float[] low = _low;
        float[] high = _high;
        for (int i = 0; i < low.Length; i++)
        {
            float value = raw[i];
            if (value < low[i] || value > high[i])
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The same for raw values that are bytes.</summary>
    /// <param name="raw">As many raw values as the input has.</param>
    /// <returns>0 to count - 1, or -1 if all are inside.</returns>
    public int FirstOutside(byte[] raw)
    {
        for (int i = 0; i < _low.Length; i++)
        {
            if (raw[i] < _low[i] || raw[i] > _high[i])
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Reads the "RANG" section.</summary>
    /// <param name="reader">At its start; null if the file has none.</param>
    /// <param name="input">The input of the network.</param>
    /// <returns>The ranges, or null.</returns>
    /// <exception cref="ModelException">It contains a value that is not allowed.</exception>
    internal static TrainedRange Read(ByteReader reader, InputInfo input)
    {
        if (reader == null)
        {
            return null;
        }

        int count = reader.UInt16("count");
        reader.Zero(2);
        if (count != input.Count || input.Rank != 1)
        {
            throw reader.Error(count + " ranges for " + input.Count + " input values of rank " + input.Rank);
        }

        TrainedRange range = new TrainedRange(count);
        for (int i = 0; i < count; i++)
        {
            range._low[i] = reader.Single("low");
            range._high[i] = reader.Single("high");
            if (range._low[i] > range._high[i])
            {
                throw reader.Error("range " + i + " is upside down");
            }
        }

        reader.End();
        return range;
    }

    /// <summary>Heap bytes of it.</summary>
    internal int RequiredRam()
    {
        return Ram.ObjectBytes(2) + (2 * Ram.ArrayBytes(4, _low.Length));
    }
}
