namespace EdgeNet.Data.BuiltIn;

/// <summary>A camera of four pixels, as in Brandon Rohrer's lecture: which of four patterns does it see?</summary>
public static class FourPixels
{
    /// <summary>The noise on every pixel: uniform between minus and plus this.</summary>
    public const float Noise = 0.2f;

    private static readonly string[] Names = ["solid", "vertical", "diagonal", "horizontal"];

    // Top left, top right, bottom left, bottom right; the other four are these in negative.
    private static readonly float[][] Patterns = [[1, 1, 1, 1], [1, -1, 1, -1], [1, -1, -1, 1], [1, 1, -1, -1]];

    /// <summary>Makes noisy pictures of the eight patterns.</summary>
    /// <param name="seed">Seed of the noise.</param>
    /// <returns>1,600 to learn from; to test, the eight pure patterns and 792 noisy ones.</returns>
    public static DatasetSplit Create(int seed)
    {
        SeededRandom random = new(seed, "four-pixels");
        return new DatasetSplit(Of(1600, 0, random), Of(800, 8, random));
    }

    private static Dataset Of(int count, int pure, SeededRandom random)
    {
        float[] features = new float[4 * count];
        float[] targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            int pattern = i % 4;
            float sign = i % 8 < 4 ? 1f : -1f;
            for (int p = 0; p < 4; p++)
            {
                features[(4 * i) + p] = (sign * Patterns[pattern][p]) + (i < pure ? 0f : random.Between(-Noise, Noise));
            }

            targets[i] = pattern;
        }

        return new Dataset("four-pixels", TaskKind.Classification, Shape.Grey(2, 2), FeatureKind.SharedRange, features, targets, Names);
    }
}
