using EdgeNet.Files;
using EdgeNet.Pictures;

namespace EdgeNet.RaspberryPi;

/// <summary>Creates a picture of what a camera delivers.</summary>
internal static class FrameReader
{
    /// <summary>A YUYV frame: two bytes per pixel, of which the first is its brightness; the second is blue of even pixels and red of odd ones, for both.</summary>
    public static Picture FromYuyv(ReadOnlySpan<byte> frame, int width, int height, int channels)
    {
        if (frame.Length < 2 * width * height)
        {
            throw new UserException($"the camera delivered {frame.Length} bytes, but a frame of {width}x{height} has {2 * width * height}");
        }

        byte[] grey = new byte[width * height];
        for (int i = 0; i < grey.Length; i++)
        {
            grey[i] = frame[2 * i];
        }

        return channels == 1 ? new Picture(width, height, grey) : new Picture(width, height, Colours(frame, grey), channels);
    }

    private static byte[] Colours(ReadOnlySpan<byte> frame, byte[] grey)
    {
        byte[] blue = new byte[grey.Length], red = new byte[grey.Length], pixels = new byte[3 * grey.Length];
        for (int i = 0; i < grey.Length; i++)
        {
            int pair = 2 * (i - (i % 2));
            (blue[i], red[i]) = (frame[pair + 1], frame[pair + 3]);
        }

        YCbCr.ToRgb(grey, blue, red, pixels);
        return pixels;
    }
}
