using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Which samples of a dataset must stay together, by what the user says or by what the data are.</summary>
internal static class Grouping
{
    /// <summary>Groups samples: as <see cref="SplitOptions.By"/> says, else the sessions of a recording or the files of a folder of tables, where each class has two or more.</summary>
    /// <param name="data">The samples; groups that a column makes are there already.</param>
    /// <param name="options">How they are split.</param>
    /// <param name="names">What names of files say.</param>
    /// <param name="warnings">Gets a line where samples that may be alike are on both sides.</param>
    /// <exception cref="UserException">There is nothing of the kind.</exception>
    public static Dataset Of(Dataset data, SplitOptions options, FileNamePattern? names, List<string> warnings)
    {
        if (options.TestFiles is not null)
        {
            return data;
        }

        if (options.By is string by)
        {
            Func<string, string>? value = names?.Fields.Contains(by) == true ? f => names.Match(f, by) : by == SplitOptions.ByFile && data.Groups is null ? f => f : null;
            return value is not null && data.Files is not null ? data.WithGroups(Numbered(data.Files, value))
                : data.Groups is not null ? data
                : throw new UserException($"{data.Name}: there is no \"{UserException.Quote(by)}\" to split by; --split-by needs a column of a table, a field of --file-names, or file for a folder{FileNamePattern.Listed(names?.Fields ?? [])}");
        }

        if (data.Windows is not null)
        {
            // Windows overlap: those of one recording never part.
            return data;
        }

        string kind = data.Groups is null ? "file" : TableDescription.Session;
        int[]? groups = data.Groups ?? (data.Table is null || data.Files is null ? null : Numbered(data.Files, f => f));
        int lonely = groups is null ? -1 : ClassOfOneGroup(data, groups);
        if (lonely >= 0)
        {
            bool hasClasses = data.Task == TaskKind.Classification;
            string what = hasClasses ? $"\"{UserException.Quote(data.Labels[lonely])}\" comes" : "all rows come";
            warnings.Add($"{what} from one {kind} only: rows that are alike are both learned and tested, which flatters the figures; record {(hasClasses ? "each label " : "")}in two {kind}s or more");
        }

        return data.WithGroups(lonely >= 0 ? null : groups);
    }

    /// <summary>How the test part was chosen, in words.</summary>
    /// <param name="data">All samples.</param>
    /// <param name="options">How they were split.</param>
    /// <param name="test">The test part.</param>
    /// <param name="isCut">Whether single recordings were cut for it.</param>
    public static string Rule(Dataset data, SplitOptions options, Dataset test, bool isCut)
    {
        bool hasAnomalies = data.Task == TaskKind.Anomaly && data.Targets.Contains(AnomalyLabels.Anomaly);
        string rest = hasAnomalies ? ", and all anomalies" : "", kind = hasAnomalies ? "the normal samples" : data.Task == TaskKind.Classification ? "every class" : "the samples";
        return options.TestFiles is not null ? $"the files like {options.TestFiles}{rest}"
            : data.Groups is null ? $"{options.Share:P0} of {kind}, chosen by --seed {options.Seed}{rest}"
            : $"about {options.Share:P0}{(hasAnomalies ? $" of {kind}" : "")}, chosen by --seed {options.Seed}, where samples with the same {options.By ?? (isCut ? "recording, or part of a single one," : data.Windows is not null ? "recording" : data.Table?.Group ?? SplitOptions.ByFile)} stay together: "
                + $"{LearnableGroups(test):N0} of {LearnableGroups(data):N0} groups{rest}";
    }

    /// <summary>The samples whose files have a name like the pattern; where it has a slash, a path like it.</summary>
    /// <exception cref="UserException">The samples have no files.</exception>
    public static bool[] OfFiles(Dataset data, string pattern)
    {
        if (data.Files is null)
        {
            throw new UserException($"{data.Name}: is not a folder of files; --test-files needs one");
        }

        return Array.ConvertAll(data.Files, new FileMask(pattern).IsLike);
    }

    private static int[] Numbered(string[] files, Func<string, string> value)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        int[] groups = new int[files.Length];
        string last = "";
        for (int i = 0; i < files.Length; i++)
        {
            if (i > 0 && ReferenceEquals(files[i], last))
            {
                groups[i] = groups[i - 1];
                continue;
            }

            last = files[i];
            string group = value(last);
            numbers.TryAdd(group, numbers.Count);
            groups[i] = numbers[group];
        }

        return groups;
    }

    // The first class whose samples are all of one group, or -1.
    private static int ClassOfOneGroup(Dataset data, int[] groups)
    {
        int[] first = new int[data.Strata];
        bool[] several = new bool[first.Length];
        Array.Fill(first, -1);
        for (int i = 0; i < groups.Length; i++)
        {
            int c = data.StratumOf(i);
            first[c] = first[c] < 0 ? groups[i] : first[c];
            several[c] |= groups[i] != first[c];
        }

        return Array.FindIndex([.. several.Select((s, c) => !s && first[c] >= 0)], lonely => lonely);
    }

    private static int LearnableGroups(Dataset data) => AnomalyLabels.OnlyNormal(data).Groups!.Distinct().Count();
}
