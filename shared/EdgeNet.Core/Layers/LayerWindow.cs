namespace EdgeNet.Core;

/// <summary>The window through which a layer sees a picture: eight bytes that follow the common fields of the records of such kinds.</summary>
public sealed class LayerWindow
{
    internal LayerWindow(LayerRecord record)
    {
        Height = record.Byte("kernel height");
        Width = record.Byte("kernel width");
        StrideDown = record.Byte("stride down");
        StrideAcross = record.Byte("stride across");
        Top = record.Byte("padding at the top");
        Left = record.Byte("padding at the left");
        Bottom = record.Byte("padding at the bottom");
        Right = record.Byte("padding at the right");
    }

    /// <summary>Rows it covers.</summary>
    public int Height { get; }

    /// <summary>Columns it covers.</summary>
    public int Width { get; }

    /// <summary>Rows from one position to the next.</summary>
    public int StrideDown { get; }

    /// <summary>Columns from one position to the next.</summary>
    public int StrideAcross { get; }

    /// <summary>Rows it may reach above the picture.</summary>
    public int Top { get; }

    /// <summary>Columns it may reach to the left of the picture.</summary>
    public int Left { get; }

    /// <summary>Rows it may reach below the picture.</summary>
    public int Bottom { get; }

    /// <summary>Columns it may reach to the right of the picture.</summary>
    public int Right { get; }

    /// <summary>Whether it cuts the picture into squares without padding.</summary>
    /// <param name="size">Rows and columns of a square.</param>
    internal bool IsTiling(int size)
    {
        return Height == size && Width == size && StrideDown == size && StrideAcross == size && (Top | Left | Bottom | Right) == 0;
    }
}
