using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>The body of watch: how many labels to send (2 bytes), 0 to stop.</summary>
public static class WatchMessage
{
    /// <summary>Largest number of labels per request.</summary>
    public const int MaxLabels = 1000;

    /// <summary>Bytes of the body.</summary>
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

    /// <summary>Creates a body.</summary>
    /// <param name="labels">How many labels, 0 to <see cref="MaxLabels"/>.</param>
    /// <returns>The body.</returns>
    public static byte[] Create(int labels)
    {
        byte[] body = new byte[Bytes];
        LittleEndian.SetUInt16(body, 0, labels);
        return body;
    }
}
