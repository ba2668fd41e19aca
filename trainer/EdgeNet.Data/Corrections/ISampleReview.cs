namespace EdgeNet.Data;

/// <summary>What the readers of data ask before they take a sample.</summary>
internal interface ISampleReview
{
    /// <summary>Whether anything is to be said of a sample.</summary>
    /// <param name="sample">As <see cref="Dataset.IdOf"/> names it.</param>
    bool Concerns(string sample);

    /// <summary>The label of a sample of which something is to be said.</summary>
    /// <param name="sample">As <see cref="Dataset.IdOf"/> names it.</param>
    /// <param name="was">Its label in the data; null where they have none.</param>
    /// <param name="fingerprint">See <see cref="SampleFingerprint"/>.</param>
    /// <returns>The label it has; null if it is left out.</returns>
    /// <exception cref="Files.UserException">It is not the sample that was meant.</exception>
    string? LabelOf(string sample, string? was, uint fingerprint);
}
