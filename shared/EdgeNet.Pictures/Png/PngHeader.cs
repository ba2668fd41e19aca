using System.Buffers.Binary;
using EdgeNet.Files;

namespace EdgeNet.Pictures;

/// <summary>What the header of a PNG picture says.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Depth">Bits per sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Kind">What a pixel consists of.</param>
/// <param name="IsInterlaced">Whether it comes in seven passes (Adam7).</param>
internal sealed record PngHeader(int Width, int Height, int Depth, PngKind Kind, bool IsInterlaced)
{
    private const int Length = 13;

    /// <summary>Samples per pixel in the file.</summary>
    public int Samples => Kind switch { PngKind.Rgb => 3, PngKind.GreyAlpha => 2, PngKind.RgbAlpha => 4, _ => 1 };

    /// <summary>Bytes of a row of some pixels.</summary>
    public int RowBytes(int pixels) => (int)((((long)pixels * Samples * Depth) + 7) / 8);

    /// <summary>Reads the header chunk.</summary>
    public static PngHeader Read(ReadOnlySpan<byte> payload, string name)
    {
        if (payload.Length != Length)
        {
            throw new UserException($"{name}: the PNG header is damaged");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(payload);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(payload[4..]);
        if (width == 0 || height == 0 || Picture.IsTooLarge(width, height))
        {
            throw new UserException($"{name}: a PNG picture of {width} x {height} pixels cannot be read");
        }

        PngKind kind = (PngKind)payload[9];
        bool isDefined = (kind, (int)payload[8]) switch
        {
            (PngKind.Grey, 1 or 2 or 4 or 8 or 16) or (PngKind.Palette, 1 or 2 or 4 or 8) => true,
            (PngKind.Rgb or PngKind.GreyAlpha or PngKind.RgbAlpha, 8 or 16) => true,
            _ => false,
        };
        return isDefined && payload[10] == 0 && payload[11] == 0 && payload[12] <= 1
            ? new PngHeader((int)width, (int)height, payload[8], kind, payload[12] == 1)
            : throw new UserException($"{name}: the PNG header is damaged (depth {payload[8]}, colour type {payload[9]}, compression {payload[10]}, filter {payload[11]}, interlace {payload[12]})");
    }
}

/// <summary>Colour types of PNG.</summary>
internal enum PngKind
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
