using System.Text;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>What looks like a mistake in the labels of a classification.</summary>
internal static class LabelWarnings
{
    private const int MaxNamed = 8;

    /// <summary>Labels that differ only in case or spaces, and classes of one sample.</summary>
    /// <param name="data">The samples.</param>
    /// <returns>A line for each.</returns>
    public static IEnumerable<string> Of(Dataset data)
    {
        if (data.Task != TaskKind.Classification)
        {
            yield break;
        }

        int[] counts = data.CountClasses();
        foreach (int[] alike in Enumerable.Range(0, counts.Length).GroupBy(c => Plain(data.Labels[c])).Select(g => g.ToArray()).Where(g => g.Length > 1).Take(MaxNamed))
        {
            yield return $"the labels {string.Join(" and ", alike.Select(c => $"\"{UserException.Quote(data.Labels[c])}\" ({counts[c]:N0} sample{(counts[c] == 1 ? "" : "s")})"))} differ only in case or spaces; they are learned as different classes";
        }

        int[] single = [.. Enumerable.Range(0, counts.Length).Where(c => counts[c] == 1)];
        if (single.Length > 0)
        {
            yield return $"only one sample is {string.Join(", one ", single.Take(MaxNamed).Select(c => $"\"{UserException.Quote(data.Labels[c])}\""))}"
                + (single.Length > MaxNamed ? $" and so on ({single.Length:N0} classes)" : "") + "; a class needs a sample to learn from and one to test with";
        }
    }

    /// <summary>Classes that are learned but not tested.</summary>
    /// <param name="split">Both parts.</param>
    /// <returns>A line, or none.</returns>
    public static IEnumerable<string> OfUntested(DatasetSplit split)
    {
        if (split.Train.Task != TaskKind.Classification)
        {
            yield break;
        }

        int[] learned = split.Train.CountClasses(), tested = split.Test.CountClasses();
        int[] untested = [.. Enumerable.Range(0, learned.Length).Where(c => learned[c] > 1 && tested[c] == 0)];
        if (untested.Length > 0)
        {
            yield return $"no test sample is {string.Join(" or ", untested.Take(MaxNamed).Select(c => $"\"{UserException.Quote(split.Train.Labels[c])}\""))}"
                + (untested.Length > MaxNamed ? $" or of {untested.Length - MaxNamed:N0} more classes" : "") + ": the accuracy says nothing about these classes";
        }
    }

    private static string Plain(string label)
    {
        StringBuilder plain = new();
        foreach (char c in label.Where(c => !char.IsWhiteSpace(c)))
        {
            plain.Append(char.ToUpperInvariant(c));
        }

        return plain.ToString();
    }
}
