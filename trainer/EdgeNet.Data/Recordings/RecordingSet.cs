using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Recordings with the same channels and the same rate.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Recordings">At least one.</param>
/// <param name="SampleScale">What readings were multiplied by to become 16-bit integers; 1 for those that were integers.</param>
public sealed record RecordingSet(string Name, IReadOnlyList<Recording> Recordings, float SampleScale)
{
    /// <summary>The label of sound that has none of the other labels in it, as in Speech Commands. With it, a model is to find the others in a stream.</summary>
    public const string BackgroundLabel = "_background_noise_";

    // What is made of less says more of the making than of the recording.
    private const int LeastShare = 4;

    /// <summary>Whether they are sound.</summary>
    public bool IsSound { get; init; }

    /// <summary>Whether the files name their channels.</summary>
    public bool HasNames { get; init; }

    /// <summary>Name of the column of the labels; null if there is none.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>What was found in the folder and not read.</summary>
    public IReadOnlyList<SkippedFile> Skipped { get; init; } = [];

    /// <summary>What was done to the recordings, and what may be a mistake, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Names of the channels.</summary>
    public IReadOnlyList<string> Channels => Recordings[0].Channels;

    /// <summary>Readings per second.</summary>
    public float Rate => Recordings[0].Rate;

    /// <summary>Whether all have labels.</summary>
    public bool HasLabels => Recordings.All(r => r.Label is not null);

    /// <summary>The labels, sorted.</summary>
    public string[] Labels => [.. Recordings.Select(r => r.Label).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The same recordings, those that are shorter than a window made as long. Sound is put in the middle of silence. Of others, those of a quarter of a window or more go to their end and back again and so on; shorter ones are left out.</summary>
    /// <param name="window">Readings of a window.</param>
    /// <returns>Recordings of at least a window.</returns>
    /// <exception cref="UserException">They are no sound, and all are shorter.</exception>
    public RecordingSet AtLeast(int window)
    {
        if (!IsSound && Recordings.All(r => r.Count < window))
        {
            int longest = Recordings.Max(r => r.Count);
            throw new UserException($"{Name}: the window of {window:N0} readings ({window / Rate:0.###} s) is longer than every recording; the longest has {longest:N0} ({longest / Rate:0.###} s): choose a shorter --window{(LabelColumn is null ? "" : $"; where the label changes, another recording begins, and the labels are the column {UserException.Quote(LabelColumn)} ({Labels.Length:N0} different)")}");
        }

        Recording[] tooShort = IsSound ? [] : [.. Recordings.Where(r => LeastShare * r.Count < window)];
        List<string> notes = [.. Notes];
        if (tooShort.Length > 0)
        {
            notes.Add($"left out, being shorter than a quarter of a window: {Listed(tooShort)}");
        }

        Recording[] filled = [.. Recordings.Except(tooShort).Where(r => r.Count < window)];
        if (filled.Length > 0)
        {
            notes.Add($"shorter than a window and {(IsSound ? "put in the middle of silence" : "continued backwards from the end")}: {Listed(filled)}");
        }

        return this with { Notes = notes, Recordings = [.. Recordings.Except(tooShort).Select(r => r.Count >= window ? r : IsSound ? InSilence(r, window) : ThereAndBack(r, window))] };
    }

    private Recording InSilence(Recording recording, int window)
    {
        int channels = recording.Channels.Count;
        short[] samples = new short[window * channels];
        int silence = (window - recording.Count) / 2;
        recording.Samples.CopyTo(samples, silence * channels);
        return recording with { Samples = samples, Room = Recordings.Any(r => r.Label == BackgroundLabel) ? silence : 0 };
    }

    private static Recording ThereAndBack(Recording recording, int window)
    {
        int channels = recording.Channels.Count, count = recording.Count;
        short[] samples = new short[window * channels];
        for (int i = 0; i < window; i++)
        {
            int around = i % (2 * count), from = around < count ? around : (2 * count) - 1 - around;
            recording.Samples.AsSpan(from * channels, channels).CopyTo(samples.AsSpan(i * channels));
        }

        return recording with { Samples = samples };
    }

    private static string Listed(Recording[] recordings)
    {
        const int Named = 4;
        string names = string.Join(", ", recordings.Take(Named).Select(r => $"{UserException.Quote(r.Name)} ({r.Count / r.Rate:0.##} s)"));
        return recordings.Length > Named ? $"{names} and {recordings.Length - Named:N0} more" : names;
    }
}
