using System.IO.Enumeration;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Folders of tables with the same columns, such as one per recording, which are read as one table.</summary>
internal static class TableFolder
{
    private const int MaxFiles = 100_000;

    /// <summary>The tables in a folder and its sub-folders.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Paths relative to the folder, sorted; without hidden files and what is in linked folders.</returns>
    /// <exception cref="UserException">There are too many, or a folder cannot be read.</exception>
    public static string[] Files(string folder)
    {
        EnumerationOptions all = new() { RecurseSubdirectories = true, MaxRecursionDepth = 8, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = false };
        try
        {
            FileSystemEnumerable<string> files = new(folder, (ref FileSystemEntry e) => e.ToFullPath(), all)
            {
                ShouldIncludePredicate = (ref FileSystemEntry e) => !e.IsDirectory,
                ShouldRecursePredicate = (ref FileSystemEntry e) => !FolderLink.Is(e.ToFileSystemInfo()),
            };
            string[] tables = [.. files.Where(IsTable).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Where(f => !f.Split('/').Any(p => p.StartsWith('.'))).Take(MaxFiles + 1).Order(StringComparer.Ordinal)];
            return tables.Length <= MaxFiles ? tables : throw new UserException($"{folder}: more than {MaxFiles:N0} tables");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{folder}: cannot be read ({e.Message})", e);
        }
    }

    /// <summary>Reads tables as one.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="files">Their paths relative to it.</param>
    /// <param name="options">What the user says about them.</param>
    /// <param name="names">What the names of the files say; null for nothing.</param>
    /// <returns>The dataset, with the file of each sample. Its labels are what the names say, else the column that the user names, else the sub-folders, else the last column.</returns>
    /// <exception cref="UserException">A file is not such a table, or has other columns.</exception>
    public static Dataset Read(string folder, string[] files, CsvOptions options, FileNamePattern? names)
    {
        bool byName = names?.Fields.Contains(FileNamePattern.Label) == true;
        bool byFolder = !byName && options.LabelColumn is null && files.All(f => f.Contains('/')) && files.Select(SubFolder).Distinct().Skip(1).Any();
        TableReader reader = new(options, label: !byName && !byFolder && options.HasLabel);
        foreach (string file in files)
        {
            string path = Path.Combine(folder, file);
            using Stream stream = DataFile.Open(path);
            reader.Read(stream, path, file, byName ? names!.Match(path, FileNamePattern.Label) : byFolder ? SubFolder(file) : null);
        }

        return reader.ToDataset(Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)));
    }

    private static bool IsTable(string path) => TableFile.IsTable(path) && !path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);

    private static string SubFolder(string file) => file[..file.IndexOf('/', StringComparison.Ordinal)];
}
