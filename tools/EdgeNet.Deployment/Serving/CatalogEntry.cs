namespace EdgeNet.Deployment.Serving;

/// <summary>What has been found out about a model file in one of its states: what it is, or why it is not offered.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="ETag">Strong ETag over the file and its signature.</param>
/// <param name="Problem">Why it is not offered; null if it is.</param>
internal sealed record CatalogEntry(string Name, string ETag, string? Problem)
{
    // What changes within this time may do so without another time stamp.
    private static readonly TimeSpan Doubtful = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of the model file.</summary>
    public int Length { get; init; }

    /// <summary>What it asks of a board; null if it is not offered.</summary>
    public ModelNeeds? Needs { get; init; }

    /// <summary>The signature as hexadecimal digits; null if there is none.</summary>
    public string? Signature { get; init; }

    /// <summary>The version that is signed; null if there is no signature.</summary>
    public int? Version { get; init; }

    /// <summary>State of the model file when it was read.</summary>
    public FileStamp? Model { get; init; }

    /// <summary>State of the file of its signature; null if there was none.</summary>
    public FileStamp? SignatureFile { get; init; }

    /// <summary>When they were read.</summary>
    public DateTime Read { get; init; }

    /// <summary>Whether the files need not be read again: they are as they were, and could not have changed unseen since they were read.</summary>
    public bool Holds(FileStamp model, FileStamp? signatureFile, DateTime now)
    {
        bool settled = IsSettled(model) && (signatureFile is null || IsSettled(signatureFile.Value));
        return Model == model && SignatureFile == signatureFile && (settled || now - Read < Doubtful);
    }

    private bool IsSettled(FileStamp file) => file.Changed is DateTime changed && Read - changed > Doubtful;
}
