using System;
using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>The body of a chunk: CRC of the model's header (4 bytes), offset (4 bytes), and a part of the model that begins there.</summary>
public static class ChunkMessage
{
    /// <summary>Bytes before the part of the model.</summary>
    public const int PrefixBytes = 8;

    /// <summary>Reads which model it is of.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body, which has more than 8 bytes.</param>
    /// <returns>CRC of the model's header.</returns>
    public static int HeaderCrc(byte[] bytes, int at)
    {
        return LittleEndian.Int32At(bytes, at);
    }

    /// <summary>Reads where in the model it belongs.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body, which has more than 8 bytes.</param>
    /// <returns>The offset, whatever was sent.</returns>
    public static int Offset(byte[] bytes, int at)
    {
        return LittleEndian.Int32At(bytes, at + 4);
    }

    /// <summary>Writes a chunk.</summary>
    /// <param name="bytes">Receives it.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="model">The model file.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="count">Bytes of the part, 1 to <see cref="Frames.ChunkBytes"/>.</param>
    /// <returns>Bytes of the body.</returns>
    public static int Write(byte[] bytes, int at, byte[] model, int offset, int count)
    {
        LittleEndian.SetInt32(bytes, at, ModelHeader.Crc(model));
        LittleEndian.SetInt32(bytes, at + 4, offset);
        Array.Copy(model, offset, bytes, at + PrefixBytes, count);
        return PrefixBytes + count;
    }
}
