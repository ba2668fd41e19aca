using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeNet.Data;

/// <summary>A number that tells data apart, so that data seen before are known again.</summary>
public static class DatasetFingerprint
{
    /// <summary>The CRC-32C of all values, targets and labels in their order; a missing value (NaN) counts as itself.</summary>
    /// <param name="data">The samples.</param>
    /// <returns>The same number on every machine.</returns>
    public static uint Of(Dataset data)
    {
        uint crc = ~0u;
        foreach (int number in (ReadOnlySpan<int>)[(int)data.Task, data.Shape.Rank, data.Shape.Height, data.Shape.Width, data.Shape.Channels, data.Count, data.Labels.Length])
        {
            crc = BitOperations.Crc32C(crc, (uint)number);
        }

        foreach (string label in data.Labels)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(label);
            crc = Add(BitOperations.Crc32C(crc, (uint)bytes.Length), bytes);
        }

        return ~Add(Add(crc, data.Features), data.Targets);
    }

    private static uint Add(uint crc, float[] values)
    {
        if (BitConverter.IsLittleEndian)
        {
            return Add(crc, MemoryMarshal.AsBytes(values.AsSpan()));
        }

        foreach (float value in values)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.SingleToUInt32Bits(value));
        }

        return crc;
    }

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }
}
