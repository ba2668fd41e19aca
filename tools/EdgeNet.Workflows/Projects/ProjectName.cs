using System.Text.RegularExpressions;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>The name of a new project, derived from its folder's name.</summary>
internal static partial class ProjectName
{
    // Keeps the paths of all files within the 260 characters that older Windows programs accept.
    private const int MaxLength = 60;

    // Words of the generated code, which would mean the project's namespace there, namespaces above them, and names that Windows keeps for devices.
    private static readonly HashSet<string> Taken = new(
        [
            "EdgeNet", "System", "Microsoft", "nanoFramework", "Iot", "Xunit", "CarriedModel", .. CarriedFiles.In("templates/").Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal)).SelectMany(f => Words(CarriedFiles.Text(f.Name))),
            "con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"com{n}", $"lpt{n}" }),
        ],
        StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Words(string code) => Word().Matches(Comment().Replace(code, "")).Select(m => m.Value);

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Word();

    /// <summary>Makes a name from a folder's name: spaces, hyphens and dots become underscores.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>A valid C# name.</returns>
    /// <exception cref="UserException">The folder's name cannot be made into one.</exception>
    public static string Of(string folder)
    {
        string last = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        string name = string.Concat(last.Select(c => c is ' ' or '-' or '.' ? '_' : c));
        string? reason = name.Length == 0 ? "is not the name of a folder"
            : name.Length > MaxLength ? $"is longer than {MaxLength} characters"
            : !CSharpName.IsIdentifier(name) ? "is not a valid C# name"
            : CSharpName.IsTypeKeyword(name) || Taken.Contains(name) ? "has another meaning in C#, Windows or this project"
            : null;
        return reason is null ? name
            : throw new UserException($"{folder}: the project is named after its folder, but \"{UserException.Quote(last)}\" {reason}; use letters, digits and _, such as Gestures");
    }
}
