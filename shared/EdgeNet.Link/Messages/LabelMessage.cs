using System;
using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>A board's classification: index of the label (2 bytes), confidence in percent (1 byte), microseconds of the classification (4 bytes), the label's text. If the
/// highest bit of the confidence is set, the text is preceded by 1 for an anomaly or 0 (1 byte) and the score as a 32-bit float, in which 1 is the threshold.</summary>
public sealed class LabelMessage
{
    private const int TextAt = 7;
    private const int ScoreFlag = 0x80;
    private const int ScoreBytes = 5;

    private LabelMessage(int label, int confidencePercent, int microseconds, bool hasScore, float score, bool isAnomaly, string text)
    {
        HasScore = hasScore;
        Score = score;
        IsAnomaly = isAnomaly;
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

    /// <summary>Whether the board's model finds anomalies, so that there is a score.</summary>
    public readonly bool HasScore;

    /// <summary>How unlike the samples of the training the input is, 0 or more: 1 at the threshold; 0 without a score.</summary>
    public readonly float Score;

    /// <summary>Whether the score is above the threshold.</summary>
    public readonly bool IsAnomaly;

    /// <summary>The label in visible ASCII; other characters become question marks.</summary>
    public readonly string Text;

    /// <summary>Reads a message.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="count">Bytes of its body.</param>
    /// <returns>The message; null if it is truncated or has impossible values.</returns>
    public static LabelMessage Read(byte[] bytes, int at, int count)
    {
        if (count < TextAt || (bytes[at + 2] & ~ScoreFlag) > 100 || LittleEndian.Int32At(bytes, at + 3) < 0)
        {
            return null;
        }

        int text = TextAt;
        float score = 0f;
        bool hasScore = (bytes[at + 2] & ScoreFlag) != 0;
        if (hasScore)
        {
            text += ScoreBytes;
            int exponent = count < text ? 0xFF : (LittleEndian.Int32At(bytes, at + TextAt + 1) >> 23) & 0x1FF;
            if (exponent >= 0xFF || bytes[at + TextAt] > 1)
            {
                return null;
            }

            score = BitConverter.ToSingle(bytes, at + TextAt + 1);
        }

        return new LabelMessage(LittleEndian.UInt16At(bytes, at), bytes[at + 2] & ~ScoreFlag, LittleEndian.Int32At(bytes, at + 3),
            hasScore, score, hasScore && bytes[at + TextAt] == 1, MessageParts.ReadText(bytes, at + text, count - text));
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

    /// <summary>Writes a message with a score.</summary>
    /// <param name="bytes">Receives it.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="label">Index of the label.</param>
    /// <param name="confidencePercent">How sure the network is, 0 to 100.</param>
    /// <param name="microseconds">The time of the classification.</param>
    /// <param name="score">The score, 0 or more.</param>
    /// <param name="isAnomaly">Whether it is above the threshold.</param>
    /// <param name="text">The label.</param>
    /// <returns>Bytes of the body.</returns>
    public static int Write(byte[] bytes, int at, int label, int confidencePercent, int microseconds, float score, bool isAnomaly, string text)
    {
        Write(bytes, at, label, confidencePercent | ScoreFlag, microseconds, "");
        bytes[at + TextAt] = (byte)(isAnomaly ? 1 : 0);
        Array.Copy(BitConverter.GetBytes(score), 0, bytes, at + TextAt + 1, 4);
        return TextAt + ScoreBytes + MessageParts.WriteText(bytes, at + TextAt + ScoreBytes, text);
    }
}
