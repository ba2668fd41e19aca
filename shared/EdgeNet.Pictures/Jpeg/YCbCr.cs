namespace EdgeNet.Pictures;

/// <summary>Brightness and two differences of colour, as JPEG has them (JFIF: ITU-R BT.601, all of 0 to 255).</summary>
internal static class YCbCr
{
    // In 1/65,536: 1.402, 1.772, 0.34414 and 0.71414.
    private const int RedOfCr = 91_881, BlueOfCb = 116_130, GreenOfCb = 22_554, GreenOfCr = 46_802, Half = 1 << 15;

    /// <summary>Converts a row.</summary>
    /// <param name="y">Brightness.</param>
    /// <param name="cb">Blue less brightness, from 0; 128 is none.</param>
    /// <param name="cr">Red less brightness, likewise.</param>
    /// <param name="pixels">Receives red, green and blue of each.</param>
    public static void ToRgb(ReadOnlySpan<byte> y, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> pixels)
    {
        cb = cb[..y.Length];
        cr = cr[..y.Length];
        pixels = pixels[..(3 * y.Length)];
        for (int x = 0, to = 0; x < y.Length; x++, to += 3)
        {
            int blue = cb[x] - 128, red = cr[x] - 128;
            pixels[to] = Limit(y[x] + (((RedOfCr * red) + Half) >> 16));
            pixels[to + 1] = Limit(y[x] + ((Half - (GreenOfCb * blue) - (GreenOfCr * red)) >> 16));
            pixels[to + 2] = Limit(y[x] + (((BlueOfCb * blue) + Half) >> 16));
        }
    }

    private static byte Limit(int value) => (byte)Math.Clamp(value, 0, 255);
}
