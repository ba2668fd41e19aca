using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeNet.Data;

/// <summary>A number that tells data apart, so that data seen before are known again.</summary>
public static class DatasetFingerprint
{
    /// <summary>The CRC-32C of all values, targets and labels in their order, and of how they were split; a missing value (NaN) counts as itself.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="aside">For each whether it was put aside, since the same values may be split in another way: by other groups, or other names of files. Null where they were not split.</param>
    /// <returns>The same number on every machine.</returns>
    public static uint Of(Dataset data, bool[]? aside = null)
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

        crc = Add(Add(crc, data.Features), data.Targets);
        return ~(aside is null ? crc : Add(crc, Array.ConvertAll(aside, a => a ? (byte)1 : (byte)0)));
    }

    /// <summary>Goes on with a CRC-32C over values.</summary>
    internal static uint Add(uint crc, float[] values)
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

    /// <summary>Goes on with a CRC-32C over bytes.</summary>
    internal static uint Add(uint crc, ReadOnlySpan<byte> bytes)
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
