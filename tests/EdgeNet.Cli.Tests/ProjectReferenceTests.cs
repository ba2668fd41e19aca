using System.Text.RegularExpressions;
using System.Xml.Linq;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>The arrows between projects are those of the table in docs/architecture.md, which is written by people and kept by this test.</summary>
public sealed partial class ProjectReferenceTests
{
    private const string Document = "docs/architecture.md", Contracts = "contracts";

    /// <summary>Folder, references and sources compiled from elsewhere, as a row of the table has them.</summary>
    private sealed record Row(string Project, string References, string Sources);

    [Fact]
    public void Projects_refer_to_what_the_architecture_allows_and_to_nothing_else()
    {
        Row[] allowed = Table(), actual = Projects();
        string[] differences =
        [
            .. actual.Except(allowed).Select(r => $"is:      {r}"),
            .. allowed.Except(actual).Select(r => $"allowed: {r}"),
        ];
        Assert.True(differences.Length == 0, $"The project files and the table in {Document} differ. If the change is meant, change the table.\n{string.Join('\n', differences)}");
    }

    [Fact]
    public void No_projects_refer_to_one_another_in_a_circle()
    {
        Dictionary<string, string[]> next = Table().ToDictionary(r => Path.GetFileName(r.Project), r => (r.References + ", " + r.Sources).Split(", "));
        HashSet<string> done = [];
        while (next.Keys.FirstOrDefault(p => !done.Contains(p) && next[p].All(n => done.Contains(n) || !next.ContainsKey(n))) is string free)
        {
            done.Add(free);
        }

        Assert.Equal(next.Keys.Order(), done.Order());
    }

    private static Row[] Table() =>
        [.. TableRow().Matches(Documents.Read(Document)).Select(m => new Row(m.Groups[1].Value, m.Groups[2].Value.Trim(), m.Groups[3].Value.Trim())).OrderBy(r => r.Project, StringComparer.Ordinal)];

    private static Row[] Projects() =>
        [.. Documents.RepositoryFiles.Where(p => p.EndsWith(".csproj", StringComparison.Ordinal) && !p.StartsWith("tests/", StringComparison.Ordinal) && !p.StartsWith("device/contracts/", StringComparison.Ordinal))
            .Select(ReadProject).OrderBy(r => r.Project, StringComparer.Ordinal)];

    private static Row ReadProject(string path)
    {
        string folder = Path.GetDirectoryName(path)!.Replace('\\', '/');
        XElement project = XElement.Load(Path.Combine(SharedData.ProjectRoot, path));
        string[] Included(string item) => [.. project.Descendants(item).Attributes("Include").SelectMany(a => a.Value.Split(';')).Where(v => v.StartsWith("..", StringComparison.Ordinal))
            .Select(v => Path.GetRelativePath(SharedData.ProjectRoot, Path.Combine(SharedData.ProjectRoot, folder, v)).Replace('\\', '/'))];
        IEnumerable<string> references = Included("ProjectReference").Select(r => r.StartsWith("device/contracts/", StringComparison.Ordinal) ? Contracts : Path.GetFileNameWithoutExtension(r));
        return new Row(folder, List(references), List(Included("Compile").Select(s => s.Split('/')[1])));
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Distinct().Select(n => n.Replace("EdgeNet.", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^\| `((?:shared|trainer|tools|device)/[^`]+)` \|([^|\n]*)\|([^|\n]*)\|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
