using System.Text.RegularExpressions;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>What people read first: the README, docs and their like. The change log is left out, because it names what there once was.</summary>
internal static partial class Documents
{
    // What edgenet new writes from is not the repository's own: projects and documents with blanks in them.
    private static readonly string[] NotOurs = [".git", "bin", "obj", "artifacts", "packages", "node_modules", "Templates"];

    private static string Templates => Path.Combine(SharedData.ProjectRoot, "tools", "EdgeNet.Workflows", "Projects", "Templates");

    /// <summary>All files of the repository, as paths with slashes from its root.</summary>
    public static string[] RepositoryFiles { get; } = [.. Walk(SharedData.ProjectRoot).Select(p => Path.GetRelativePath(SharedData.ProjectRoot, p).Replace('\\', '/'))];

    /// <summary>What edgenet new writes for a project called Gestures, as docs/your-app.md names it.</summary>
    public static string[] GeneratedFiles { get; } =
    [
        .. Directory.EnumerateFiles(Templates, "*", SearchOption.AllDirectories).Select(p => GeneratedPath(Path.GetRelativePath(Templates, p).Replace('\\', '/'))),
    ];

    /// <summary>The documents among them.</summary>
    public static string[] Names { get; } = Array.FindAll(RepositoryFiles, p => p.EndsWith(".md", StringComparison.Ordinal) && p != "CHANGELOG.md");

    public static string Read(string name) => File.ReadAllText(Path.Combine(SharedData.ProjectRoot, name)).ReplaceLineEndings("\n");

    /// <summary>Lines of blocks of code, indented or fenced, without their indentation.</summary>
    public static IEnumerable<string> CodeLines(string text)
    {
        bool fenced = false;
        foreach (string line in text.Split('\n'))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                fenced = !fenced;
            }
            else if (fenced || line.StartsWith("    ", StringComparison.Ordinal))
            {
                yield return line.Trim();
            }
        }
    }

    /// <summary>Code within sentences and tables.</summary>
    public static IEnumerable<string> CodeSpans(string text) => Span().Matches(WithoutBlocks(text)).Select(m => m.Groups[1].Value.ReplaceLineEndings(" "));

    /// <summary>Sentences and tables without the code in them.</summary>
    public static string Prose(string text) => Span().Replace(WithoutBlocks(text), "");

    // Templates are in a folder for each kind of project; two of them are for the project's folder EdgeNet/.
    private static string GeneratedPath(string template)
    {
        string[] parts = template.Split('/', 2);
        return parts[0] is "board" or "desktop-edgenet" ? "EdgeNet/" + parts[1]
            : parts[1].StartsWith("App", StringComparison.Ordinal) ? "Gestures" + parts[1][3..] : parts[1];
    }

    private static string WithoutBlocks(string text)
    {
        HashSet<string> blocks = [.. CodeLines(text)];
        return string.Join('\n', text.Split('\n').Where(l => !blocks.Contains(l.Trim()) && !l.TrimStart().StartsWith("```", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder).Where(d => !NotOurs.Contains(Path.GetFileName(d))).SelectMany(Walk));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Span();
}
