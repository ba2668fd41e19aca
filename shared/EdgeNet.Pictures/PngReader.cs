using System.Buffers.Binary;
using System.IO.Compression;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Pictures;

/// <summary>Reads PNG pictures of 8 bits per channel: grey, RGB, palette, with or without alpha (laid over white), not interlaced.</summary>
internal static class PngReader
{
    private const uint Header = 0x49484452, Palette = 0x504C5445, Data = 0x49444154, End = 0x49454E44;

    // Deflate makes at most 1,032 bytes of one (zlib's technical details).
    private const long MaxExpansion = 1032;

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    public static Picture Read(byte[] file, string name)
    {
        int width = 0, height = 0, colour = -1;
        byte[] palette = [];
        using MemoryStream packed = new();
        bool ended = false;
        for (int at = Signature.Length; !ended;)
        {
            if (file.Length - at < 12)
            {
                throw new UserException($"{name}: the PNG picture is cut off");
            }

            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
            {
                throw new UserException($"{name}: the PNG picture is cut off");
            }

            uint type = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 4));
            ReadOnlySpan<byte> payload = file.AsSpan(at + 8, (int)length);
            if (Crc32.Compute(file, at + 4, (int)length + 4) != BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + (int)length)))
            {
                throw new UserException($"{name}: the PNG picture is damaged (CRC differs)");
            }

            switch (type)
            {
                case Header:
                    (width, height, colour) = ReadHeader(payload, name);
                    break;
                case Palette:
                    palette = payload.ToArray();
                    break;
                case Data:
                    packed.Write(payload);
                    break;
                case End:
                    ended = true;
                    break;
            }

            at += 12 + (int)length;
        }

        if (colour < 0)
        {
            throw new UserException($"{name}: the PNG picture has no header");
        }

        packed.Position = 0;
        int channels = Channels(colour);
        byte[] rows = Unpack(packed, width, height, channels, name);
        return new Picture(width, height, ToGrey(rows, width, height, colour, palette, name));
    }

    private static (int Width, int Height, int Colour) ReadHeader(ReadOnlySpan<byte> payload, string name)
    {
        if (payload.Length != 13)
        {
            throw new UserException($"{name}: the PNG header is damaged");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(payload);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(payload[4..]);
        if (width == 0 || height == 0 || Picture.IsTooLarge(width, height))
        {
            throw new UserException($"{name}: a PNG picture of {width} x {height} pixels cannot be read");
        }

        if (payload[8] != 8 || Channels(payload[9]) == 0 || payload[12] != 0)
        {
            throw new UserException($"{name}: this kind of PNG cannot be read (only 8 bits per channel, not interlaced); save it as an ordinary 8-bit PNG");
        }

        return ((int)width, (int)height, payload[9]);
    }

    private static int Channels(int colour) => colour switch { 0 => 1, 2 => 3, 3 => 1, 4 => 2, 6 => 4, _ => 0 };

    private static byte[] Unpack(Stream packed, int width, int height, int channels, string name)
    {
        // A header can promise any size: memory is allocated only for what that many packed bytes can become.
        int stride = width * channels;
        if ((stride + 1L) * height > MaxExpansion * packed.Length)
        {
            throw new UserException($"{name}: the PNG picture is damaged or cut off");
        }

        byte[] above = new byte[stride];
        byte[] line = new byte[stride + 1];
        using MemoryStream rows = new();
        try
        {
            using ZLibStream inflate = new(packed, CompressionMode.Decompress);
            for (int y = 0; y < height; y++)
            {
                inflate.ReadExactly(line);
                Unfilter(line.AsSpan(1), above, line[0], channels, name);
                line.AsSpan(1).CopyTo(above);
                rows.Write(above);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new UserException($"{name}: the PNG picture is damaged or cut off", e);
        }

        return rows.ToArray();
    }

    // The five filters of the PNG specification, section 9.
    private static void Unfilter(Span<byte> line, ReadOnlySpan<byte> above, int filter, int channels, string name)
    {
        if (filter > 4)
        {
            throw new UserException($"{name}: the PNG picture is damaged (filter {filter})");
        }

        for (int i = 0; i < line.Length; i++)
        {
            int left = i >= channels ? line[i - channels] : 0;
            int up = above[i];
            int corner = i >= channels ? above[i - channels] : 0;
            int prediction = filter switch
            {
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, corner),
                _ => 0,
            };
            line[i] = (byte)(line[i] + prediction);
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int estimate = left + up - corner;
        int toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up), toCorner = Math.Abs(estimate - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static byte[] ToGrey(byte[] rows, int width, int height, int colour, byte[] palette, string name)
    {
        byte[] grey = new byte[width * height];
        int channels = Channels(colour);
        for (int i = 0; i < grey.Length; i++)
        {
            ReadOnlySpan<byte> p = rows.AsSpan(i * channels, channels);
            grey[i] = colour switch
            {
                0 => p[0],
                2 => Picture.Grey(p[0], p[1], p[2]),
                3 when (p[0] * 3) + 2 < palette.Length => Picture.Grey(palette[p[0] * 3], palette[(p[0] * 3) + 1], palette[(p[0] * 3) + 2]),
                4 => OverWhite(p[0], p[1]),
                6 => OverWhite(Picture.Grey(p[0], p[1], p[2]), p[3]),
                _ => throw new UserException($"{name}: the PNG picture uses a colour that is not in its palette"),
            };
        }

        return grey;
    }

    private static byte OverWhite(int grey, int alpha) => (byte)(((grey * alpha) + (255 * (255 - alpha)) + 127) / 255);
}
