using System.Buffers.Binary;
using EdgeNet.Files;

namespace EdgeNet.Pictures;

/// <summary>What the headers of a BMP picture say.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="IsTopDown">Whether the first row is the upper one.</param>
/// <param name="Bits">Bits per pixel: 1, 4, 8, 16, 24 or 32.</param>
/// <param name="IsRunLength">Whether pixels of 8 bits are packed as runs.</param>
/// <param name="Masks">16 and 32 bits: which of them are red, green, blue and alpha.</param>
/// <param name="PaletteAt">Where the palette begins.</param>
/// <param name="PaletteEntryBytes">Bytes per colour of the palette.</param>
/// <param name="Colours">Colours of the palette.</param>
/// <param name="PixelsAt">Where the pixels begin.</param>
internal sealed record BmpHeader(int Width, int Height, bool IsTopDown, int Bits, bool IsRunLength, uint[] Masks, int PaletteAt, int PaletteEntryBytes, int Colours, int PixelsAt)
{
    private const int FileHeader = 14, CoreHeader = 12, InfoHeader = 40, MasksAt = FileHeader + InfoHeader, HeaderWithAlpha = 56;
    private const int Plain = 0, RunLength8 = 1, BitFields = 3, AlphaBitFields = 6;

    /// <summary>Whether a file begins as a BMP picture does.</summary>
    public static bool IsBmp(ReadOnlySpan<byte> file) => file.Length > FileHeader + 4 && file.StartsWith("BM"u8)
        && BinaryPrimitives.ReadUInt32LittleEndian(file[FileHeader..]) is CoreHeader or InfoHeader or 52 or HeaderWithAlpha or 64 or 108 or 124;

    /// <summary>Bytes of a row: a multiple of four.</summary>
    public int RowBytes => (int)((((long)Width * Bits) + 31) / 32 * 4);

    /// <summary>Reads the headers.</summary>
    public static BmpHeader Read(ReadOnlySpan<byte> file, string name)
    {
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(file[FileHeader..]);
        if (file.Length < FileHeader + size)
        {
            throw CutOff(name);
        }

        bool isCore = size == CoreHeader;
        long width = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(file[18..]) : BinaryPrimitives.ReadInt32LittleEndian(file[18..]);
        long height = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(file[20..]) : BinaryPrimitives.ReadInt32LittleEndian(file[22..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(file[(isCore ? 24 : 28)..]);
        uint packing = isCore ? Plain : BinaryPrimitives.ReadUInt32LittleEndian(file[30..]);
        if (width < 1 || height == 0 || Picture.IsTooLarge(width, Math.Abs(height)))
        {
            throw new UserException($"{name}: a BMP picture of {width} x {Math.Abs(height)} pixels cannot be read");
        }

        bool isDefined = (packing, bits) is (Plain, 1 or 4 or 8 or 16 or 24 or 32) or (RunLength8, 8) or (BitFields or AlphaBitFields, 16 or 32);
        if (!isDefined)
        {
            throw new UserException($"{name}: a BMP picture of {bits} bits per pixel and compression {packing} cannot be read; save it as PNG");
        }

        bool hasMasks = packing is BitFields or AlphaBitFields;
        int masksBehind = hasMasks && size == InfoHeader ? packing == AlphaBitFields ? 16 : 12 : 0;
        int paletteAt = FileHeader + (int)size + masksBehind, entry = isCore ? 3 : 4;
        uint colours = bits > 8 ? 0 : isCore ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(file[46..]);
        colours = bits <= 8 && (colours == 0 || colours > 1 << bits) ? 1u << bits : colours;
        uint pixelsAt = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        if (file.Length < paletteAt || pixelsAt > file.Length)
        {
            throw CutOff(name);
        }

        uint[] masks = hasMasks ? Masks4(file, size >= HeaderWithAlpha || packing == AlphaBitFields)
            : bits == 16 ? [0x7C00, 0x03E0, 0x001F, 0] : [0xFF0000, 0x00FF00, 0x0000FF, 0];

        // Some files have fewer colours than they say: the pixels begin where the palette ends.
        int room = Math.Max(0, ((int)pixelsAt - paletteAt) / entry);
        return new BmpHeader((int)width, (int)Math.Abs(height), height < 0, bits, packing == RunLength8, masks, paletteAt, entry, (int)Math.Min(colours, room), (int)pixelsAt);
    }

    public static UserException CutOff(string name) => new($"{name}: the BMP picture is cut off");

    private static uint[] Masks4(ReadOnlySpan<byte> file, bool hasAlpha)
    {
        uint[] masks = new uint[4];
        for (int i = 0; i < (hasAlpha ? 4 : 3); i++)
        {
            masks[i] = BinaryPrimitives.ReadUInt32LittleEndian(file[(MasksAt + (4 * i))..]);
        }

        return masks;
    }
}
