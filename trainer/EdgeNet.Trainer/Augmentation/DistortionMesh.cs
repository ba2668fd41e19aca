using EdgeNet.Data;

namespace EdgeNet.Trainer.Augmentation;

/// <summary>
/// A bent sheet: for a few nodes of a picture, the place in the original that is seen there, in steps of a pixel. An affine map and a random displacement of every
/// node. Between nodes, places are interpolated, which gives the affine map exactly.
/// </summary>
internal static unsafe class DistortionMesh
{
    /// <summary>Nodes per side, at the corners of equal cells.</summary>
    public const int Nodes = 5;

    /// <summary>Distance of two rows of nodes: a vector register of floats.</summary>
    public const int RowStride = 8;

    /// <summary>Floats of a mesh: the columns of all nodes, then their rows.</summary>
    public const int Floats = 2 * Nodes * RowStride;

    // All as shares: of the sides, of a circle, of the size.
    private const float MostShift = 2f / 28;
    private const float MostTurn = 10f / 360;
    private const float MostStretch = 0.1f;
    private const float MostShear = 0.1f;
    private const float MostBend = 1.25f / 28;

    /// <summary>Draws a mesh.</summary>
    /// <param name="random">Where numbers come from.</param>
    /// <param name="shape">Shape of the pictures.</param>
    /// <param name="mesh">Receives it.</param>
    public static void Draw(SeededRandom random, Shape shape, float* mesh)
    {
        int height = shape.Height, width = shape.Width;
        float middleX = (width - 1) / 2f, middleY = (height - 1) / 2f;
        float shiftX = middleX + (width * random.Between(-MostShift, MostShift)), shiftY = middleY + (height * random.Between(-MostShift, MostShift));
        (float sine, float cosine) = MathF.SinCos(2 * MathF.PI * random.Between(-MostTurn, MostTurn));
        float stretchX = 1 + random.Between(-MostStretch, MostStretch), stretchY = 1 + random.Between(-MostStretch, MostStretch);
        float shear = random.Between(-MostShear, MostShear);
        float xx = cosine * stretchX, xy = (cosine * shear) - (sine * stretchY), yx = sine * stretchX, yy = (sine * shear) + (cosine * stretchY);
        float bend = MostBend * Math.Min(width, height);
        for (int j = 0; j < Nodes; j++)
        {
            for (int i = 0; i < Nodes; i++)
            {
                float x = ((float)i * (width - 1) / (Nodes - 1)) - middleX, y = ((float)j * (height - 1) / (Nodes - 1)) - middleY;
                mesh[(j * RowStride) + i] = Resampler.Steps * (shiftX + (xx * x) + (xy * y) + random.Between(-bend, bend));
                mesh[((Nodes + j) * RowStride) + i] = Resampler.Steps * (shiftY + (yx * x) + (yy * y) + random.Between(-bend, bend));
            }
        }
    }
}
