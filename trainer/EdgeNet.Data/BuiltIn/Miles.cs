namespace EdgeNet.Data.BuiltIn;

/// <summary>Kilometres to miles: the smallest regression there is.</summary>
public static class Miles
{
    /// <summary>Kilometres in an international mile.</summary>
    public const double KilometresPerMile = 1.609344;

    /// <summary>Makes distances from 0 to 100 km.</summary>
    /// <param name="seed">Seed of the training distances.</param>
    /// <returns>Random distances to learn from, every half kilometre to test.</returns>
    public static DatasetSplit Create(int seed)
    {
        SeededRandom random = new(seed, "miles");
        float[] train = [0f, 100f, .. Enumerable.Range(0, 398).Select(_ => random.Between(0f, 100f))];
        float[] test = [.. Enumerable.Range(0, 201).Select(i => i / 2f)];
        return new DatasetSplit(Of(train), Of(test));
    }

    private static Dataset Of(float[] kilometres) => new("miles", TaskKind.Regression, Shape.Features(1), FeatureKind.Columns,
        kilometres, Array.ConvertAll(kilometres, km => (float)(km / KilometresPerMile)), ["miles"]);
}
