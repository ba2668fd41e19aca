using EdgeNet.Files;

namespace EdgeNet.Pictures;

/// <summary>Reads picture files: PNG, JPEG, BMP, PGM and PPM. They are told by their contents, whatever their names are.</summary>
public static class PictureFile
{
    /// <summary>The kinds that are read, for messages.</summary>
    public const string Kinds = "PNG, JPEG, BMP or PGM";

    private const int MaxBytes = 1 << 28, StartBytes = 32;

    /// <summary>Reads a picture, upright, laid over white where it is transparent.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The picture, of as many channels as its file has: 1 for grey, 3 for colour.</returns>
    /// <exception cref="UserException">The file is missing, damaged or of another kind, or the picture has more than 64 million pixels (progressive JPEG: 32 million).</exception>
    public static Picture Read(string path) => Read(DataFile.ReadAllBytes(path, MaxBytes), path);

    /// <summary>Whether a file is a picture: it begins like one that is read, or its name ends like that of one.</summary>
    /// <param name="path">The path.</param>
    /// <returns>True for .png, .jpg, .jpeg, .bmp, .pgm and .ppm, even if there is no such file or it turns out to be damaged.</returns>
    public static bool IsPicture(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".png" or ".jpg" or ".jpeg" or ".bmp" or ".pgm" or ".ppm" || ReaderOf(StartOf(path)) is not null;

    /// <summary>Whether a file begins like a picture of a kind that is not read: GIF, TIFF, WebP, HEIC or AVIF.</summary>
    /// <param name="path">The path.</param>
    /// <returns>True if so.</returns>
    public static bool IsOtherPicture(string path) => OtherKind(StartOf(path)) is not null;

    /// <summary>Reads a picture from its bytes.</summary>
    /// <param name="file">The bytes of a file.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="UserException">It is damaged, of another kind or too large.</exception>
    public static Picture Read(byte[] file, string name) => ReaderOf(file) is Func<byte[], string, Picture> read ? read(file, name)
        : throw new UserException($"{name}: {(OtherKind(file) is string kind ? $"is a {kind} picture" : "is no picture")}, and only {Kinds} can be read");

    private static Func<byte[], string, Picture>? ReaderOf(ReadOnlySpan<byte> file) =>
        PngReader.IsPng(file) ? PngReader.Read
        : JpegReader.IsJpeg(file) ? JpegReader.Read
        : BmpHeader.IsBmp(file) ? BmpReader.Read
        : PnmReader.IsPnm(file) ? (bytes, name) => PnmReader.Read(bytes, name)
        : null;

    // Kinds that people have and take for others, since programs and phones give them any ending.
    private static string? OtherKind(ReadOnlySpan<byte> file) =>
        file.StartsWith("GIF8"u8) ? "GIF"
        : file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) ? "TIFF"
        : file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..].StartsWith("WEBP"u8) ? "WebP"
        : file.Length >= 12 && file[4..].StartsWith("ftypavif"u8) ? "AVIF"
        : file.Length >= 12 && (file[4..].StartsWith("ftyphe"u8) || file[4..].StartsWith("ftypmif1"u8)) ? "HEIC"
        : null;

    private static byte[] StartOf(string path)
    {
        try
        {
            using FileStream file = DataFile.OpenAsItIs(path);
            byte[] start = new byte[StartBytes];
            return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is UserException or IOException)
        {
            return [];
        }
    }
}
