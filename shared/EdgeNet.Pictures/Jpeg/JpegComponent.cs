namespace EdgeNet.Pictures;

/// <summary>One channel of a JPEG picture: brightness, or one of the colours, perhaps with fewer samples than the picture has pixels.</summary>
/// <param name="id">What scans call it.</param>
/// <param name="horizontal">Samples across, relative to the other components.</param>
/// <param name="vertical">Samples down, likewise.</param>
/// <param name="table">Number of its quantisation table.</param>
internal sealed class JpegComponent(byte id, int horizontal, int vertical, int table)
{
    public byte Id => id;

    public int Horizontal => horizontal;

    public int Vertical => vertical;

    public int Table => table;

    /// <summary>Samples across that belong to the picture.</summary>
    public int Width { get; private set; }

    /// <summary>Samples down that belong to the picture.</summary>
    public int Height { get; private set; }

    /// <summary>Blocks across that hold the picture: what a scan of this component alone has.</summary>
    public int BlocksAcross => (Width + 7) / 8;

    /// <summary>Blocks down, likewise.</summary>
    public int BlocksDown => (Height + 7) / 8;

    /// <summary>Blocks across that are kept: a multiple of <see cref="Horizontal"/>.</summary>
    public int BlockStride { get; private set; }

    /// <summary>All blocks that are kept.</summary>
    public int Blocks { get; private set; }

    /// <summary>Its quantisation table, in zigzag order, as it was before its first scan. Null before.</summary>
    public ushort[]? Quantisation { get; set; }

    /// <summary>Samples, 8 x <see cref="BlockStride"/> a row.</summary>
    public byte[] Samples { get; private set; } = [];

    /// <summary>Progressive: 64 coefficients a block, in zigzag order.</summary>
    public short[] Coefficients { get; private set; } = [];

    /// <summary>Decides its size.</summary>
    public void Fit(JpegFrame frame)
    {
        Width = Part(frame.Width, horizontal, frame.MaxHorizontal);
        Height = Part(frame.Height, vertical, frame.MaxVertical);
        BlockStride = frame.UnitsAcross * horizontal;
        Blocks = BlockStride * frame.UnitsDown * vertical;
    }

    /// <summary>Makes room for coefficients.</summary>
    public void AllocateCoefficients() => Coefficients = new short[Blocks * 64];

    /// <summary>Makes room for samples.</summary>
    public void AllocateSamples() => Samples = new byte[Blocks * 64];

    /// <summary>Makes samples of all coefficients, which are dropped.</summary>
    public void Transform()
    {
        AllocateSamples();
        InverseDct dct = new(Quantisation!);
        for (int block = 0; block < Blocks; block++)
        {
            dct.Transform(Coefficients.AsSpan(block * 64, 64), Samples, SampleOf(block % BlockStride, block / BlockStride), BlockStride * 8);
        }

        Coefficients = [];
    }

    /// <summary>Where a block's first sample is.</summary>
    public int SampleOf(int column, int row) => ((row * BlockStride * 8) + column) * 8;

    private static int Part(int size, int factor, int max) => ((size * factor) + max - 1) / max;
}
