using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>A board's classification: index of the label (2 bytes), confidence in percent (1 byte), microseconds of the classification (4 bytes), the label's text.</summary>
public sealed class LabelMessage
{
    private const int TextAt = 7;

    private LabelMessage(int label, int confidencePercent, int microseconds, string text)
    {
        Label = label;
        ConfidencePercent = confidencePercent;
        Microseconds = microseconds;
        Text = text;
    }

    /// <summary>Index of the label, 0 to 65535.</summary>
    public readonly int Label;

    /// <summary>How sure the network is, 0 to 100.</summary>
    public readonly int ConfidencePercent;

    /// <summary>The time of the classification, not negative.</summary>
    public readonly int Microseconds;

    /// <summary>The label in visible ASCII; other characters become question marks.</summary>
    public readonly string Text;

    /// <summary>Reads a message.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="count">Bytes of its body.</param>
    /// <returns>The message; null if it is truncated or has impossible values.</returns>
    public static LabelMessage Read(byte[] bytes, int at, int count)
    {
        return count < TextAt || bytes[at + 2] > 100 || LittleEndian.Int32At(bytes, at + 3) < 0 ? null
            : new LabelMessage(LittleEndian.UInt16At(bytes, at), bytes[at + 2], LittleEndian.Int32At(bytes, at + 3), MessageParts.ReadText(bytes, at + TextAt, count - TextAt));
    }

    /// <summary>Writes a message.</summary>
    /// <param name="bytes">Receives it.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="label">Index of the label.</param>
    /// <param name="confidencePercent">How sure the network is, 0 to 100.</param>
    /// <param name="microseconds">The time of the classification.</param>
    /// <param name="text">The label.</param>
    /// <returns>Bytes of the body.</returns>
    public static int Write(byte[] bytes, int at, int label, int confidencePercent, int microseconds, string text)
    {
        LittleEndian.SetUInt16(bytes, at, label);
        bytes[at + 2] = (byte)confidencePercent;
        LittleEndian.SetInt32(bytes, at + 3, microseconds);
        return TextAt + MessageParts.WriteText(bytes, at + TextAt, text);
    }
}
