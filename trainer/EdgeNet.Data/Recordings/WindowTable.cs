using System.Collections.Concurrent;

namespace EdgeNet.Data;

/// <summary>Where the samples of a dataset come from, if they are windows of recordings.</summary>
/// <param name="Recordings">The recordings, each of at least a window.</param>
/// <param name="Features">How windows become samples.</param>
public sealed record WindowTable(RecordingSet Recordings, IWindowFeatures Features)
{
    /// <summary>How many variants of a window there are for augmentation.</summary>
    public const int Variants = 16;

    // Trainings that choose by cross-validation share them.
    private readonly ConcurrentDictionary<(int Seed, WindowOrigin Origin, int Variant, int Behind), float[]> _variants = new();

    /// <summary>Cuts recordings into windows and computes their features.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="features">The features.</param>
    /// <returns>A sample per window, with the name of its recording as its file.</returns>
    /// <exception cref="Files.UserException">The recordings are no sound, and all are shorter than a window.</exception>
    public static Dataset Compute(RecordingSet recordings, IWindowFeatures features)
    {
        recordings = recordings.AtLeast(features.WindowReadings);
        float[][] values = new float[recordings.Recordings.Count][];
        Parallel.For(0, values.Length, r => values[r] = features.Compute(recordings.Recordings[r].Samples));
        bool hasLabels = recordings.HasLabels;
        string[] labels = hasLabels ? recordings.Labels : [""];
        Dictionary<string, int> groups = new(StringComparer.Ordinal);
        List<float> targets = [];
        List<int> groupOf = [];
        List<string> files = [];
        List<WindowOrigin> origins = [];
        for (int r = 0; r < values.Length; r++)
        {
            Recording recording = recordings.Recordings[r];
            groups.TryAdd(recording.Group, groups.Count);
            int label = hasLabels ? Array.IndexOf(labels, recording.Label) : 0;
            for (int w = 0; w < values[r].Length / features.Shape.Count; w++)
            {
                targets.Add(label);
                groupOf.Add(groups[recording.Group]);
                files.Add(recording.Name);
                origins.Add(new WindowOrigin(r, w * features.StrideReadings));
            }
        }

        float[] all = new float[targets.Count * features.Shape.Count];
        int at = 0;
        foreach (float[] part in values)
        {
            part.CopyTo(all, at);
            at += part.Length;
        }

        return new Dataset(recordings.Name, TaskKind.Classification, features.Shape, features.Kind, all, [.. targets], labels)
        {
            Columns = features.Columns,
            Files = [.. files],
            Groups = [.. groupOf],
            Skipped = recordings.Skipped,
            Windows = new WindowTable(recordings, features),
            Origins = [.. origins],
        };
    }

    /// <summary>The features of a window as it could have been: shifted, faster or slower, larger or smaller, with noise.</summary>
    /// <param name="origin">The window.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="variant">0 to <see cref="Variants"/> - 1.</param>
    /// <param name="behind">The recording that is heard behind it, of <see cref="Background"/>; noise of its own if below 0.</param>
    /// <returns>Shape.Count values, not to be changed.</returns>
    public float[] Variant(WindowOrigin origin, int seed, int variant, int behind = -1) => _variants.GetOrAdd((seed, origin, variant, behind), static (key, table) =>
        table.Features.Compute(WindowAugmentation.Make(table.Recordings.Recordings[key.Origin.Recording], key.Origin.Reading, table.Features.WindowReadings, table.Recordings.IsSound,
            key.Behind < 0 ? null : table.Recordings.Recordings[key.Behind], key.Seed, key.Variant)), this);

    /// <summary>The recordings of background among some windows.</summary>
    /// <param name="origins">The windows.</param>
    /// <returns>Indices of recordings of sound; none if there is no such label.</returns>
    public int[] Background(IEnumerable<WindowOrigin> origins) => [.. origins.Where(IsBackground).Select(o => o.Recording).Distinct()];

    /// <summary>Whether a window is sound without any other label in it.</summary>
    /// <param name="origin">The window.</param>
    /// <returns>False for anything else.</returns>
    public bool IsBackground(WindowOrigin origin) => Recordings.IsSound && Recordings.Recordings[origin.Recording].Label == RecordingSet.BackgroundLabel;

    /// <summary>When a window begins.</summary>
    /// <param name="origin">The window.</param>
    /// <returns>Seconds from the beginning of its recording.</returns>
    public double SecondsAt(WindowOrigin origin) => Recordings.Recordings[origin.Recording].Start + (origin.Reading / (double)Recordings.Rate);
}

/// <summary>Where a window begins.</summary>
/// <param name="Recording">Index of the recording in its set.</param>
/// <param name="Reading">Its first reading.</param>
public readonly record struct WindowOrigin(int Recording, int Reading);
