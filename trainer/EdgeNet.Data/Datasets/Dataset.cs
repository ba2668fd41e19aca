namespace EdgeNet.Data;

/// <summary>Samples with what a network should say about each. Values are raw: as the file or the sensor has them.</summary>
public sealed class Dataset
{
    /// <summary>Creates a dataset.</summary>
    /// <param name="name">Its name, for people.</param>
    /// <param name="task">What is to be found.</param>
    /// <param name="shape">Shape of one sample.</param>
    /// <param name="kind">What the raw values are.</param>
    /// <param name="features">All samples' values, one sample after the other.</param>
    /// <param name="targets">All samples' targets, one sample after the other: the class index, or one number per output.</param>
    /// <param name="labels">Names of the classes or of the outputs.</param>
    public Dataset(string name, TaskKind task, Shape shape, FeatureKind kind, float[] features, float[] targets, string[] labels)
    {
        Name = name;
        Task = task;
        Shape = shape;
        Kind = kind;
        Features = features;
        Targets = targets;
        Labels = labels;
        Count = features.Length / shape.Count;
        if (features.Length != Count * shape.Count || targets.Length != Count * TargetsPerSample)
        {
            throw new ArgumentException($"{features.Length} features and {targets.Length} targets do not make whole samples of {shape.Count}");
        }
    }

    /// <summary>Its name, for people.</summary>
    public string Name { get; }

    /// <summary>What is to be found.</summary>
    public TaskKind Task { get; }

    /// <summary>Shape of one sample.</summary>
    public Shape Shape { get; }

    /// <summary>What the raw values are.</summary>
    public FeatureKind Kind { get; }

    /// <summary>Raw values, Count x Shape.Count.</summary>
    public float[] Features { get; }

    /// <summary>Count x TargetsPerSample: a class index each for classification, else 0/1 or a number for every output.</summary>
    public float[] Targets { get; }

    /// <summary>Names of the classes or of the outputs.</summary>
    public string[] Labels { get; }

    /// <summary>Names of a table's columns, one per value of a sample; null if they have none.</summary>
    public string[]? Columns { get; init; }

    /// <summary>The file that each sample comes from, relative to the folder of the data; null if all are from one.</summary>
    public string[]? Files { get; init; }

    /// <summary>The number of each sample in its file or, where all are from one, in its part of the data, from 1; null where they are in order, or each file is a sample.</summary>
    public int[]? Numbers { get; init; }

    /// <summary>The part of the data that the samples are from, "train" or "test"; null where the data have no parts, or the files say it.</summary>
    public string? Part { get; init; }

    /// <summary>A number for each sample: those with the same number belong together and must stay on one side of a split. Null if each is on its own.</summary>
    public int[]? Groups { get; init; }

    /// <summary>What was read, where the data are a table; else null.</summary>
    public TableDescription? Table { get; init; }

    /// <summary>Whether each sample has one class: of a classification, or normal or not.</summary>
    public bool HasClasses => Task is TaskKind.Classification or TaskKind.Anomaly;

    /// <summary>Where anomalies are looked for: the label of the normal samples. Null if the samples have no labels; all count as normal then.</summary>
    public string? NormalLabel { get; private init; }

    /// <summary>The recordings that the samples are windows of; null for other data.</summary>
    public WindowTable? Windows { get; init; }

    /// <summary>Where each sample begins, if the samples are windows of recordings; else null.</summary>
    public WindowOrigin[]? Origins { get; init; }

    /// <summary>What was found in the folder of the data and not read.</summary>
    public IReadOnlyList<SkippedFile> Skipped { get; init; } = [];

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>1 where samples have classes, else the number of outputs.</summary>
    public int TargetsPerSample => HasClasses ? 1 : Labels.Length;

    /// <summary>The lowest and the highest value that all values of the data can have: 0 and 255 for pixels, else what they have, missing ones aside.</summary>
    public (float Low, float High) CommonRange()
    {
        if (Kind == FeatureKind.Pixels)
        {
            return (byte.MinValue, byte.MaxValue);
        }

        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        foreach (float value in Features)
        {
            low = value < low ? value : low;
            high = value > high ? value : high;
        }

        return (low, high);
    }

    /// <summary>The raw values of a sample.</summary>
    /// <param name="sample">0 to Count - 1.</param>
    /// <returns>Shape.Count values.</returns>
    public ReadOnlySpan<float> Sample(int sample) => Features.AsSpan(sample * Shape.Count, Shape.Count);

    /// <summary>The name of a sample, by which it is known whatever other samples are chosen or left out.</summary>
    /// <param name="sample">0 to Count - 1.</param>
    /// <returns>Its number from 1, such as 17 or test:17; the path of its file, and there its number where it has several; the name of its recording, which it shares with other windows.</returns>
    public string IdOf(int sample) => IdAt(Files?[sample] ?? Part, Files is not null && Numbers is null ? null : Numbers?[sample] ?? sample + 1);

