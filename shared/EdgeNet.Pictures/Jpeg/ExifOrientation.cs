using System.Buffers.Binary;

namespace EdgeNet.Pictures;

/// <summary>How a camera was held, as its pictures say: which of them has to be turned to be upright.</summary>
internal static class ExifOrientation
{
    private const int Upright = 1, Last = 8;
    private const int Side = 64;
    private const ushort Tag = 0x0112, ShortType = 3, Tiff = 42;

    /// <summary>Finds the orientation in an APP1 segment.</summary>
    /// <param name="segment">Its contents.</param>
    /// <returns>1 to 8 as in Exif; 1, upright, where it says nothing or is damaged. Null where it is no Exif segment.</returns>
    public static int? Of(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith("Exif\0\0"u8))
        {
            return null;
        }

        ReadOnlySpan<byte> tiff = segment[6..];
        bool littleEndian = tiff.StartsWith("II"u8);
        if ((!littleEndian && !tiff.StartsWith("MM"u8)) || tiff.Length < 8 || Short(tiff[2..], littleEndian) != Tiff)
        {
            return Upright;
        }

        uint start = littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (start > tiff.Length - 2)
        {
            return Upright;
        }

        // Entries of 12 bytes: tag, type, count, value.
        ReadOnlySpan<byte> entries = tiff[((int)start + 2)..];
        for (int left = Short(tiff[(int)start..], littleEndian); left > 0 && entries.Length >= 12; left--, entries = entries[12..])
        {
            if (Short(entries, littleEndian) == Tag && Short(entries[2..], littleEndian) == ShortType)
            {
                int value = Short(entries[8..], littleEndian);
                return value is >= Upright and <= Last ? value : Upright;
            }
        }

        return Upright;
    }

    /// <summary>Turns a picture upright.</summary>
    /// <param name="picture">As the camera's sensor had it.</param>
    /// <param name="orientation">1 to 8.</param>
    /// <returns>The picture itself where it is upright.</returns>
    public static Picture Apply(Picture picture, int orientation)
    {
        if (orientation == Upright)
        {
            return picture;
        }

        // Mirrored, upside down, and lying on its side, in this order, make all eight.
        (bool mirrored, bool upsideDown, bool lying) = orientation switch
        {
            2 => (true, false, false),
            3 => (true, true, false),
            4 => (false, true, false),
            5 => (false, false, true),
            6 => (false, true, true),
            7 => (true, true, true),
            _ => (true, false, true),
        };
        (int width, int height) = lying ? (picture.Height, picture.Width) : (picture.Width, picture.Height);
        int across = mirrored ? -1 : 1, down = upsideDown ? -picture.Width : picture.Width, channels = picture.Channels;
        int first = (mirrored ? picture.Width - 1 : 0) + (upsideDown ? (picture.Height - 1) * picture.Width : 0);
        (int stepX, int stepY) = lying ? (down, across) : (across, down);
        byte[] turned = new byte[picture.Pixels.Length];

        // In squares: of a picture that lies, a column would take every byte from another part of the memory.
        for (int top = 0; top < height; top += Side)
        {
            for (int left = 0; left < width; left += Side)
            {
                int right = Math.Min(left + Side, width), bottom = Math.Min(top + Side, height);
                for (int y = top; y < bottom; y++)
                {
                    Copy(picture.Pixels, first + (left * stepX) + (y * stepY), stepX, turned, (y * width) + left, right - left, channels);
                }
            }
        }

        return new Picture(width, height, turned, channels);
    }

    private static void Copy(byte[] pixels, int from, int step, byte[] turned, int to, int count, int channels)
    {
        for (int i = 0; i < count; i++)
        {
            for (int c = 0; c < channels; c++)
            {
                turned[((to + i) * channels) + c] = pixels[((from + (i * step)) * channels) + c];
            }
        }
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
