using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>
/// The body of teach: a number that the sender gives to the order (4 bytes), what to do (1 byte), then, to learn, the text of the label, or, to tell, the index of the
/// first label to tell of (1 byte). The order of the same number that comes again is answered again, and not carried out a second time.
/// </summary>
public static class TeachMessage
{
    /// <summary>Tell what was learned.</summary>
    public const int Tell = 0;

    /// <summary>Learn that what was classified last is of a label, which is added if there is none of this text.</summary>
    public const int Learn = 1;

    /// <summary>Take the last sample back.</summary>
    public const int Undo = 2;

    /// <summary>Forget everything.</summary>
    public const int Forget = 3;

    /// <summary>Bytes before the text or the index.</summary>
    public const int PrefixBytes = 5;

    /// <summary>Reads the number of the order.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <returns>Its number.</returns>
    public static int Order(byte[] bytes, int at)
    {
        return LittleEndian.Int32At(bytes, at);
    }

    /// <summary>Reads what to do.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <returns>0 to 255, whatever was sent.</returns>
    public static int Action(byte[] bytes, int at)
    {
        return bytes[at + 4];
    }

    /// <summary>Reads the text of the label.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="count">Bytes of its body.</param>
    /// <returns>The text in visible ASCII.</returns>
    public static string Text(byte[] bytes, int at, int count)
    {
        return MessageParts.ReadText(bytes, at + PrefixBytes, count - PrefixBytes);
    }

    /// <summary>Creates a body with a text.</summary>
    /// <param name="order">The number of the order.</param>
    /// <param name="action">What to do.</param>
    /// <param name="text">A label's text, ASCII, or an empty one.</param>
    /// <returns>The body.</returns>
    public static byte[] Create(int order, int action, string text)
    {
        byte[] body = new byte[PrefixBytes + text.Length];
        LittleEndian.SetInt32(body, 0, order);
        body[4] = (byte)action;
        MessageParts.WriteText(body, PrefixBytes, text);
        return body;
    }

    /// <summary>Creates the body that asks what was learned.</summary>
    /// <param name="order">The number of the order.</param>
    /// <param name="firstLabel">Index of the first label to tell of, 0 to 255.</param>
    /// <returns>The body.</returns>
    public static byte[] CreateTell(int order, int firstLabel)
    {
        byte[] body = new byte[PrefixBytes + 1];
        LittleEndian.SetInt32(body, 0, order);
        body[PrefixBytes] = (byte)firstLabel;
        return body;
    }
}
