namespace EdgeNet.Data;

/// <summary>The shape of an input: a list of features (rank 1), a grey picture (rank 2) or one with channels (rank 3).</summary>
/// <param name="Rank">1 to 3.</param>
/// <param name="Height">Rows, or the number of features.</param>
/// <param name="Width">Columns, else 1.</param>
/// <param name="Channels">Values a pixel, else 1.</param>
public readonly record struct Shape(int Rank, int Height, int Width, int Channels)
{
    /// <summary>Number of values.</summary>
    public int Count => Height * Width * Channels;

    /// <summary>The dimensions, as many as the rank.</summary>
    public int[] Dimensions => Rank switch { 1 => [Height], 2 => [Height, Width], _ => [Height, Width, Channels] };

    /// <summary>A list of features.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The shape.</returns>
    public static Shape Features(int count) => new(1, count, 1, 1);

    /// <summary>A grey picture.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns>The shape.</returns>
    public static Shape Grey(int height, int width) => new(2, height, width, 1);

    /// <summary>For instance 28x28, or 4.</summary>
    /// <returns>The dimensions joined by x.</returns>
    public override string ToString() => string.Join('x', Dimensions);
}
