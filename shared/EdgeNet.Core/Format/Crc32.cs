namespace EdgeNet.Core;

/// <summary>CRC-32 as in Ethernet, gzip and PNG: reflected polynomial 0xEDB88320, start and final inversion.</summary>
public static class Crc32
{
    // Four bits at a time: a table of 16 entries costs 84 bytes of a board's heap where 256 entries cost a kilobyte.
    private static readonly uint[] Table =
    {
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
        0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
    };

    /// <summary>Heap bytes of the table, which stays once it has been used.</summary>
    internal static int TableRam
    {
        get { return Ram.ArrayBytes(4, 16); }
    }

    /// <summary>The CRC of a whole range of bytes.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="offset">Index of the first byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <returns>The CRC-32; 0xCBF43926 for the ASCII text "123456789".</returns>
    public static uint Compute(byte[] data, int offset, int count)
    {
        return Update(0, data, offset, count);
    }

    /// <summary>The CRC of bytes that follow others, so that a stream can be checked piece by piece.</summary>
    /// <param name="crc">The CRC of the bytes before, 0 at the start.</param>
    /// <param name="data">The bytes.</param>
    /// <param name="offset">Index of the first byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <returns>The CRC-32 of all bytes so far.</returns>
    public static uint Update(uint crc, byte[] data, int offset, int count)
    {
        uint[] table = Table;
        int end = offset + count;
        crc = ~crc;
        for (int i = offset; i < end; i++)
        {
            crc ^= data[i];
            crc = (crc >> 4) ^ table[(int)(crc & 15)];
            crc = (crc >> 4) ^ table[(int)(crc & 15)];
        }

        return ~crc;
    }
}
