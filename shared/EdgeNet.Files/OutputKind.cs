namespace EdgeNet.Files;

/// <summary>A kind of file that a command writes, and how it knows one that is there already.</summary>
/// <param name="Name">What to call it in an error, such as "a model file".</param>
/// <param name="Recognises">Whether a file is of this kind, by its first bytes, of which there are at most <see cref="HeadBytes"/>.</param>
public sealed record OutputKind(string Name, Predicate<byte[]> Recognises)
{
    /// <summary>How many of a file's first bytes are looked at.</summary>
    public const int HeadBytes = 64 * 1024;
}
