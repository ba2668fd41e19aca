using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>The name of a new project, taken from its folder's.</summary>
internal static class ProjectName
{
    // With the files below, paths stay within the 260 characters of Windows' older programs.
    private const int MaxLength = 60;

    // Namespaces that the code of the project uses, its own classes, and names that Windows keeps for devices.
    private static readonly HashSet<string> Taken = new(
        [
            "EdgeNet", "System", "Microsoft", "nanoFramework", "Iot", "Xunit", "Program", "Wiring", "MySensor", "CarriedModel", "AppTests", "BoardApp", "Classifier",
            "con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"com{n}", $"lpt{n}" }),
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a name of a folder's: what people put between words becomes an underscore.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>A name in C#.</returns>
    /// <exception cref="UserException">The folder's name gives none.</exception>
    public static string Of(string folder)
    {
        string last = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        string name = string.Concat(last.Select(c => c is ' ' or '-' or '.' ? '_' : c));
        string? reason = name.Length == 0 ? "is not the name of a folder"
            : name.Length > MaxLength ? $"is longer than {MaxLength} characters"
            : !CSharpName.IsIdentifier(name) ? "is not a name in C#"
            : CSharpName.IsTypeKeyword(name) || Taken.Contains(name) ? "has another meaning in C#, Windows or this project"
            : null;
        return reason is null ? name
            : throw new UserException($"{folder}: the folder's name becomes the project's, and \"{UserException.Quote(last)}\" {reason}; use letters, digits and _, such as Gestures");
    }
}
