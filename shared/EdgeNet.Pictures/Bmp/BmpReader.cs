using System.Buffers.Binary;
using System.Numerics;
using EdgeNet.Files;

namespace EdgeNet.Pictures;

/// <summary>Reads BMP pictures of Windows and OS/2: 1 to 32 bits per pixel, 8 bits also packed as runs. What is transparent is laid over white.</summary>
internal static class BmpReader
{
    // Two bytes are a run of at most 255 pixels.
    private const long MaxExpansion = 128;

    public static Picture Read(byte[] file, string name)
    {
        BmpHeader header = BmpHeader.Read(file, name);
        ReadOnlySpan<byte> data = file.AsSpan(header.PixelsAt);
        if (header.IsRunLength ? (long)header.Width * header.Height > MaxExpansion * data.Length : (long)header.RowBytes * header.Height > data.Length)
        {
            throw BmpHeader.CutOff(name);
        }

        byte[] pixels = new byte[header.Width * header.Height * 3];
        byte[] unpacked = header.IsRunLength ? BmpRuns.Unpack(data, header.Width, header.Height, name) : [];
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = header.IsRunLength ? unpacked.AsSpan(y * header.Width, header.Width) : data.Slice(y * header.RowBytes, header.RowBytes);
            Span<byte> to = pixels.AsSpan((header.IsTopDown ? y : header.Height - 1 - y) * header.Width * 3, header.Width * 3);
            if (header.Bits <= 8)
            {
                LookUp(row, file, header, to, name);
            }
            else if (header.Bits == 24)
            {
                for (int i = 0; i < to.Length; i += 3)
                {
                    (to[i], to[i + 1], to[i + 2]) = (row[i + 2], row[i + 1], row[i]);
                }
            }
            else
            {
                Unmask(row, header, to);
            }
        }

        return new Picture(header.Width, header.Height, pixels, 3);
    }

    private static void LookUp(ReadOnlySpan<byte> row, ReadOnlySpan<byte> file, BmpHeader header, Span<byte> to, string name)
    {
        int mask = (1 << header.Bits) - 1;
        for (int x = 0; x < header.Width; x++)
        {
            int bit = x * header.Bits, index = (row[bit >> 3] >> (8 - header.Bits - (bit & 7))) & mask;
            if (index >= header.Colours)
            {
                throw new UserException($"{name}: the BMP picture uses a colour that is not in its palette");
            }

            ReadOnlySpan<byte> colour = file.Slice(header.PaletteAt + (index * header.PaletteEntryBytes), 3);
            (to[3 * x], to[(3 * x) + 1], to[(3 * x) + 2]) = (colour[2], colour[1], colour[0]);
        }
    }

    private static void Unmask(ReadOnlySpan<byte> row, BmpHeader header, Span<byte> to)
    {
        for (int x = 0; x < header.Width; x++)
        {
            uint pixel = header.Bits == 16 ? BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..]) : BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..]);
            int alpha = header.Masks[3] == 0 ? 255 : Field(pixel, header.Masks[3]);
            for (int c = 0; c < 3; c++)
            {
                to[(3 * x) + c] = Picture.OverWhite(Field(pixel, header.Masks[c]), alpha);
            }
        }
    }

    // Fewer bits than 8 are repeated, so that all ones are 255.
    private static int Field(uint pixel, uint mask)
    {
        if (mask == 0)
        {
            return 0;
        }

        uint value = (pixel & mask) >> BitOperations.TrailingZeroCount(mask);
        int bits = 32 - BitOperations.LeadingZeroCount(mask) - BitOperations.TrailingZeroCount(mask);
        for (; bits < 8; bits *= 2)
        {
            value |= value << bits;
        }

        return (int)(value >> (bits - 8));
    }
}
