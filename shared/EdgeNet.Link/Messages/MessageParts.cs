using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>
/// What messages have in common: they begin with u8 type and u16 sequence number, and the body follows at <see cref="Frames.PrefixBytes"/>.
/// Texts in them are visible ASCII, whatever they were before.
/// </summary>
public static class MessageParts
{
    private const int MaxTextLength = 160;

    /// <summary>Writes what a message begins with.</summary>
    /// <param name="message">Receives it.</param>
    /// <param name="type">One of <see cref="LinkProtocol"/>.</param>
    /// <param name="number">The sequence number; what is above 16 bits is cut off.</param>
    public static void WritePrefix(byte[] message, int type, int number)
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

    /// <summary>Writes a text, or as much of it as a message may carry.</summary>
    /// <returns>Number of bytes.</returns>
    internal static int WriteText(byte[] into, int at, string text)
    {
        int length = text.Length < MaxTextLength ? text.Length : MaxTextLength;
        for (int i = 0; i < length; i++)
        {
            into[at + i] = (byte)Visible(text[i]);
        }

        return length;
    }

    /// <summary>Reads a text, whatever bytes are there.</summary>
    internal static string ReadText(byte[] bytes, int at, int count)
    {
        char[] text = new char[count];
        for (int i = 0; i < count; i++)
        {
            text[i] = Visible((char)bytes[at + i]);
        }

        return new string(text);
    }

    private static char Visible(char c)
    {
        return c >= ' ' && c <= '~' ? c : '?';
    }
}
