using EdgeNet.Files;

namespace EdgeNet.Pictures;

/// <summary>Unpacks runs of pixels (RLE8).</summary>
internal static class BmpRuns
{
    private const int EndOfRow = 0, EndOfPicture = 1, Move = 2;

    /// <summary>Unpacks a picture. What no run covers is of colour 0; what is right of the picture, where some programs fill rows up, is dropped.</summary>
    /// <param name="data">The runs.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <returns>Indices of colours, row after row.</returns>
    public static byte[] Unpack(ReadOnlySpan<byte> data, int width, int height, string name)
    {
        byte[] indices = new byte[width * height];
        int x = 0, y = 0;
        while (true)
        {
            (int count, int value) = data.Length >= 2 ? (data[0], data[1]) : throw BmpHeader.CutOff(name);
            data = data[2..];
            switch (count, value)
            {
                case ( > 0, _):
                    Room(count).Fill((byte)value);
                    x = Math.Min(x + count, width);
                    break;
                case (0, EndOfRow):
                    (x, y) = (0, Math.Min(y + 1, height));
                    break;
                case (0, EndOfPicture):
                    return indices;
                case (0, Move):
                    (x, y) = data.Length >= 2 ? (Math.Min(x + data[0], width), Math.Min(y + data[1], height)) : throw BmpHeader.CutOff(name);
                    data = data[2..];
                    break;
                default:
                    // Pixels as they are, padded to an even number.
                    int padded = value + (value & 1);
                    Span<byte> room = Room(data.Length >= padded ? value : throw BmpHeader.CutOff(name));
                    data[..room.Length].CopyTo(room);
                    data = data[padded..];
                    x = Math.Min(x + value, width);
                    break;
            }
        }

        Span<byte> Room(int count) => y >= height ? throw new UserException($"{name}: the BMP picture is damaged (it has more rows than its header says)")
            : indices.AsSpan((y * width) + x, Math.Min(count, width - x));
    }
}
