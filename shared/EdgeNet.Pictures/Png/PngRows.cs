using System.IO.Compression;
using EdgeNet.Files;

namespace EdgeNet.Pictures;

/// <summary>Unpacks the rows of a PNG picture, one after the other, and undoes their filters.</summary>
internal static class PngRows
{
    // Deflate makes at most 1,032 bytes of one (zlib's technical details).
    private const long MaxExpansion = 1032;

    // First column and row of each pass, and the steps to the next ones (PNG specification, section 8.2).
    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
    private static readonly (int X, int Y, int StepX, int StepY)[] OnePass = [(0, 0, 1, 1)];

    /// <summary>Reads all rows.</summary>
    /// <param name="packed">The data as they are in the file.</param>
    /// <param name="header">The picture's header.</param>
    /// <param name="colours">What samples become.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <returns>The picture.</returns>
    public static Picture Read(Stream packed, PngHeader header, PngColours colours, string name)
    {
        // A header can promise any size: memory is allocated only for what that many packed bytes can become.
        if ((long)header.RowBytes(header.Width) * header.Height > MaxExpansion * packed.Length)
        {
            throw CutOff(name, null);
        }

        byte[] pixels = new byte[header.Width * header.Height * colours.Channels];
        try
        {
            using ZLibStream inflate = new(packed, CompressionMode.Decompress);
            foreach ((int x, int y, int stepX, int stepY) in header.IsInterlaced ? Adam7 : OnePass)
            {
                int across = (header.Width - x + stepX - 1) / stepX;
                if (across > 0)
                {
                    ReadPass(inflate, across, y, stepY);
                }

                void ReadPass(Stream data, int width, int firstRow, int rowStep)
                {
                    byte[] above = new byte[header.RowBytes(width)], line = new byte[above.Length + 1];
                    for (int row = firstRow; row < header.Height; row += rowStep)
                    {
                        data.ReadExactly(line);
                        if (!PngFilter.TryUndo(line[0], line.AsSpan(1), above, Math.Max(1, header.Samples * header.Depth / 8)))
                        {
                            throw new UserException($"{name}: the PNG picture is damaged (filter {line[0]})");
                        }

                        line.AsSpan(1).CopyTo(above);
                        if (!colours.TryConvert(above, width, pixels.AsSpan(((row * header.Width) + x) * colours.Channels), stepX))
                        {
                            throw new UserException($"{name}: the PNG picture uses a colour that is not in its palette");
                        }
                    }
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw CutOff(name, e);
        }

        return new Picture(header.Width, header.Height, pixels, colours.Channels);
    }

    private static UserException CutOff(string name, Exception? cause) => new($"{name}: the PNG picture is damaged or cut off", cause!);
}
