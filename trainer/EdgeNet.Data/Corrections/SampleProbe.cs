using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Finds out what data say of some samples.</summary>
/// <param name="data">The name of the data.</param>
/// <param name="samples">The samples, as <see cref="Dataset.IdOf"/> names them.</param>
/// <param name="labelOf">The label that a sample is read with, by its name and its label in the data.</param>
internal sealed class SampleProbe(string data, IEnumerable<string> samples, Func<string, string?, string?> labelOf) : ISampleReview
{
    private readonly Dictionary<string, Correction?> _found = samples.Distinct().ToDictionary(s => s, _ => (Correction?)null, StringComparer.Ordinal);

    /// <summary>The samples as corrections that change nothing.</summary>
    /// <exception cref="UserException">The data have no such sample.</exception>
    public IReadOnlyList<Correction> Found => [.. _found.Select(f => f.Value ?? throw new UserException($"{UserException.Quote(data)} has no sample {UserException.Quote(f.Key)}"))];

    /// <inheritdoc/>
    public bool Concerns(string sample) => _found.ContainsKey(sample);

    /// <inheritdoc/>
    public string? LabelOf(string sample, string? was, uint fingerprint)
    {
        _found[sample] = new Correction(data, sample, was, was ?? "", fingerprint);
        return labelOf(sample, was);
    }
}
