namespace EdgeNet.Data.BuiltIn;

/// <summary>Points of two colours in a plane: the four data sets of TensorFlow Playground.</summary>
public static class Planes
{
    private const int Learned = 400;
    private const int Tested = 200;

    // Points lie in a square of twice this, and noise carries some of them a little out of it.
    private const float Extent = 5f;

    // Between the quadrants.
    private const float Margin = 0.3f;

    private const float SpiralTurns = 1.75f;

    /// <summary>Makes two clouds, one around (2, 2), the other around (-2, -2): a line divides them.</summary>
    /// <param name="seed">Seed of the points.</param>
    /// <returns>400 points to learn from and 200 to test.</returns>
    public static DatasetSplit Gauss(int seed) => Create("gauss", seed, 0f, (orange, random) =>
        (orange ? 2f + random.NextGaussian() : -2f + random.NextGaussian(), orange ? 2f + random.NextGaussian() : -2f + random.NextGaussian()));

    /// <summary>Makes a disc and a ring around it.</summary>
    /// <param name="seed">Seed of the points.</param>
    /// <returns>400 points to learn from and 200 to test.</returns>
    public static DatasetSplit Circle(int seed) => Create("circle", seed, 0.2f, (orange, random) =>
    {
        float radius = Extent * (orange ? random.Between(0f, 0.5f) : random.Between(0.7f, 1f)), angle = random.Between(0f, 2 * MathF.PI);
        return (radius * MathF.Sin(angle), radius * MathF.Cos(angle));
    });

    /// <summary>Makes the exclusive or of two signs: opposite quadrants have the same colour.</summary>
    /// <param name="seed">Seed of the points.</param>
    /// <returns>400 points to learn from and 200 to test.</returns>
    public static DatasetSplit Quadrants(int seed) => Create("quadrants", seed, 0.1f, (orange, random) =>
    {
        float x = random.Between(Margin, Extent), y = random.Between(Margin, Extent), side = random.NextSingle() < 0.5f ? -1f : 1f;
        return (side * x, orange ? side * y : -side * y);
    });

    /// <summary>Makes two spirals, one within the other.</summary>
    /// <param name="seed">Seed of the points.</param>
    /// <returns>400 points to learn from and 200 to test.</returns>
    public static DatasetSplit Spiral(int seed) => Create("spiral", seed, 0.1f, (orange, random) =>
    {
        float along = random.NextSingle(), angle = (SpiralTurns * 2 * MathF.PI * along) + (orange ? 0f : MathF.PI);
        return (Extent * along * MathF.Sin(angle), Extent * along * MathF.Cos(angle));
    });

    private static DatasetSplit Create(string name, int seed, float noise, Func<bool, SeededRandom, (float X, float Y)> draw)
    {
        SeededRandom random = new(seed, name);
        return new DatasetSplit(Of(Learned), Of(Tested));

        Dataset Of(int count)
        {
            float[] features = new float[2 * count], targets = new float[count];
            for (int i = 0; i < count; i++)
            {
                bool orange = i % 2 == 0;
                (float x, float y) = draw(orange, random);
                features[2 * i] = x + (noise * random.NextGaussian());
                features[(2 * i) + 1] = y + (noise * random.NextGaussian());
                targets[i] = orange ? 0f : 1f;
            }

            return new Dataset(name, TaskKind.Classification, Shape.Features(2), FeatureKind.Columns, features, targets, ["orange", "blue"]) { Columns = ["x", "y"] };
        }
    }
}
