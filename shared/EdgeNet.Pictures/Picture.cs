namespace EdgeNet.Pictures;

/// <summary>A grey picture of 8 bits per pixel.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">Row after row, 0 black to 255 white.</param>
public sealed record Picture(int Width, int Height, byte[] Pixels)
{
    // 64 million pixels: larger than any camera a network of this size looks through. A picture of one endless column would grow in Resize.
    private const long MaxPixels = 1L << 26, MaxSide = 65_535;

    /// <summary>The picture in another size: every new pixel is a weighted mean of the old ones under it (triangle filter).</summary>
    /// <param name="width">New number of columns.</param>
    /// <param name="height">New number of rows.</param>
    /// <returns>The picture itself where the size is the same.</returns>
    public Picture Resize(int width, int height)
    {
        if (width == Width && height == Height)
        {
            return this;
        }

        float[] narrowed = new float[width * Height];
        Filter(Width, width, (to, from, weight) =>
        {
            for (int y = 0; y < Height; y++)
            {
                narrowed[(y * width) + to] += weight * Pixels[(y * Width) + from];
            }
        });
        float[] sized = new float[width * height];
        Filter(Height, height, (to, from, weight) =>
        {
            for (int x = 0; x < width; x++)
            {
                sized[(to * width) + x] += weight * narrowed[(from * width) + x];
            }
        });
        return new Picture(width, height, Array.ConvertAll(sized, v => (byte)Math.Clamp(v + 0.5f, 0f, 255f)));
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

    private static void Filter(int from, int to, Action<int, int, float> add)
    {
        double scale = (double)from / to;
        double reach = Math.Max(1.0, scale);
        for (int t = 0; t < to; t++)
        {
            double centre = ((t + 0.5) * scale) - 0.5;
            int first = Math.Max(0, (int)Math.Ceiling(centre - reach));
            int last = Math.Min(from - 1, (int)Math.Floor(centre + reach));
            double sum = 0;
            for (int f = first; f <= last; f++)
            {
                sum += 1.0 - (Math.Abs(f - centre) / reach);
            }

            for (int f = first; f <= last; f++)
            {
                add(t, f, (float)((1.0 - (Math.Abs(f - centre) / reach)) / sum));
            }
        }
    }
}
