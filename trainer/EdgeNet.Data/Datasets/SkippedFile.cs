using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>A file or a sub-folder in a folder of data that was not read.</summary>
/// <param name="Path">Its path in the folder.</param>
/// <param name="Reason">Why, such as "hidden".</param>
public sealed record SkippedFile(string Path, string Reason)
{
    private const int MaxNamed = 4;

    /// <summary>Counts files and names the first of them.</summary>
    /// <param name="files">At least one.</param>
    /// <returns>For instance: 3 files: ._1.png (hidden), a/notes.txt, a/b.heic (not PNG, JPEG, BMP or PGM).</returns>
    public static string Describe(IReadOnlyList<SkippedFile> files)
    {
        // A reason stands behind the last of the files in a row that it is true of.
        IEnumerable<string> named = files.Take(MaxNamed).Select((f, i) => UserException.Quote(f.Path)
            + (i + 1 < Math.Min(MaxNamed, files.Count) && files[i + 1].Reason == f.Reason ? "" : $" ({f.Reason})"));
        return $"{files.Count} {(files.Count == 1 ? "file" : "files")}: {string.Join(", ", named)}{(files.Count > MaxNamed ? $" and {files.Count - MaxNamed} more" : "")}";
    }
}
