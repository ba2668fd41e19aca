using System;
using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>The body of a reading, or of a part of one: index of the first value (2 bytes), then up to 64 values as 32-bit floats.</summary>
public static class ReadingMessage
{
    /// <summary>Values that a message carries at most.</summary>
    public const int MaxValues = 64;

    private const int ValuesAt = 2;
    private const int ValueBytes = 4;

    /// <summary>How many values a body has.</summary>
    /// <param name="count">Bytes of the body.</param>
    /// <returns>Number of values; 0 for a body that is none of a reading.</returns>
    public static int ValueCount(int count)
    {
        return count > ValuesAt && (count - ValuesAt) % ValueBytes == 0 ? (count - ValuesAt) / ValueBytes : 0;
    }

    /// <summary>Reads the index of the first value.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <returns>0 to 65535.</returns>
    public static int First(byte[] bytes, int at)
    {
        return LittleEndian.UInt16At(bytes, at);
    }

    /// <summary>Reads a value.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="i">Which one, from 0.</param>
    /// <returns>The value, which may be no number.</returns>
    public static float Value(byte[] bytes, int at, int i)
    {
        return BitConverter.ToSingle(bytes, at + ValuesAt + (ValueBytes * i));
    }

    /// <summary>Writes a part of a reading.</summary>
    /// <param name="bytes">Receives it.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="values">The reading.</param>
    /// <param name="first">Index of the first value that the part has.</param>
    /// <param name="count">How many it has, 1 to <see cref="MaxValues"/>.</param>
    /// <returns>Bytes of the body.</returns>
    public static int Write(byte[] bytes, int at, float[] values, int first, int count)
    {
        LittleEndian.SetUInt16(bytes, at, first);
        for (int i = 0; i < count; i++)
        {
            Array.Copy(BitConverter.GetBytes(values[first + i]), 0, bytes, at + ValuesAt + (ValueBytes * i), ValueBytes);
        }

        return ValuesAt + (ValueBytes * count);
    }
}
