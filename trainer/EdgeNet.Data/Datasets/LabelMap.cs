using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Brings the labels of one dataset into the order of another, or of a model: by their text.</summary>
public static class LabelMap
{
    /// <summary>Renumbers the classes of a dataset.</summary>
    /// <param name="data">The dataset.</param>
    /// <param name="labels">The labels in the order wanted.</param>
    /// <returns>The dataset itself where nothing changes, or where its outputs are not classes.</returns>
    /// <exception cref="UserException">The dataset has a label or an output that is not among them.</exception>
    public static Dataset Apply(Dataset data, string[] labels)
    {
        if (data.Task != TaskKind.Classification)
        {
            return data.Labels.Length == labels.Length ? data
                : throw new UserException($"{data.Name} has {data.Labels.Length} outputs, but the model has {labels.Length}");
        }

        if (data.Labels.SequenceEqual(labels))
        {
            return data;
        }

        int[] map = Array.ConvertAll(data.Labels, l => Array.IndexOf(labels, l));
        int unknown = Enumerable.Range(0, data.Count).Select(data.ClassOf).Where(c => map[c] < 0).DefaultIfEmpty(-1).First();
        if (unknown >= 0)
        {
            throw new UserException($"{data.Name} has the label \"{data.Labels[unknown]}\", which is not among {string.Join(", ", labels.Take(20))}");
        }

        float[] targets = Array.ConvertAll(data.Targets, t => (float)map[(int)t]);
        return data.WithClasses(targets, labels);
    }
}
