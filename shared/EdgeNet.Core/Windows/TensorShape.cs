namespace EdgeNet.Core;

/// <summary>The shape of the values between two layers. They are stored row by row, channels innermost.</summary>
public sealed class TensorShape
{
    /// <summary>Creates a shape.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="channels">Values per position, at least 1. A list of values is a single position with that many channels.</param>
    public TensorShape(int height, int width, int channels)
    {
        Height = height;
        Width = width;
        Channels = channels;
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Values per position.</summary>
    public int Channels { get; }

    /// <summary>Number of values: height * width * channels.</summary>
    public int Count
    {
        get { return Height * Width * Channels; }
    }
}
