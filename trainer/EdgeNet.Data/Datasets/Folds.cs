using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Deals samples into parts of about the same size for cross-validation. Each part has its share of every class, and samples of one group stay together.</summary>
public sealed class Folds
{
    private readonly Dataset _data;
    private readonly int[] _foldOf;

    /// <summary>Deals the samples.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="count">Number of parts, 2 or more.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <exception cref="UserException">There are fewer samples, or groups of samples, than parts.</exception>
    public Folds(Dataset data, int count, int seed)
    {
        _data = data;
        Count = count;
        int[][] groups = data.Groups is null ? [.. Enumerable.Range(0, data.Count).Select(s => new[] { s })]
            : [.. Enumerable.Range(0, data.Count).GroupBy(s => data.Groups[s]).Select(g => g.ToArray())];
        if (groups.Length < count)
        {
            throw new UserException($"{data.Name}: {groups.Length} {(data.Groups is null ? "samples" : "groups of samples")} are too few for {count} folds");
        }

        _foldOf = Deal(groups, seed);
    }

    /// <summary>Number of parts.</summary>
    public int Count { get; }

    /// <summary>The samples of a part.</summary>
    /// <param name="fold">0 to Count - 1.</param>
    /// <returns>Their indices, in rising order.</returns>
    public int[] SamplesOf(int fold) => [.. Enumerable.Range(0, _data.Count).Where(s => _foldOf[s] == fold)];

    /// <summary>A split with one part to test and all others to train.</summary>
    /// <param name="fold">The part to test, 0 to Count - 1.</param>
    /// <returns>The split.</returns>
    public DatasetSplit Split(int fold) => new(_data.Subset([.. Enumerable.Range(0, _data.Count).Where(s => _foldOf[s] != fold)]), _data.Subset(SamplesOf(fold)));

    // Large groups first, as they are the hardest to place; each goes where its classes are rarest, then where the fewest samples are.
    private int[] Deal(int[][] groups, int seed)
    {
        int[] order = [.. Enumerable.Range(0, groups.Length)], foldOf = new int[_data.Count], sizes = new int[Count];
        new SeededRandom(seed, "folds").Shuffle(order);
        int[][] ofStratum = [.. Enumerable.Range(0, _data.Strata).Select(_ => new int[Count])];
        foreach (int g in order.OrderByDescending(g => groups[g].Length))
        {
            int fold = Enumerable.Range(0, Count).MinBy(f => (groups[g].Sum(s => (long)ofStratum[_data.StratumOf(s)][f]), sizes[f]));
            foreach (int s in groups[g])
            {
                foldOf[s] = fold;
                ofStratum[_data.StratumOf(s)][fold]++;
            }

            sizes[fold] += groups[g].Length;
        }

        return foldOf;
    }
}
