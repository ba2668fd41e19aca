namespace EdgeNet.Studio.Projects;

/// <summary>What a folder has that may be data.</summary>
internal static class ProjectFiles
{
    private const int Max = 100;

    private static readonly string[] Tables = [".csv", ".tsv", ".txt"], Idx = ["-ubyte", "-ubyte.gz", ".idx", ".idx.gz"];

    /// <summary>Lists the tables, IDX files and folders of a project that may be data.</summary>
    /// <param name="folder">The folder of the project.</param>
    /// <returns>Their names, at most 100, as --data would have them.</returns>
    public static IReadOnlyList<string> DataIn(string folder)
    {
        EnumerationOptions visible = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = true };
        return
        [
            .. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", visible)
                .Where(f => f is DirectoryInfo || Array.Exists([.. Tables, .. Idx], e => f.Name.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
                .Take(Max).Select(f => f is DirectoryInfo ? f.Name + "/" : f.Name).Order(StringComparer.Ordinal),
        ];
    }
}
