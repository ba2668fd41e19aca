namespace EdgeNet.Files;

/// <summary>Whether what would be written is in a folder, wherever links in it lead.</summary>
public static class InFolder
{
    /// <summary>Whether a path, without its links, is below a folder without its links.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The path; there need not be such a file or folder yet.</param>
    /// <returns>False for the folder itself.</returns>
    /// <exception cref="UserException">Links form a circle, or a folder cannot be read.</exception>
    public static bool Is(string folder, string path) =>
        OutputFile.ResolveLinks(path).StartsWith(OutputFile.ResolveLinks(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Refuses what is not below a folder, before it is written.</summary>
    /// <param name="folder">The folder of a project.</param>
    /// <param name="path">The path.</param>
    /// <returns>The path, as it is.</returns>
    /// <exception cref="UserException">It is elsewhere.</exception>
    public static string Check(string folder, string path) =>
        Is(folder, path) ? path : throw new UserException($"{path}: is outside of the project's folder, or a link that leads there; nothing is written there, so remove the link, or copy what it leads to");
}
