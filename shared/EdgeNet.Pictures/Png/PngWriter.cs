using System.Buffers.Binary;
using System.IO.Compression;
using EdgeNet.Core;

namespace EdgeNet.Pictures;

/// <summary>Writes pictures as PNG files.</summary>
public static class PngWriter
{
    private const byte BitDepth = 8, Grey = 0, Colour = 2;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a picture: the same bytes for the same pixels on one version of .NET.</summary>
    /// <param name="picture">Grey or in colour.</param>
    /// <returns>The file.</returns>
    public static byte[] Write(Picture picture)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        (header[8], header[9]) = (BitDepth, picture.Channels == 1 ? Grey : Colour);
        using MemoryStream file = new();
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Packed(picture));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    // Rows as they are: pictures for a network are so small that filters save little.
    private static byte[] Packed(Picture picture)
    {
        int stride = picture.Width * picture.Channels;
        using MemoryStream packed = new();
        using (ZLibStream zip = new(packed, CompressionLevel.Optimal))
        {
            for (int row = 0; row < picture.Height; row++)
            {
                zip.WriteByte(0);
                zip.Write(picture.Pixels, row * stride, stride);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> payload)
    {
        byte[] chunk = new byte[8 + payload.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, payload.Length);
        type.CopyTo(chunk.AsSpan(4));
        payload.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + payload.Length), Crc32.Compute(chunk, 4, 4 + payload.Length));
        file.Write(chunk);
    }
}
