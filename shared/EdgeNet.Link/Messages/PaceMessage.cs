using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>How a board keeps up with the stream that it listens to: the share of its time that it needs in percent (2 bytes), readings lost so far (4 bytes).</summary>
public sealed class PaceMessage
{
    private const int Bytes = 6;
    private const int MaxPercent = 65535;

    private PaceMessage(int busyPercent, int lost)
    {
        BusyPercent = busyPercent;
        Lost = lost;
    }

    /// <summary>The share of its time that the board needs, 0 to 65535; above 100 if it cannot keep up.</summary>
    public readonly int BusyPercent;

    /// <summary>Readings that were lost since the model was started, not negative.</summary>
    public readonly int Lost;

    /// <summary>Reads a message.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="count">Bytes of its body.</param>
    /// <returns>The message; null if it is truncated or has impossible values.</returns>
    public static PaceMessage Read(byte[] bytes, int at, int count)
    {
        return count < Bytes || LittleEndian.Int32At(bytes, at + 2) < 0 ? null : new PaceMessage(LittleEndian.UInt16At(bytes, at), LittleEndian.Int32At(bytes, at + 2));
    }

    /// <summary>Writes a message.</summary>
    /// <param name="bytes">Receives it.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="busyPercent">The share of its time that the board needs, not negative; at most 65535 are sent.</param>
    /// <param name="lost">Readings that were lost.</param>
    /// <returns>Bytes of the body.</returns>
    public static int Write(byte[] bytes, int at, int busyPercent, int lost)
    {
        LittleEndian.SetUInt16(bytes, at, busyPercent < MaxPercent ? busyPercent : MaxPercent);
        LittleEndian.SetInt32(bytes, at + 2, lost);
        return Bytes;
    }
}
