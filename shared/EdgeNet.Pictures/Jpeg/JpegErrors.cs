using EdgeNet.Files;

namespace EdgeNet.Pictures;

/// <summary>What is said of a JPEG picture that cannot be read.</summary>
internal static class JpegErrors
{
    public static UserException CutOff(string name) => new($"{name}: the JPEG picture is cut off");

    public static UserException Damaged(string name, string what) => new($"{name}: the JPEG picture is damaged ({what})");

    public static UserException Kind(string name, string what) => new($"{name}: {what} cannot be read; save it as an ordinary JPEG (RGB, 8 bits per channel) or as PNG");
}
