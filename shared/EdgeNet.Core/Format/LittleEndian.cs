namespace EdgeNet.Core;

/// <summary>Numbers of 16 and 32 bits in arrays of bytes, the least significant byte first.</summary>
public static class LittleEndian
{
    /// <summary>Reads 16 bits.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="offset">Index of the first of two.</param>
    /// <returns>0 to 65535.</returns>
    public static int UInt16At(byte[] data, int offset)
    {
        return data[offset] | (data[offset + 1] << 8);
    }

    /// <summary>Reads 32 bits.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="offset">Index of the first of four.</param>
    /// <returns>The number.</returns>
    public static int Int32At(byte[] data, int offset)
    {
        return data[offset] | (data[offset + 1] << 8) | (data[offset + 2] << 16) | (data[offset + 3] << 24);
    }

    /// <summary>Writes 16 bits.</summary>
    /// <param name="data">Receives them.</param>
    /// <param name="offset">Index of the first of two bytes.</param>
    /// <param name="value">The number; what is above 16 bits is cut off.</param>
    public static void SetUInt16(byte[] data, int offset, int value)
    {
        data[offset] = (byte)value;
        data[offset + 1] = (byte)(value >> 8);
    }

    /// <summary>Writes 32 bits.</summary>
    /// <param name="data">Receives them.</param>
    /// <param name="offset">Index of the first of four bytes.</param>
    /// <param name="value">The number.</param>
    public static void SetInt32(byte[] data, int offset, int value)
    {
        data[offset] = (byte)value;
        data[offset + 1] = (byte)(value >> 8);
        data[offset + 2] = (byte)(value >> 16);
        data[offset + 3] = (byte)(value >> 24);
    }
}
