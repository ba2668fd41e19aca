using System.Globalization;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>All samples of some data, each with its label and the part it is in: those of the training first.</summary>
/// <param name="Split">Both parts, as a training gets them.</param>
/// <param name="Samples">The samples.</param>
public sealed record SampleList(DatasetSplit Split, IReadOnlyList<ListedSample> Samples)
{
    /// <summary>Lists data.</summary>
    /// <param name="source">How to read them.</param>
    /// <param name="data">builtin:name, a folder or a file.</param>
    /// <param name="test">Test data; null for the test part of the data, else a fifth of them.</param>
    /// <param name="seed">Seed of built-in data and of the split.</param>
    /// <returns>The list.</returns>
    /// <exception cref="UserException">The data are missing or damaged, or there is nothing to learn.</exception>
    public static SampleList Read(DataSource source, string data, string? test, int seed)
    {
        DatasetSplit split = source.LoadSplit(data, test, seed);
        return new SampleList(split, [.. Of(split.Train, ListedSample.Train), .. Of(split.Test, ListedSample.Test)]);
    }

    /// <summary>The label of a sample, in words.</summary>
    /// <param name="data">The data.</param>
    /// <param name="sample">0 to Count - 1.</param>
    /// <returns>The class, the number, or every output with its number.</returns>
    public static string LabelOf(Dataset data, int sample) => data.HasClasses ? data.Labels[data.ClassOf(sample)]
        : string.Join(' ', data.Labels.Select((label, o) => (data.Labels.Length > 1 ? label + " " : "") + data.Target(sample, o).ToString(CultureInfo.InvariantCulture)));

    private static IEnumerable<ListedSample> Of(Dataset data, string part)
    {
        string? last = null;
        for (int i = 0; i < data.Count; i++)
        {
            string id = data.IdOf(i);
            if (data.Windows is null || id != last)
            {
                yield return new ListedSample(id, LabelOf(data, i), part, i);
            }

            last = id;
        }
    }
}
