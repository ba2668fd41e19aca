namespace EdgeNet.Link;

/// <summary>Sizes of frames and messages on a serial line.</summary>
public static class Frames
{
    /// <summary>Bytes of a model that a chunk carries at most.</summary>
    public const int ChunkBytes = 512;

    /// <summary>Bytes before the body of a message: its type, and two of a sequence number.</summary>
    public const int PrefixBytes = 3;

    /// <summary>Bytes of a chunk's body before those of the model: the model's CRC and the offset.</summary>
    public const int ChunkPrefixBytes = 8;

    /// <summary>Bytes of the longest message: a full chunk.</summary>
    public const int MaxMessageBytes = PrefixBytes + ChunkPrefixBytes + ChunkBytes;

    internal const int CrcBytes = 4;

    // Two zeros, and a length for every 254 bytes that are not zero.
    internal const int MaxFrameBytes = MaxMessageBytes + CrcBytes + 3 + ((MaxMessageBytes + CrcBytes) / 254) + 1;

    /// <summary>A buffer for messages that are to be packed.</summary>
    /// <returns>Room for the longest message and its CRC.</returns>
    public static byte[] NewMessage()
    {
        return new byte[MaxMessageBytes + CrcBytes];
    }
}
