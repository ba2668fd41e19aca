using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>
/// The answer to classify once the sample is complete. Before that, or if something is wrong, the answer is a <see cref="StatusMessage"/>.
/// The two differ in their first byte.
/// </summary>
public sealed class ClassifiedMessage
{
    /// <summary>Largest number of logits in a message.</summary>
    public const int MaxLogits = 126;

    // Differs from the first byte of a status.
    private const int Mark = 2;
    private const int LogitsAt = 14;
    private const int LogitBytes = 4;

    /// <summary>Number of the sample, 0 to 65535.</summary>
    public int Sample;

    /// <summary>Index of the label with the largest logit.</summary>
    public int Label;

    /// <summary>How sure the network is, 0 to 100.</summary>
    public int ConfidencePercent;

    /// <summary>The time of the classification, not negative.</summary>
    public int Microseconds;

    /// <summary>Number of logits of the network.</summary>
    public int LogitCount;

    /// <summary>Index of the first logit in the message.</summary>
    public int First;

    /// <summary>The logits from that index on, one or more.</summary>
    public int[] Logits;

    /// <summary>Reads an answer.</summary>
    /// <param name="bytes">The answer.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="count">Bytes of its body.</param>
    /// <returns>The answer; null if it is another kind of answer, is truncated, or has impossible values.</returns>
    public static ClassifiedMessage Read(byte[] bytes, int at, int count)
    {
        int logits = (count - LogitsAt) / LogitBytes;
        if (count <= LogitsAt || (count - LogitsAt) % LogitBytes != 0 || bytes[at] != Mark)
        {
            return null;
        }

        ClassifiedMessage read = new ClassifiedMessage();
        read.ConfidencePercent = bytes[at + 1];
        read.Label = LittleEndian.UInt16At(bytes, at + 2);
        read.Microseconds = LittleEndian.Int32At(bytes, at + 4);
        read.Sample = LittleEndian.UInt16At(bytes, at + 8);
        read.LogitCount = LittleEndian.UInt16At(bytes, at + 10);
        read.First = LittleEndian.UInt16At(bytes, at + 12);
        if (read.ConfidencePercent > 100 || read.Label >= read.LogitCount || read.Microseconds < 0 || read.First + logits > read.LogitCount)
        {
            return null;
        }

        read.Logits = new int[logits];
        for (int i = 0; i < logits; i++)
        {
            read.Logits[i] = LittleEndian.Int32At(bytes, at + LogitsAt + (LogitBytes * i));
        }

        return read;
    }

    /// <summary>Writes an answer, with as many logits from <see cref="First"/> on as fit in a message.</summary>
    /// <param name="bytes">Receives it.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="logits">All logits.</param>
    /// <returns>Bytes of the body.</returns>
    public int Write(byte[] bytes, int at, int[] logits)
    {
        bytes[at] = Mark;
        bytes[at + 1] = (byte)ConfidencePercent;
        LittleEndian.SetUInt16(bytes, at + 2, Label);
        LittleEndian.SetInt32(bytes, at + 4, Microseconds);
        LittleEndian.SetUInt16(bytes, at + 8, Sample);
        LittleEndian.SetUInt16(bytes, at + 10, logits.Length);
        LittleEndian.SetUInt16(bytes, at + 12, First);
        int count = logits.Length - First < MaxLogits ? logits.Length - First : MaxLogits;
        for (int i = 0; i < count; i++)
        {
            LittleEndian.SetInt32(bytes, at + LogitsAt + (LogitBytes * i), logits[First + i]);
        }

        return LogitsAt + (LogitBytes * count);
    }
}
