using System.Buffers.Binary;
using System.Numerics;

namespace EdgeNet.Trainer.Format;

/// <summary>CRC-32C (RFC 3720, appendix B.4), which processors compute: a checkpoint may have hundreds of megabytes.</summary>
internal static class Crc32C
{
    /// <summary>The CRC of bytes that follow others.</summary>
    /// <param name="crc">The CRC of the bytes before, 0 at the start.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The CRC of all bytes so far.</returns>
    public static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
