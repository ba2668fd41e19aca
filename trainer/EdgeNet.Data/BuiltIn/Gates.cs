namespace EdgeNet.Data.BuiltIn;

/// <summary>Logic gates: the four rows of a truth table, which are all there is to learn and to test.</summary>
public static class Gates
{
    /// <summary>Makes the truth table of some gates.</summary>
    /// <param name="name">Name of the dataset.</param>
    /// <param name="gates">Any of AND, OR, XOR: one output each.</param>
    /// <returns>The table, for training and for the test.</returns>
    public static DatasetSplit Create(string name, params string[] gates)
    {
        List<float> inputs = [], targets = [];
        foreach ((int a, int b) in new[] { (0, 0), (0, 1), (1, 0), (1, 1) })
        {
            inputs.AddRange([a, b]);
            targets.AddRange(gates.Select(g => (float)(g switch { "AND" => a & b, "OR" => a | b, _ => a ^ b })));
        }

        Dataset table = new(name, TaskKind.MultiLabel, Shape.Features(2), FeatureKind.SharedRange, [.. inputs], [.. targets], gates);
        return new DatasetSplit(table, table);
    }
}
