namespace EdgeNet.Core;

/// <summary>The window through which a layer sees a picture: eight bytes that follow the common fields of the records of such kinds.</summary>
public sealed class LayerWindow
{
    internal LayerWindow(int height, int width, int strideDown, int strideAcross, int top, int left, int bottom, int right)
    {
        Height = height;
        Width = width;
        StrideDown = strideDown;
        StrideAcross = strideAcross;
        Top = top;
        Left = left;
        Bottom = bottom;
        Right = right;
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
        return Height == size && Width == size && StrideDown == size && StrideAcross == size && !IsPadded;
    }

    /// <summary>Whether it may reach beyond the picture.</summary>
    internal bool IsPadded
    {
        get { return (Top | Left | Bottom | Right) != 0; }
    }

    /// <summary>How many positions it has from top to bottom; 0 if it does not fit.</summary>
    internal int Rows(int height)
    {
        int room = height + Top + Bottom - Height;
        return room < 0 ? 0 : (room / StrideDown) + 1;
    }

    /// <summary>How many positions it has from left to right; 0 if it does not fit.</summary>
    internal int Columns(int width)
    {
        int room = width + Left + Right - Width;
        return room < 0 ? 0 : (room / StrideAcross) + 1;
    }
}
