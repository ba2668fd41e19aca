namespace EdgeNet.Link;

/// <summary>Texts in messages: visible ASCII, whatever they were before.</summary>
internal static class MessageText
{
    private const int MaxLength = 160;

    /// <summary>Writes a text, or as much of it as a message may carry.</summary>
    /// <returns>Number of bytes.</returns>
    public static int Write(byte[] into, int at, string text)
    {
        int length = text.Length < MaxLength ? text.Length : MaxLength;
        for (int i = 0; i < length; i++)
        {
            into[at + i] = (byte)Visible(text[i]);
        }

        return length;
    }

    /// <summary>Reads a text, whatever bytes are there.</summary>
    public static string Read(byte[] bytes, int at, int count)
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
