namespace EdgeNet.Data.BuiltIn;

/// <summary>Garden bugs by width and length: ladybirds are wide and short, caterpillars thin and long.</summary>
public static class Bugs
{
    /// <summary>Makes bugs, in millimetres.</summary>
    /// <param name="seed">Seed of the bugs.</param>
    /// <returns>400 to learn from and 100 to test.</returns>
    public static DatasetSplit Create(int seed)
    {
        SeededRandom random = new(seed, "bugs");
        return new DatasetSplit(Of(400, random), Of(100, random));
    }

    private static Dataset Of(int count, SeededRandom random)
    {
        float[] features = new float[2 * count];
        float[] targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            bool caterpillar = i % 2 == 1;
            float width = caterpillar ? 1.0f + (0.25f * random.NextGaussian()) : 3.0f + (0.4f * random.NextGaussian());
            float length = caterpillar ? 3.2f + (0.5f * random.NextGaussian()) : 1.2f + (0.25f * random.NextGaussian());
            features[2 * i] = MathF.Max(0.2f, width);
            features[(2 * i) + 1] = MathF.Max(0.2f, length);
            targets[i] = caterpillar ? 1f : 0f;
        }

        return new Dataset("bugs", TaskKind.Classification, Shape.Features(2), FeatureKind.Columns, features, targets, ["ladybird", "caterpillar"]);
    }
}
