using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>What every message begins with: u8 type, u16 sequence number. Its body follows at <see cref="Frames.PrefixBytes"/>.</summary>
public static class MessagePrefix
{
    /// <summary>Writes a prefix.</summary>
    /// <param name="message">Receives it.</param>
    /// <param name="type">One of <see cref="LinkProtocol"/>.</param>
    /// <param name="number">The sequence number; what is above 16 bits is cut off.</param>
    public static void Write(byte[] message, int type, int number)
    {
        message[0] = (byte)type;
        LittleEndian.SetUInt16(message, 1, number);
    }

    /// <summary>The sequence number of a message.</summary>
    /// <param name="message">A message.</param>
    /// <returns>0 to 65535.</returns>
    public static int Number(byte[] message)
    {
        return LittleEndian.UInt16At(message, 1);
    }
}
