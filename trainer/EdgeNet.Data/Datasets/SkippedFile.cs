using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>A file or a sub-folder in a folder of data that was not read.</summary>
/// <param name="Path">Its path in the folder.</param>
/// <param name="Reason">Why, such as "hidden".</param>
public sealed record SkippedFile(string Path, string Reason)
{
    /// <summary>The reason of files that systems and programs hide.</summary>
    public const string Hidden = "hidden";

    /// <summary>The reason of links to folders: they may lead back to where they are, and samples would be on both sides of a split.</summary>
    public const string FolderLink = "a link to a folder";

    private const int MaxNamed = 4;

    /// <summary>Counts files and names the first of them.</summary>
    /// <param name="files">At least one.</param>
    /// <returns>For instance: 3 files: ._1.png (hidden), a/notes.txt, a/b.heic (not PNG, JPEG, BMP or PGM).</returns>
    public static string Describe(IReadOnlyList<SkippedFile> files)
    {
        // What systems hide is hardly ever missed.
        files = [.. files.OrderBy(f => f.Reason == Hidden)];

        // A reason stands behind the last of the files in a row that it is true of.
        IEnumerable<string> named = files.Take(MaxNamed).Select((f, i) => UserException.Quote(f.Path)
            + (i + 1 < Math.Min(MaxNamed, files.Count) && files[i + 1].Reason == f.Reason ? "" : $" ({f.Reason})"));
        return $"{files.Count} {(files.Count == 1 ? "file" : "files")}: {string.Join(", ", named)}{(files.Count > MaxNamed ? $" and {files.Count - MaxNamed} more" : "")}";
    }
}
