using System.Buffers.Binary;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Pictures;

/// <summary>Reads PNG pictures of every depth and kind, interlaced or not. What is transparent is laid over white.</summary>
internal static class PngReader
{
    private const uint Header = 0x49484452, Palette = 0x504C5445, Transparency = 0x74524E53, Data = 0x49444154, End = 0x49454E44;

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    public static Picture Read(byte[] file, string name)
    {
        PngHeader? header = null;
        byte[] palette = [], transparency = [];
        using MemoryStream packed = new();
        for (int at = Signature.Length; ;)
        {
            uint length = file.Length - at >= 12 ? BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at)) : uint.MaxValue;
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
                    header = PngHeader.Read(payload, name);
                    break;
                case Palette:
                    palette = payload.ToArray();
                    break;
                case Transparency:
                    transparency = payload.ToArray();
                    break;
                case Data:
                    packed.Write(payload);
                    break;
                case End when header is null:
                    throw new UserException($"{name}: the PNG picture has no header");
                case End:
                    packed.Position = 0;
                    return PngRows.Read(packed, header, PngColours.Create(header, palette, transparency), name);
            }

            at += 12 + (int)length;
        }
    }
}
