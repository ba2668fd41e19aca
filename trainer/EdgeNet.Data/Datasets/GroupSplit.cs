namespace EdgeNet.Data;

/// <summary>Chooses whole groups of samples to put aside, so that each class has about its share there.</summary>
internal static class GroupSplit
{
    /// <summary>Chooses samples.</summary>
    /// <param name="groups">The group of each sample.</param>
    /// <param name="classes">The class of each sample, from 0.</param>
    /// <param name="share">The share put aside.</param>
    /// <param name="random">Decides between groups that are alike.</param>
    /// <returns>For each sample whether it is put aside; null where no group can be without a class losing all others.</returns>
    public static bool[]? Choose(int[] groups, int[] classes, double share, SeededRandom random)
    {
        Dictionary<int, Dictionary<int, int>> counts = [];
        for (int i = 0; i < groups.Length; i++)
        {
            Dictionary<int, int> ofGroup = counts.TryGetValue(groups[i], out Dictionary<int, int>? known) ? known : counts[groups[i]] = [];
            ofGroup[classes[i]] = ofGroup.GetValueOrDefault(classes[i]) + 1;
        }

        int[] names = [.. counts.Keys.Order()];
        random.Shuffle(names);

        // Large groups first: small ones fill what is left.
        names = [.. names.OrderByDescending(g => counts[g].Values.Sum())];
        int[] total = new int[classes.Max() + 1], aside = new int[total.Length], groupsLeft = new int[total.Length];
        foreach (Dictionary<int, int> group in counts.Values)
        {
            foreach ((int c, int count) in group)
            {
                total[c] += count;
                groupsLeft[c]++;
            }
        }

        HashSet<int> chosen = [];
        foreach (int name in names.Where(n => IsLeft(n) && Change(n) < 0))
        {
            Take(name);
        }

        // A class that has no sample aside yet can have one where it has groups to choose from.
        foreach (int c in Enumerable.Range(0, total.Length).Where(c => total[c] > 0))
        {
            int[] candidates = [.. names.Where(n => aside[c] == 0 && !chosen.Contains(n) && counts[n].ContainsKey(c) && IsLeft(n))];
            if (candidates.Length > 0)
            {
                Take(candidates.MinBy(Change));
            }
        }

        return chosen.Count == 0 ? null : Array.ConvertAll(groups, chosen.Contains);

        bool IsLeft(int name) => counts[name].Keys.All(c => groupsLeft[c] > 1);

        // Of the distance between the shares of the classes and the share wanted.
        double Change(int name) => counts[name].Sum(c =>
        {
            double before = ((double)aside[c.Key] / total[c.Key]) - share, after = before + ((double)c.Value / total[c.Key]);
            return (after * after) - (before * before);
        });

        void Take(int name)
        {
            chosen.Add(name);
            foreach ((int c, int count) in counts[name])
            {
                aside[c] += count;
                groupsLeft[c]--;
            }
        }
    }
}
