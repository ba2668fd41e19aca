using EdgeNet.Files;
using EdgeNet.Pictures;

namespace EdgeNet.RaspberryPi;

/// <summary>Creates a picture of what a camera delivers.</summary>
internal static class FrameReader
{
    /// <summary>A YUYV frame: two bytes per pixel, of which the first is its brightness. No decoder is needed to see grey.</summary>
    public static Picture FromYuyv(ReadOnlySpan<byte> frame, int width, int height)
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

        return new Picture(width, height, grey);
    }
}
