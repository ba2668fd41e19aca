using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>The two classes of data in which anomalies are looked for: what is normal, and everything else.</summary>
public static class AnomalyLabels
{
    /// <summary>Index of what is normal.</summary>
    public const int Normal = 0;

    /// <summary>Index of what is not.</summary>
    public const int Anomaly = 1;

    // Labels that say so by themselves.
    private static readonly string[] Usual = ["normal", "ok", "good", "healthy", "0", "false", "no"];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["normal", "anomaly"];

    /// <summary>Makes two classes of any number of them.</summary>
    /// <param name="data">A classification, or data that have these two classes already.</param>
    /// <param name="normal">The label of what is normal; null if it shows: there is one label, or one is called normal, ok, good, healthy, 0, false or no.</param>
    /// <returns>The same samples.</returns>
    /// <exception cref="UserException">It does not show, or there is no such label.</exception>
    public static Dataset Of(Dataset data, string? normal)
    {
        if (data.Task == TaskKind.Anomaly)
        {
            return data;
        }

        if (data.Task != TaskKind.Classification)
        {
            throw new UserException($"{data.Name}: has numbers to be estimated, not labels; anomalies are looked for in data of one kind, or with a label per sample");
        }

        int index = IndexOf(data, normal);
        return data.WithNormal(Array.ConvertAll(data.Targets, t => t == index ? (float)Normal : Anomaly), data.Labels[index]);
    }

    /// <summary>The samples to learn from: of data with anomalies the normal ones, of others all.</summary>
    internal static Dataset OnlyNormal(Dataset data) => data.Task != TaskKind.Anomaly || data.Targets.All(t => t == Normal) ? data
        : data.Subset([.. Enumerable.Range(0, data.Count).Where(s => data.ClassOf(s) == Normal)]);

    private static int IndexOf(Dataset data, string? normal)
    {
        if (normal is not null)
        {
            int named = Array.IndexOf(data.Labels, normal);
            return named >= 0 ? named : throw new UserException($"{data.Name}: no sample is labelled \"{UserException.Quote(normal)}\" (--normal); there are {Listed(data.Labels)}");
        }

        int usual = data.Labels.Length == 1 ? 0 : Array.FindIndex(data.Labels, l => Array.Exists(Usual, u => u.Equals(l, StringComparison.OrdinalIgnoreCase)));
        return usual >= 0 ? usual : throw new UserException($"{data.Name}: none of the labels says which samples are normal ({Listed(data.Labels)}); name it with --normal");
    }

    private static string Listed(string[] labels) => string.Join(", ", labels.Take(8).Select(l => UserException.Quote(l))) + (labels.Length > 8 ? $" and {labels.Length - 8:N0} more" : "");
}
