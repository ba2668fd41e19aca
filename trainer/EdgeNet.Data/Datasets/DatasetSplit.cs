using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>What a network learns from, and what it has never seen.</summary>
/// <param name="Train">The part to learn from.</param>
/// <param name="Test">The part to be judged by.</param>
public sealed record DatasetSplit(Dataset Train, Dataset Test)
{
    private const string ForTesting = "split";

    /// <summary>How the parts were chosen, in one line; null where the data have a test part of their own.</summary>
    public string? Rule { get; init; }

    /// <summary>How to choose the same parts again; null where they were not chosen.</summary>
    public SplitOptions? Options { get; init; }

    /// <summary>The fingerprint of all samples before missing values were filled, and of how they were parted; null where the data have a test part of their own.</summary>
    public uint? Fingerprint { get; init; }

    /// <summary>What may be a mistake in the data, a line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Puts part of every class aside, chosen by seed.</summary>
    /// <param name="data">All samples.</param>
    /// <param name="share">The share put aside, above 0 and below 1.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <returns>The two parts; the second has the given share of every class.</returns>
    /// <exception cref="UserException">There are too few samples to split.</exception>
    public static DatasetSplit Stratified(Dataset data, double share, int seed) => Of(data, Stratified(data, share, seed, ForTesting));

    /// <summary>Puts part of every class aside, chosen by seed. Samples of one group (<see cref="Dataset.Groups"/>) stay together; of a class that comes from one group of recordings, the last part is put aside.</summary>
    /// <param name="data">All samples.</param>
    /// <param name="share">The share put aside, above 0 and below 1; with groups as near to it as they allow.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <param name="purpose">What the part is for, such as "validation": splits for different purposes are independent. "split" for testing.</param>
    /// <returns>The two parts; the first has samples of every class.</returns>
    /// <exception cref="UserException">There are too few samples or groups to split.</exception>
    public static DatasetSplit Create(Dataset data, double share, int seed, string purpose = ForTesting)
    {
        data = LastParts.Of(data, share);
        return Of(data, Choose(data, share, seed, purpose));
    }

    /// <summary>Chooses the samples that <see cref="Create"/> puts aside.</summary>
    /// <returns>For each whether it is.</returns>
    internal static bool[] Choose(Dataset data, double share, int seed, string purpose = ForTesting) => data.Groups is null ? Stratified(data, share, seed, purpose)
        : GroupSplit.Choose(data.Groups, Classes(data), share, new SeededRandom(seed, purpose)) ?? throw new UserException(
            $"{data.Name}: {(data.Groups.Distinct().Count() is var count and > 1 ? $"{count:N0} groups are" : "one group is")} too few to set {share:P0} aside and keep each on one side: a class would have no samples left to learn from");

    /// <summary>Parts samples.</summary>
    /// <param name="data">All samples.</param>
    /// <param name="aside">For each whether it is of the second part.</param>
    /// <returns>The two parts.</returns>
    internal static DatasetSplit Of(Dataset data, bool[] aside) => new(
        data.Subset([.. Enumerable.Range(0, data.Count).Where(i => !aside[i])]), data.Subset([.. Enumerable.Range(0, data.Count).Where(i => aside[i])]));

    private static bool[] Stratified(Dataset data, double share, int seed, string purpose)
    {
        SeededRandom random = new(seed, purpose);
        bool[] chosen = new bool[data.Count];
        int[] classes = Classes(data);
        foreach (IGrouping<int, int> group in Enumerable.Range(0, data.Count).GroupBy(i => classes[i]).OrderBy(g => g.Key))
        {
            int[] members = [.. group];
            random.Shuffle(members);
            int aside = (int)Math.Round(members.Length * share);
            foreach (int member in members.AsSpan(0, aside))
            {
                chosen[member] = true;
            }
        }

        if (!chosen.Contains(true) || !chosen.Contains(false))
        {
            throw new UserException($"{data.Name}: {data.Count} samples are too few to set {share:P0} aside for testing; give more samples, or test data of their own");
        }

        return chosen;
    }

    private static int[] Classes(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(data.StratumOf)];
}
