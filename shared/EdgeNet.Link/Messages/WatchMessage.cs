using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>The body of watch: how many labels to send (2 bytes), 0 to stop; and a byte 1 if they should have scores, which boards from before scores pass over.</summary>
public static class WatchMessage
{
    /// <summary>Largest number of labels per request.</summary>
    public const int MaxLabels = 1000;

    private const int WithScores = 1;

    /// <summary>Bytes of the body, without the byte for scores.</summary>
    public const int Bytes = 2;

    /// <summary>Reads how many labels to send.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body, which has at least 2 bytes.</param>
    /// <returns>0 to <see cref="MaxLabels"/>, whatever was sent.</returns>
    public static int Labels(byte[] bytes, int at)
    {
        int wanted = LittleEndian.UInt16At(bytes, at);
        return wanted < MaxLabels ? wanted : MaxLabels;
    }

    /// <summary>Reads whether labels should have scores.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="count">Bytes of its body.</param>
    /// <returns>True if they should.</returns>
    public static bool WantsScores(byte[] bytes, int at, int count)
    {
        return count > Bytes && bytes[at + Bytes] == WithScores;
    }

    /// <summary>Creates a body that asks for scores.</summary>
    /// <param name="labels">How many labels, 0 to <see cref="MaxLabels"/>.</param>
    /// <returns>The body.</returns>
    public static byte[] Create(int labels)
    {
        byte[] body = new byte[Bytes + 1];
        LittleEndian.SetUInt16(body, 0, labels);
        body[Bytes] = WithScores;
        return body;
    }
}
