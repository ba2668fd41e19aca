using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Puts labels right while data are read.</summary>
internal sealed class AppliedCorrections : ISampleReview
{
    private const int MaxNamed = 3;

    private readonly string _path;
    private readonly string _data;
    private readonly Dictionary<string, Correction> _ofSample = new(StringComparer.Ordinal);
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    /// <summary>Chooses the corrections of some data.</summary>
    /// <param name="all">Corrections in the order in which they were made.</param>
    /// <param name="path">Their file, for errors.</param>
    /// <param name="data">The name of the data: <see cref="NameOf"/>.</param>
    public AppliedCorrections(IEnumerable<Correction> all, string path, string data)
    {
        (_path, _data) = (path, data);
        // The last one of a sample counts.
        foreach (Correction correction in all.Where(c => c.Data == data))
        {
            _ofSample[correction.Sample] = correction;
        }
    }

    /// <summary>The name by which corrections know data: that of the file or folder, without .gz.</summary>
    /// <param name="spec">A path; - for what is piped in.</param>
    public static string NameOf(string spec)
    {
        string name = spec == TableFile.Piped ? spec : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(spec)));
        return name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
    }

    /// <inheritdoc/>
    public bool Concerns(string sample) => _ofSample.ContainsKey(sample);

    /// <inheritdoc/>
    public string? LabelOf(string sample, string? was, uint fingerprint)
    {
        Correction correction = _ofSample[sample];
        _found.Add(sample);
        return correction.Fingerprint != fingerprint ? throw Wrong(sample, "is not what it was when it was corrected: the data have changed")
            : correction.Was != (was ?? "") ? throw Wrong(sample, $"was \"{UserException.Quote(correction.Was)}\" when it was corrected, and is \"{UserException.Quote(was ?? "")}\" now: the data have changed")
            : was is null && correction.Label is not null ? throw Wrong(sample, "has no label that could be corrected")
            : correction.Label;
    }

    /// <summary>Makes sure that all were applied, once the data are read.</summary>
    /// <exception cref="UserException">The data have no such sample.</exception>
    public void CheckAllFound()
    {
        string[] missing = [.. _ofSample.Keys.Except(_found)];
        if (missing.Length > 0)
        {
            throw new UserException($"{_path}: {UserException.Quote(_data)} has no {(missing.Length == 1 ? "sample" : "samples")} {string.Join(", ", missing.Take(MaxNamed).Select(m => UserException.Quote(m)))}"
                + $"{(missing.Length > MaxNamed ? $" and {missing.Length - MaxNamed:N0} more" : "")}: the data have changed, or are read in another way than when they were corrected");
        }
    }

    private UserException Wrong(string sample, string problem) => new($"{_path}: sample {UserException.Quote(sample)} of {UserException.Quote(_data)} {problem}; delete the line, and correct the sample again if it needs it");
}
