using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Tables whose inputs are the pixels of a picture, row by row, and in colour red, green and blue of each.</summary>
internal static class TablePicture
{
    // Whole numbers up to 16, say, are no bytes of a camera: they have a range of their own.
    private const float LeastOfBytes = 128f;

    /// <summary>The shape of such a picture.</summary>
    /// <param name="path">What to call the table in an error.</param>
    /// <param name="inputs">How many inputs it has.</param>
    /// <param name="size">Rows and columns of the picture.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="UserException">The inputs are more or fewer than its pixels.</exception>
    public static Shape ShapeOf(string path, int inputs, (int Height, int Width) size)
    {
        int pixels = size.Height * size.Width;
        return inputs == pixels ? Shape.Grey(size.Height, size.Width)
            : inputs == 3 * pixels ? new Shape(3, size.Height, size.Width, 3)
            : throw new UserException($"{path}: its {inputs:N0} inputs are not the pixels of {size.Height}x{size.Width}, which are {pixels:N0}, or {3 * pixels:N0} in colour; choose another size, or leave columns out with --ignore");
    }

    /// <summary>What its values are: pixels as cameras have them if all are whole numbers from 0 to 255 that take 8 bits, else values of one range. Missing ones (NaN) say nothing.</summary>
    /// <param name="values">All values.</param>
    /// <returns>The kind.</returns>
    public static FeatureKind KindOf(float[] values) =>
        Array.TrueForAll(values, v => float.IsNaN(v) || (v >= 0f && v <= 255f && v == MathF.Truncate(v))) && Array.Exists(values, v => v >= LeastOfBytes) ? FeatureKind.Pixels : FeatureKind.SharedRange;
}
