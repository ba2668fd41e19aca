using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using EdgeNet.Core;

namespace EdgeNet.TestSupport;

/// <summary>Writes PNG files.</summary>
public static class Png
{
    /// <summary>Writes a picture of 8 bits per channel.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="colour">0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.</param>
    /// <param name="rows">Each row with the byte of its filter in front.</param>
    public static byte[] Write(int width, int height, byte colour, byte[] rows)
    {
        using MemoryStream packed = new();
        using (ZLibStream zip = new(packed, CompressionLevel.Optimal))
        {
            zip.Write(rows);
        }

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, colour);
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
        SealChunks(png);
        return png;
    }

    /// <summary>Makes the CRCs of all chunks right.</summary>
    public static void SealChunks(byte[] png)
    {
        for (int at = 8; at + 12 <= png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (length < 0 || length > png.Length - at - 12)
            {
                return;
            }

            BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(at + 8 + length), Crc32.Compute(png, at + 4, length + 4));
            at += 12 + length;
        }
    }

    private static byte[] Chunk(string type, byte[] payload)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, payload.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(type), .. payload, 0, 0, 0, 0];
    }
}
