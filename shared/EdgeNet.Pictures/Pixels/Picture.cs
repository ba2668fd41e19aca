namespace EdgeNet.Pictures;

/// <summary>A picture of 8 bits per channel, grey or in colour.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">Row after row, 0 black to 255 white; red, green and blue of each pixel in a row.</param>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
public sealed record Picture(int Width, int Height, byte[] Pixels, int Channels = 1)
{
    // 64 million pixels: larger than any camera a network of this size looks through. A picture of one endless column would grow in Resize.
    private const long MaxPixels = 1L << 26, MaxSide = 65_535;

    // A pixel has a colour if its channels are further apart than JPEG and a camera's noise leave those of grey things; a picture, if one in a hundred pixels has.
    private const int ColourDistance = 16, ColouredPixels = 100;

    /// <summary>Whether there are colours to see: in at least 1 % of the pixels, the largest channel exceeds the smallest by more than 16 of 255.</summary>
    public bool IsColoured
    {
        get
        {
            int coloured = 0;
            for (int i = 0; Channels == 3 && i < Pixels.Length; i += 3)
            {
                int red = Pixels[i], green = Pixels[i + 1], blue = Pixels[i + 2];
                coloured += Math.Max(red, Math.Max(green, blue)) - Math.Min(red, Math.Min(green, blue)) > ColourDistance ? 1 : 0;
            }

            return coloured > 0 && (long)coloured * ColouredPixels >= (long)Width * Height;
        }
    }

    /// <summary>The picture in another size: every new pixel is a weighted mean of the old ones under it (triangle filter).</summary>
    /// <param name="width">New number of columns, at least 1.</param>
    /// <param name="height">New number of rows, at least 1.</param>
    /// <returns>The picture itself where the size is the same.</returns>
    public Picture Resize(int width, int height) => width == Width && height == Height ? this : new(width, height, TriangleFilter.Resize(Pixels, Width, Channels, width, height), Channels);

    /// <summary>The picture in grey or in colour.</summary>
    /// <param name="channels">1 for grey: the brightness of each pixel (ITU-R BT.601). 3 for red, green and blue: equal where the picture was grey.</param>
    /// <returns>The picture itself where it is so.</returns>
    public Picture WithChannels(int channels)
    {
        if (channels == Channels)
        {
            return this;
        }

        byte[] pixels = new byte[Width * Height * channels];
        for (int i = 0; i < Width * Height; i++)
        {
            if (channels == 1)
            {
                pixels[i] = Grey(Pixels[3 * i], Pixels[(3 * i) + 1], Pixels[(3 * i) + 2]);
            }
            else
            {
                pixels.AsSpan(3 * i, 3).Fill(Pixels[i]);
            }
        }

        return this with { Pixels = pixels, Channels = channels };
    }

    /// <summary>Whether a picture is larger than any that is read.</summary>
    /// <param name="width">Columns, as a file has them.</param>
    /// <param name="height">Rows, as a file has them.</param>
    /// <returns>True from 65,536 rows or columns or 64 million pixels on.</returns>
    internal static bool IsTooLarge(long width, long height) => width > MaxSide || height > MaxSide || width * height > MaxPixels;

    /// <summary>The brightness of a colour (ITU-R BT.601, in thousandths).</summary>
    /// <param name="red">0 to 255.</param>
    /// <param name="green">0 to 255.</param>
    /// <param name="blue">0 to 255.</param>
    /// <returns>0 to 255.</returns>
    internal static byte Grey(int red, int green, int blue) => (byte)(((299 * red) + (587 * green) + (114 * blue) + 500) / 1000);

    /// <summary>What is seen of a value that is partly transparent, on white.</summary>
    /// <param name="value">0 to 255.</param>
    /// <param name="alpha">0 transparent to 255 opaque.</param>
    /// <returns>0 to 255.</returns>
    internal static byte OverWhite(int value, int alpha) => (byte)(((value * alpha) + (255 * (255 - alpha)) + 127) / 255);
}