    /// <summary>The same for a reader.</summary>
    internal static string IdAt(string? place, int? number) => number is null ? place! : place is null ? $"{number}" : $"{place}:{number}";

    /// <summary>The class of a sample of a classification.</summary>
    /// <param name="sample">0 to Count - 1.</param>
    /// <returns>Index into Labels.</returns>
    public int ClassOf(int sample) => (int)Targets[sample];

    /// <summary>What a sample counts as where every part of the data must have its share of each class: the class, or 0 for all where there are none.</summary>
    /// <param name="sample">0 to Count - 1.</param>
    /// <returns>0 to Strata - 1.</returns>
    internal int StratumOf(int sample) => Task == TaskKind.Classification ? ClassOf(sample) : 0;

    /// <summary>How many strata there are.</summary>
    internal int Strata => Task == TaskKind.Classification ? Labels.Length : 1;

    /// <summary>The target of one output: for classification 1 for the sample's class and 0 for the others.</summary>
    /// <param name="sample">0 to Count - 1.</param>
    /// <param name="output">0 to Labels.Length - 1.</param>
    /// <returns>The target.</returns>
    public float Target(int sample, int output) => HasClasses
        ? (ClassOf(sample) == output ? 1f : 0f)
        : Targets[(sample * Labels.Length) + output];

    /// <summary>How many samples each class of a classification has.</summary>
    /// <returns>As many numbers as there are labels.</returns>
    public int[] CountClasses()
    {
        int[] counts = new int[Labels.Length];
        for (int i = 0; i < Count; i++)
        {
            counts[ClassOf(i)]++;
        }

        return counts;
    }

    /// <summary>Some of the samples, in the given order.</summary>
    /// <param name="samples">Their indices.</param>
    /// <returns>A dataset of its own.</returns>
    public Dataset Subset(ReadOnlySpan<int> samples)
    {
        int width = Shape.Count, targets = TargetsPerSample;
        float[] features = new float[samples.Length * width];
        float[] wanted = new float[samples.Length * targets];
        for (int i = 0; i < samples.Length; i++)
        {
            Sample(samples[i]).CopyTo(features.AsSpan(i * width));
            Targets.AsSpan(samples[i] * targets, targets).CopyTo(wanted.AsSpan(i * targets));
        }

        int[]? numbers = Numbers is not null || Files is not null ? Some(Numbers, samples) : Array.ConvertAll(samples.ToArray(), s => s + 1);
        return Like(features, wanted, Labels, Some(Files, samples), numbers, Some(Groups, samples), Some(Origins, samples));
    }

    /// <summary>The same samples with other classes.</summary>
    /// <param name="targets">As many as before.</param>
    /// <param name="labels">Names of the classes.</param>
    internal Dataset WithClasses(float[] targets, string[] labels) => Like(Features, targets, labels, Files, Numbers, Groups, Origins);

    /// <summary>The same samples with other groups.</summary>
    /// <param name="groups">One per sample, or null.</param>
    internal Dataset WithGroups(int[]? groups) => Like(Features, Targets, Labels, Files, Numbers, groups, Origins);

    /// <summary>The same samples as normal ones and others.</summary>
    /// <param name="targets">Indices of <see cref="AnomalyLabels"/>.</param>
    /// <param name="normal">The label of the normal ones.</param>
    internal Dataset WithNormal(float[] targets, string normal) => Like(Features, targets, [.. AnomalyLabels.Names], Files, Numbers, Groups, Origins, normal);

    /// <summary>Windows of the same recordings, cut in another way.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="targets">Their classes, which are those of this dataset.</param>
    /// <param name="groups">One per window.</param>
    internal Dataset WithWindows(Dataset windows, float[] targets, int[] groups) => windows.Like(windows.Features, targets, Labels, windows.Files, windows.Numbers, groups, windows.Origins, NormalLabel, Task);

    // With a normal label, samples are normal or not, whatever they were before.
    private Dataset Like(float[] features, float[] targets, string[] labels, string[]? files, int[]? numbers, int[]? groups, WindowOrigin[]? origins, string? normal = null, TaskKind? task = null) => new(Name, task ?? (normal is null ? Task : TaskKind.Anomaly), Shape, Kind, features, targets, labels)
    {
        Columns = Columns,
        Files = files,
        Numbers = numbers,
        Part = Part,
        Groups = groups,
        Table = Table,
        Windows = Windows,
        Origins = origins,
        Skipped = Skipped,
        NormalLabel = normal ?? NormalLabel,
    };

    private static T[]? Some<T>(T[]? all, ReadOnlySpan<int> samples)
    {
        if (all is null)
        {
            return null;
        }

        T[] some = new T[samples.Length];
        for (int i = 0; i < some.Length; i++)
        {
            some[i] = all[samples[i]];
        }

        return some;
    }
}
