using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Pictures;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Data;

/// <summary>The samples of a project as they were when they were last read.</summary>
internal sealed class DataView
{
    private readonly SampleList? _list;
    private readonly PictureStore? _store;
    private readonly Lazy<(float Low, float High)[]> _ranges;

    private DataView(SampleList? list, PictureStore? store, IReadOnlyList<ListedSample> samples, string? problem)
    {
        (_list, _store, Samples, Problem) = (list, store, samples, problem);
        _ranges = new(() => SampleThumbnail.RangesOf(list!.Split.Train));
        Balance = [.. samples.GroupBy(s => s.Label).Select(g => new ClassCount(g.Key, g.Count(s => s.Part == ListedSample.Train), g.Count(s => s.Part == ListedSample.Test), g.Count(s => s.Part is null)))
            .Take(MaxClasses).OrderBy(c => c.Label, ByNumber)];
    }

    /// <summary>The most classes whose balance is shown: the numbers of a regression are all different.</summary>
    public const int MaxClasses = 200;

    private static readonly Comparer<string> ByNumber = Comparer<string>.Create((a, b) =>
        int.TryParse(a, out int x) && int.TryParse(b, out int y) ? x.CompareTo(y) : string.CompareOrdinal(a, b));

    /// <summary>All samples.</summary>
    public IReadOnlyList<ListedSample> Samples { get; }

    /// <summary>Why they cannot be trained with yet; null if they can.</summary>
    public string? Problem { get; }

    /// <summary>How many samples each class has.</summary>
    public IReadOnlyList<ClassCount> Balance { get; }

    /// <summary>Whether samples are shown as pictures; if not, as traces or values.</summary>
    public bool ArePictures => _store is not null || (_list is not null && SampleThumbnail.ArePictures(_list.Split.Train));

    /// <summary>Whether each sample has one label, which can be put right.</summary>
    public bool HasLabels => _list?.Split.Train.Task is null or TaskKind.Classification;

    /// <summary>Reads the samples.</summary>
    /// <param name="training">What the project trains; null if it has no data yet.</param>
    /// <param name="store">The folder of pictures, if that is what the data are; else null.</param>
    /// <returns>The samples; none, and the reason, if they cannot be read.</returns>
    public static DataView Read(TrainingRequest? training, PictureStore? store)
    {
        SampleList? list = null;
        string? problem = null;
        try
        {
            list = training is null ? null : SampleList.Read(training.Source with { NamesOnly = store is not null }, training.Data, training.Test, training.Options.Seed);
        }
        catch (Exception e) when (e is UserException or IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
        }

        return new DataView(store is null ? list : null, store, list is not null ? list.Samples : store is null ? [] : [.. store.List().SelectMany(c => c.Ids.Select(id => new ListedSample(id, c.Label, null, 0)))], problem);
    }

    /// <summary>Chooses samples.</summary>
    /// <param name="label">Only those of this label; null for all.</param>
    /// <param name="part">Only those of this part; null for all.</param>
    /// <returns>The samples, in their order.</returns>
    public IReadOnlyList<ListedSample> Of(string? label, string? part) => label is null && part is null ? Samples : [.. Samples.Where(s => (label is null || s.Label == label) && (part is null || s.Part == part))];

    /// <summary>A sample as a small picture.</summary>
    /// <param name="sample">One of <see cref="Samples"/>.</param>
    /// <returns>The picture; null if it is gone or damaged.</returns>
    public Picture? ThumbnailOf(ListedSample sample)
    {
        try
        {
            return _store is not null ? SampleThumbnail.Fit(PictureFile.Read(_store.PathOf(sample.Id))) : SampleThumbnail.Of(PartOf(sample), sample.Index);
        }
        catch (Exception e) when (e is UserException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A sample as lines.</summary>
    /// <param name="sample">One of <see cref="Samples"/>, which are no pictures.</param>
    /// <returns>A line for each channel.</returns>
    public float[][] TraceOf(ListedSample sample) => SampleThumbnail.TraceOf(PartOf(sample), sample.Index, _ranges.Value);

    private Dataset PartOf(ListedSample sample) => sample.Part == ListedSample.Test ? _list!.Split.Test : _list!.Split.Train;
}

/// <summary>How many samples a class has.</summary>
/// <param name="Label">The class.</param>
/// <param name="Train">Those that are learned from.</param>
/// <param name="Test">Those that are tested with.</param>
/// <param name="Unsplit">Those of data that cannot be split yet.</param>
internal sealed record ClassCount(string Label, int Train, int Test, int Unsplit);
