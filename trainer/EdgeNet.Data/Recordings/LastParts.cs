using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Parts what cannot be parted by whole groups: if all recordings of a class are of one group, such as a single long recording, their last part becomes a group of its own.</summary>
public static class LastParts
{
    /// <summary>Parts such classes. Recordings are cut, so that no window is on both sides.</summary>
    /// <param name="data">Windows of recordings, with groups; other data stay as they are. Of data with anomalies only what is normal is parted.</param>
    /// <param name="share">About what share of its readings the last part has, above 0 and below 1; at least a window.</param>
    /// <param name="warnings">Gets a line that names the classes; may be null.</param>
    /// <returns>The windows of the parts and of all other recordings; <paramref name="data"/> where nothing is cut.</returns>
    public static Dataset Of(Dataset data, double share, List<string>? warnings = null)
    {
        if (data is not { Windows: { } table, Origins: { } origins, Groups: { } groups })
        {
            return data;
        }

        // The first sample of each recording that has any, in their order.
        (int Recording, int Sample)[] recordings = [.. origins.Select((o, s) => (o.Recording, s)).DistinctBy(r => r.Recording).OrderBy(r => r.Recording)];
        HashSet<int> single = [.. recordings.GroupBy(r => data.ClassOf(r.Sample)).Where(c => c.DistinctBy(r => groups[r.Sample]).Count() == 1).Select(c => c.Key)];
        if (data.Task == TaskKind.Anomaly)
        {
            single.Remove(AnomalyLabels.Anomaly);
        }

        int fresh = groups.Max() + 1;
        List<(Recording Part, int Sample, int Group)> parts = [];
        HashSet<int> parted = [];
        Dictionary<int, long> left = recordings.GroupBy(r => data.ClassOf(r.Sample)).ToDictionary(c => c.Key, c => (long)(c.Sum(r => (long)table.Recordings.Recordings[r.Recording].Count) * (1 - share)));
        foreach ((int r, int sample) in recordings)
        {
            Recording whole = table.Recordings.Recordings[r];
            int c = data.ClassOf(sample), cut = single.Contains(c) ? CutOf(whole.Count, left[c], table.Features) : whole.Count;
            cut = cut > 0 || parts.Exists(p => data.ClassOf(p.Sample) == c) ? cut : whole.Count;
            left[c] -= whole.Count;
            if (cut > 0)
            {
                parts.Add((cut == whole.Count ? whole : whole with { Samples = whole.Samples[..(cut * whole.Channels.Count)] }, sample, groups[sample]));
            }

            if (cut < whole.Count)
            {
                parts.Add((whole with { Samples = whole.Samples[(cut * whole.Channels.Count)..], Start = whole.Start + (cut / (double)whole.Rate) }, sample, fresh + c));
                parted.Add(c);
            }
        }

        if (parted.Count == 0)
        {
            return data;
        }

        warnings?.Add(Warning(data, parted, share));
        Dataset windows = WindowTable.Compute(table.Recordings with { Recordings = [.. parts.Select(p => p.Part)] }, table.Features);
        return data.WithWindows(windows, [.. windows.Origins!.Select(o => data.Targets[parts[o.Recording].Sample])], [.. windows.Origins!.Select(o => parts[o.Recording].Group)]);
    }

    // Readings of the first part: 0 or all where the recording is too short to be cut. The first part has more windows than the last, which is the one put aside.
    private static int CutOf(int count, long left, IWindowFeatures features)
    {
        if (left <= 0 || left >= count)
        {
            return left <= 0 ? 0 : count;
        }

        int cut = (int)Math.Min(left, count - features.WindowReadings);
        return cut >= features.WindowReadings + features.StrideReadings ? cut : 0;
    }

    private static string Warning(Dataset data, HashSet<int> parted, double share)
    {
        const int Named = 8;
        string last = $"the last {share:P0} are for testing, which flatters the figures; ";
        return data.Task == TaskKind.Anomaly ? $"what is normal comes from one recording: {last}record it in two or more"
            : $"{string.Join(", ", parted.Order().Take(Named).Select(c => $"\"{UserException.Quote(data.Labels[c])}\""))}{(parted.Count > Named ? " and so on" : "")} {(parted.Count == 1 ? "comes from one recording" : "come from one recording each")}: {last}record each label in two or more";
    }
}
