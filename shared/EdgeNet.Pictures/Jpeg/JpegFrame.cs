namespace EdgeNet.Pictures;

/// <summary>What the frame header of a JPEG picture says: its size, its components, and how they are coded.</summary>
internal sealed class JpegFrame
{
    // Coefficients of a progressive picture are kept, in 2 bytes each. One that is so large is a poster or an attack.
    private const long MaxProgressivePixels = 1L << 25;

    private JpegFrame(int width, int height, bool progressive, JpegComponent[] components)
    {
        (Width, Height, IsProgressive, Components) = (width, height, progressive, components);
        MaxHorizontal = components.Max(c => c.Horizontal);
        MaxVertical = components.Max(c => c.Vertical);
        UnitsAcross = (width + (8 * MaxHorizontal) - 1) / (8 * MaxHorizontal);
        UnitsDown = (height + (8 * MaxVertical) - 1) / (8 * MaxVertical);
        Array.ForEach(components, c => c.Fit(this));
    }

    public int Width { get; }

    public int Height { get; }

    public bool IsProgressive { get; }

    public JpegComponent[] Components { get; }

    public int MaxHorizontal { get; }

    public int MaxVertical { get; }

    /// <summary>Units across: the pixels that a whole number of blocks of every component covers.</summary>
    public int UnitsAcross { get; }

    /// <summary>Units down, likewise.</summary>
    public int UnitsDown { get; }

    /// <summary>Reads a frame header and checks that the file can hold so many pixels; allocates no memory for them.</summary>
    /// <param name="marker">SOF0 to SOF2.</param>
    /// <param name="header">The contents of the segment.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    /// <param name="name">The file's name, for errors.</param>
    public static JpegFrame Read(int marker, ReadOnlySpan<byte> header, int fileLength, string name)
    {
        if (header.Length < 6 || header.Length < 6 + (3 * header[5]))
        {
            throw JpegErrors.Damaged(name, "its frame header is too short");
        }

        bool progressive = marker == JpegMarker.Progressive;
        int height = (header[1] << 8) | header[2], width = (header[3] << 8) | header[4];
        if (width == 0 || height == 0 || Picture.IsTooLarge(width, height) || (progressive && (long)width * height > MaxProgressivePixels))
        {
            throw new EdgeNet.Files.UserException($"{name}: a {(progressive ? "progressive " : "")}JPEG picture of {width} x {height} pixels cannot be read");
        }

        if (header[0] != 8)
        {
            throw JpegErrors.Kind(name, $"a JPEG picture of {header[0]} bits per channel");
        }

        if (header[5] is not (1 or 3))
        {
            throw JpegErrors.Kind(name, header[5] == 4 ? "a CMYK picture (JPEG for print)" : $"a JPEG picture of {header[5]} channels");
        }

        JpegComponent[] components = new JpegComponent[header[5]];
        for (int i = 0; i < components.Length; i++)
        {
            ReadOnlySpan<byte> c = header.Slice(6 + (3 * i), 3);
            int horizontal = c[1] >> 4, vertical = c[1] & 15;
            if (horizontal is < 1 or > 4 || vertical is < 1 or > 4 || c[2] > 3)
            {
                throw JpegErrors.Damaged(name, $"component {i + 1} of its frame");
            }

            components[i] = new JpegComponent(c[0], horizontal, vertical, c[2]);
        }

        JpegFrame frame = new(width, height, progressive, components);

        // The shortest code has one bit. A block has one for its mean and, unless all else may be absent, one for the end.
        long bits = components.Sum(c => (long)c.BlocksAcross * c.BlocksDown) * (progressive ? 1 : 2);
        return bits <= 8L * fileLength ? frame : throw JpegErrors.CutOff(name);
    }
}
