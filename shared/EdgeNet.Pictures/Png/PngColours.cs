using System.Buffers.Binary;

namespace EdgeNet.Pictures;

/// <summary>What the samples of a PNG picture are as pixels of 8 bits, of 1 or 3 channels, over white.</summary>
internal sealed class PngColours
{
    private readonly PngHeader _header;

    // What one sample becomes, for up to 8 bits: grey, or a colour of the palette.
    private readonly byte[] _table = [];

    // Without alpha: the colour that is transparent, or none.
    private readonly int[]? _transparent;

    private PngColours(PngHeader header, int channels, byte[] table, int[]? transparent) =>
        (_header, Channels, _table, _transparent) = (header, channels, table, transparent);

    /// <summary>1 for grey, 3 for red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>Decides what samples become.</summary>
    /// <param name="header">The picture's header.</param>
    /// <param name="palette">PLTE: red, green and blue of each colour.</param>
    /// <param name="transparency">tRNS: the alpha of each colour of a palette, else the one colour that is transparent.</param>
    public static PngColours Create(PngHeader header, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency)
    {
        if (header.Kind == PngKind.Palette)
        {
            byte[] table = palette[..(palette.Length / 3 * 3)].ToArray();
            for (int i = 0; i < table.Length; i++)
            {
                table[i] = Picture.OverWhite(table[i], i / 3 < transparency.Length ? transparency[i / 3] : byte.MaxValue);
            }

            return new PngColours(header, 3, table, null);
        }

        bool isGrey = header.Kind is PngKind.Grey or PngKind.GreyAlpha;
        int[]? transparent = null;
        if (header.Kind is PngKind.Grey or PngKind.Rgb && transparency.Length >= 2 * header.Samples)
        {
            transparent = new int[header.Samples];
            for (int i = 0; i < transparent.Length; i++)
            {
                transparent[i] = BinaryPrimitives.ReadUInt16BigEndian(transparency[(2 * i)..]);
            }
        }

        return new PngColours(header, isGrey ? 1 : 3, header.Depth < 8 ? Greys(1 << header.Depth) : [], transparent);
    }

    /// <summary>Converts a row.</summary>
    /// <param name="row">Its bytes.</param>
    /// <param name="count">Pixels in it.</param>
    /// <param name="pixels">Receives the pixels.</param>
    /// <param name="step">Write to every such pixel.</param>
    /// <returns>False where a colour is not in the palette.</returns>
    public bool TryConvert(ReadOnlySpan<byte> row, int count, Span<byte> pixels, int step)
    {
        if (_header.Depth < 8 || _header.Kind == PngKind.Palette)
        {
            return TryLookUp(row, count, pixels, step * Channels);
        }

        bool hasAlpha = _header.Kind is PngKind.GreyAlpha or PngKind.RgbAlpha;
        for (int i = 0, at = 0, to = 0; i < count; i++, to += step * Channels, at += _header.Samples * _header.Depth / 8)
        {
            ReadOnlySpan<byte> pixel = row.Slice(at, _header.Samples * _header.Depth / 8);
            bool isTransparent = _transparent is not null && IsTransparent(pixel);
            for (int c = 0; c < Channels; c++)
            {
                pixels[to + c] = isTransparent ? byte.MaxValue
                    : _header.Depth == 8 ? hasAlpha ? Picture.OverWhite(pixel[c], pixel[Channels]) : pixel[c]
                    : OfWide(Wide(pixel, c), hasAlpha ? Wide(pixel, Channels) : ushort.MaxValue);
            }
        }

        return true;
    }

    private bool TryLookUp(ReadOnlySpan<byte> row, int count, Span<byte> pixels, int step)
    {
        int depth = _header.Depth, mask = (1 << depth) - 1, colours = _table.Length / Channels;
        for (int i = 0, to = 0; i < count; i++, to += step)
        {
            int bit = i * depth, sample = (row[bit >> 3] >> (8 - depth - (bit & 7))) & mask;
            if (sample >= colours)
            {
                return false;
            }

            for (int c = 0; c < Channels; c++)
            {
                pixels[to + c] = _transparent?[0] == sample ? byte.MaxValue : _table[(sample * Channels) + c];
            }
        }

        return true;
    }

    private bool IsTransparent(ReadOnlySpan<byte> pixel)
    {
        for (int c = 0; c < Channels; c++)
        {
            if ((_header.Depth == 8 ? pixel[c] : Wide(pixel, c)) != _transparent![c])
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] Greys(int levels)
    {
        byte[] greys = new byte[levels];
        for (int i = 0; i < levels; i++)
        {
            greys[i] = (byte)(i * 255 / (levels - 1));
        }

        return greys;
    }

    private static int Wide(ReadOnlySpan<byte> pixel, int channel) => BinaryPrimitives.ReadUInt16BigEndian(pixel[(2 * channel)..]);

    // As ImageMagick: what is transparent is mixed in 16 bits, and of the 257 values that are one of 8 bits the lowest is exact.
    private static byte OfWide(int value, int alpha)
    {
        const long White = ushort.MaxValue;
        return (byte)(((value * (long)alpha) + (White * (White - alpha)) + (White / 2)) / White / 257);
    }
}
