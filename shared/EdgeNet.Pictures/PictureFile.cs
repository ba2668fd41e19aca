using EdgeNet.Files;

namespace EdgeNet.Pictures;

/// <summary>Reads picture files: PNG and PGM.</summary>
public static class PictureFile
{
    /// <summary>Reads a PNG or PGM file.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The picture, colours made grey.</returns>
    /// <exception cref="UserException">The file is missing, damaged or of another kind.</exception>
    public static Picture Read(string path)
    {
        byte[] bytes = DataFile.ReadAllBytes(path, 1 << 28);
        return PngReader.IsPng(bytes) ? PngReader.Read(bytes, path)
            : PgmReader.IsPgm(bytes) ? PgmReader.Read(bytes, path)
            : throw new UserException($"{path}: neither a PNG nor a PGM picture");
    }

    /// <summary>Whether a file's name says that it is a picture we read.</summary>
    /// <param name="path">The path.</param>
    /// <returns>True for .png and .pgm.</returns>
    public static bool IsPicture(string path) => Path.GetExtension(path).ToLowerInvariant() is ".png" or ".pgm";
}
