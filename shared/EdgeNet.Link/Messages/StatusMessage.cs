using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>The answer to every request but hello.</summary>
public sealed class StatusMessage
{
    private const int TextAt = 5;

    private StatusMessage(bool succeeded, int received, string problem)
    {
        Succeeded = succeeded;
        Received = received;
        Problem = problem;
    }

    /// <summary>Whether the board has done what it was asked for.</summary>
    public readonly bool Succeeded;

    /// <summary>Bytes of the update that the board has.</summary>
    public readonly int Received;

    /// <summary>What is wrong.</summary>
    public readonly string Problem;

    /// <summary>Reads an answer.</summary>
    /// <param name="bytes">The answer.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="count">Bytes of its body.</param>
    /// <returns>What it says; null if it is cut off.</returns>
    public static StatusMessage Read(byte[] bytes, int at, int count)
    {
        return count < TextAt ? null : new StatusMessage(bytes[at] == 0, LittleEndian.Int32At(bytes, at + 1), MessageParts.ReadText(bytes, at + TextAt, count - TextAt));
    }

    /// <summary>Writes an answer.</summary>
    /// <param name="bytes">Receives it.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="succeeded">Whether what was asked for has been done.</param>
    /// <param name="received">Bytes of the update so far.</param>
    /// <param name="problem">What is wrong.</param>
    /// <returns>Bytes of the body.</returns>
    public static int Write(byte[] bytes, int at, bool succeeded, int received, string problem)
    {
        bytes[at] = (byte)(succeeded ? 0 : 1);
        LittleEndian.SetInt32(bytes, at + 1, received);
        return TextAt + MessageParts.WriteText(bytes, at + TextAt, problem);
    }
}
