using System;
using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>
/// The body of classify, a part of a raw sample for the model that the board runs: CRC of the model file's header (4 bytes), number of
/// the sample (2 bytes), bytes per value (1 for pixels, 4 for 32-bit floats), 0, index of the part's first value (2 bytes), the values.
/// With 0 bytes per value, it requests logits of the sample again, from that index on.
/// </summary>
public static class ClassifyMessage
{
    /// <summary>Bytes before the values.</summary>
    public const int PrefixBytes = 10;

    /// <summary>Largest number of bytes of values in a part.</summary>
    public const int MaxPartBytes = 508;

    /// <summary>Bytes per pixel.</summary>
    public const int PixelBytes = 1;

    /// <summary>Bytes per float.</summary>
    public const int FloatBytes = 4;

    /// <summary>Reads which model the sample is for.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body, which has at least <see cref="PrefixBytes"/>.</param>
    /// <returns>CRC of the model's header.</returns>
    public static int HeaderCrc(byte[] bytes, int at)
    {
        return LittleEndian.Int32At(bytes, at);
    }

    /// <summary>Reads the number of the sample.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <returns>0 to 65535.</returns>
    public static int Sample(byte[] bytes, int at)
    {
        return LittleEndian.UInt16At(bytes, at + 4);
    }

    /// <summary>Reads the number of bytes per value.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <returns>0 to 255, whatever was sent.</returns>
    public static int ValueBytes(byte[] bytes, int at)
    {
        return bytes[at + 6];
    }

    /// <summary>Reads the index of the first value, or of the first requested logit.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <returns>0 to 65535.</returns>
    public static int First(byte[] bytes, int at)
    {
        return LittleEndian.UInt16At(bytes, at + 8);
    }

    /// <summary>Computes the number of values in a part.</summary>
    /// <param name="count">Bytes of its body.</param>
    /// <param name="valueBytes">Bytes per value.</param>
    /// <returns>Number of values; 0 for an invalid part.</returns>
    public static int ValueCount(int count, int valueBytes)
    {
        int bytes = count - PrefixBytes;
        return (valueBytes == PixelBytes || valueBytes == FloatBytes) && bytes % valueBytes == 0 ? bytes / valueBytes : 0;
    }

    /// <summary>Reads a float value.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="i">Index in the part, from 0.</param>
    /// <returns>The value; it may be NaN or infinite.</returns>
    public static float Float(byte[] bytes, int at, int i)
    {
        return BitConverter.ToSingle(bytes, at + PrefixBytes + (FloatBytes * i));
    }

    /// <summary>Creates a body.</summary>
    /// <param name="headerCrc">CRC of the model's header.</param>
    /// <param name="sample">Number of the sample; only the low 16 bits are used.</param>
    /// <param name="valueBytes">Bytes per value: 1 or 4; 0 to request logits.</param>
    /// <param name="first">Index of the first value or logit.</param>
    /// <param name="values">The bytes of the values, at most <see cref="MaxPartBytes"/>.</param>
    /// <returns>The body.</returns>
    public static byte[] Create(int headerCrc, int sample, int valueBytes, int first, byte[] values)
    {
        byte[] body = new byte[PrefixBytes + values.Length];
        LittleEndian.SetInt32(body, 0, headerCrc);
        LittleEndian.SetUInt16(body, 4, sample);
        body[6] = (byte)valueBytes;
        LittleEndian.SetUInt16(body, 8, first);
        Array.Copy(values, 0, body, PrefixBytes, values.Length);
        return body;
    }
}
