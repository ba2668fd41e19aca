using EdgeNet.Files;

namespace EdgeNet.Studio.Boards;

/// <summary>The recordings in a project's folder, to be played into a virtual sensor.</summary>
internal static class Recordings
{
    private const int Most = 200, Depth = 4;

    private static readonly string[] Kinds = [".wav", ".csv", ".json"];

    /// <summary>Lists them.</summary>
    /// <param name="folder">The project's folder.</param>
    /// <returns>Their paths below the folder, at most 200.</returns>
    public static IReadOnlyList<string> In(string folder)
    {
        EnumerationOptions visible = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint, IgnoreInaccessible = true, RecurseSubdirectories = true, MaxRecursionDepth = Depth };
        return
        [
            .. Directory.EnumerateFiles(folder, "*", visible).Where(f => Kinds.Contains(Path.GetExtension(f).ToLowerInvariant()))
                .Take(Most).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Finds one of them.</summary>
    /// <param name="folder">The project's folder.</param>
    /// <param name="name">What a page asks for.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="UserException">It is not one of the listed recordings.</exception>
    public static string Find(string folder, string? name) =>
        In(folder).Contains(name) ? Path.Combine(folder, name!) : throw new UserException($"{UserException.Quote(name ?? "")} is no recording in the project's folder");
}
