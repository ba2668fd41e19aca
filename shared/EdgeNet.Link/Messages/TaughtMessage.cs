using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>
/// The answer to teach: what was learned so far. u8 0 for success or 1 for failure, u8 what is active, u8 1 while the board still compares, u8 number of labels,
/// u8 of them the network's own, u8 remembered samples, u8 how many of these are right by the network as it came, u8 by prototypes, u8 by the trained layer,
/// u8 1 if the last sample can be taken back, u8 labels that can be added, u8 length of a text that says what is wrong, the text; then, for as many labels as fit, u16 samples, u8
/// length of the text, the text.
/// </summary>
public sealed class TaughtMessage
{
    private const int TextAt = 12;
    private const int LabelBytes = 3;

    // Keeps the longest answer within a message.
    private const int MaxBytes = Frames.MaxMessageBytes - Frames.PrefixBytes;

    /// <summary>Whether the order has been carried out.</summary>
    public bool Succeeded;

    /// <summary>What is active: 0 the network as it came, 1 prototypes, 2 the trained layer.</summary>
    public int Active;

    /// <summary>Whether the board has yet to compare.</summary>
    public bool IsWorking;

    /// <summary>Number of labels.</summary>
    public int LabelCount;

    /// <summary>How many of them the network came with.</summary>
    public int OwnLabelCount;

    /// <summary>Samples that are remembered.</summary>
    public int Remembered;

    /// <summary>How many of them are right: by the network as it came, by prototypes, by the trained layer.</summary>
    public readonly int[] Right = new int[3];

    /// <summary>Whether the last sample can be taken back.</summary>
    public bool CanUndo;

    /// <summary>Labels that can be added.</summary>
    public int LabelRoom;

    /// <summary>What is wrong; empty for nothing.</summary>
    public string Problem = "";

    /// <summary>The labels that the message tells of.</summary>
    public string[] Labels = new string[0];

    /// <summary>How many samples each of them has.</summary>
    public int[] Samples = new int[0];

    /// <summary>Reads an answer.</summary>
    /// <param name="bytes">The answer.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="count">Bytes of its body.</param>
    /// <returns>What it says; null if it is cut off or impossible.</returns>
    public static TaughtMessage Read(byte[] bytes, int at, int count)
    {
        if (count < TextAt || count < TextAt + bytes[at + 11] || bytes[at] > 1 || bytes[at + 1] > 2)
        {
            return null;
        }

        TaughtMessage read = new TaughtMessage();
        read.Succeeded = bytes[at] == 0;
        read.Active = bytes[at + 1];
        read.IsWorking = bytes[at + 2] != 0;
        read.LabelCount = bytes[at + 3];
        read.OwnLabelCount = bytes[at + 4];
        read.Remembered = bytes[at + 5];
        read.Right[0] = bytes[at + 6];
        read.Right[1] = bytes[at + 7];
        read.Right[2] = bytes[at + 8];
        read.CanUndo = bytes[at + 9] != 0;
        read.LabelRoom = bytes[at + 10];
        read.Problem = MessageParts.ReadText(bytes, at + TextAt, bytes[at + 11]);
        return read.ReadLabels(bytes, at + TextAt + bytes[at + 11], at + count) ? read : null;
    }

    /// <summary>Writes an answer without labels.</summary>
    /// <param name="bytes">Receives it.</param>
    /// <param name="at">Index of its body.</param>
    /// <returns>Bytes of the body.</returns>
    public int Write(byte[] bytes, int at)
    {
        bytes[at] = (byte)(Succeeded ? 0 : 1);
        bytes[at + 1] = (byte)Active;
        bytes[at + 2] = (byte)(IsWorking ? 1 : 0);
        bytes[at + 3] = (byte)LabelCount;
        bytes[at + 4] = (byte)OwnLabelCount;
        bytes[at + 5] = (byte)Remembered;
        bytes[at + 6] = (byte)Right[0];
        bytes[at + 7] = (byte)Right[1];
        bytes[at + 8] = (byte)Right[2];
        bytes[at + 9] = (byte)(CanUndo ? 1 : 0);
        bytes[at + 10] = (byte)LabelRoom;
        int text = MessageParts.WriteText(bytes, at + TextAt, Problem);
        bytes[at + 11] = (byte)text;
        return TextAt + text;
    }

    /// <summary>Adds a label to an answer that has been written.</summary>
    /// <param name="bytes">The answer.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="count">Bytes of the body so far.</param>
    /// <param name="label">The label.</param>
    /// <param name="samples">How many samples it has.</param>
    /// <returns>Bytes of the body; as before where there is no room.</returns>
    public static int WriteLabel(byte[] bytes, int at, int count, string label, int samples)
    {
        if (count + LabelBytes + label.Length > MaxBytes)
        {
            return count;
        }

        LittleEndian.SetUInt16(bytes, at + count, samples);
        int text = MessageParts.WriteText(bytes, at + count + LabelBytes, label);
        bytes[at + count + 2] = (byte)text;
        return count + LabelBytes + text;
    }

    private bool ReadLabels(byte[] bytes, int at, int end)
    {
        int labels = 0;
        for (int next = at; next < end; next += LabelBytes + bytes[next + 2])
        {
            if (next + LabelBytes > end || next + LabelBytes + bytes[next + 2] > end)
            {
                return false;
            }

            labels++;
        }

        Labels = new string[labels];
        Samples = new int[labels];
        for (int i = 0; i < labels; i++)
        {
            Samples[i] = LittleEndian.UInt16At(bytes, at);
            Labels[i] = MessageParts.ReadText(bytes, at + LabelBytes, bytes[at + 2]);
            at += LabelBytes + bytes[at + 2];
        }

        return labels <= LabelCount;
    }
}
