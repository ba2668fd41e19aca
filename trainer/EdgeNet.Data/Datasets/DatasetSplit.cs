using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>What a network learns from, and what it has never seen.</summary>
/// <param name="Train">The part to learn from.</param>
/// <param name="Test">The part to be judged by.</param>
public sealed record DatasetSplit(Dataset Train, Dataset Test)
{
    /// <summary>Puts part of every class aside, chosen by seed.</summary>
    /// <param name="data">All samples.</param>
    /// <param name="share">The share put aside, above 0 and below 1.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <returns>The two parts; the second has the given share of every class.</returns>
    /// <exception cref="UserException">There are too few samples to split.</exception>
    public static DatasetSplit Stratified(Dataset data, double share, int seed)
    {
        SeededRandom random = new(seed, "split");
        List<int> train = [], test = [];
        IEnumerable<IGrouping<int, int>> groups = Enumerable.Range(0, data.Count)
            .GroupBy(i => data.Task == TaskKind.Classification ? data.ClassOf(i) : 0)
            .OrderBy(g => g.Key);
        foreach (IGrouping<int, int> group in groups)
        {
            int[] members = [.. group];
            random.Shuffle(members);
            int aside = (int)Math.Round(members.Length * share);
            test.AddRange(members[..aside]);
            train.AddRange(members[aside..]);
        }

        if (train.Count == 0 || test.Count == 0)
        {
            throw new UserException($"{data.Name}: {data.Count} samples are too few to set {share:P0} aside for testing; give test data with --test");
        }

        train.Sort();
        test.Sort();
        return new DatasetSplit(data.Subset([.. train]), data.Subset([.. test]));
    }
}
