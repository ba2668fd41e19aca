using System.Text;
using System.Text.RegularExpressions;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Studio.Projects;

/// <summary>An example of the folder examples/, carried in the assembly: its settings, its data if they are small, and what it is about.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Files">Its files by their names; README.md and studio.json are among them.</param>
internal sealed partial record Example(string Name, IReadOnlyDictionary<string, byte[]> Files)
{
    private const string Prefix = "examples/", ReadMe = "README.md";

    /// <summary>All examples, in the order of a course.</summary>
    public static IReadOnlyList<Example> All { get; } = Read();

    /// <summary>The first line of its README.</summary>
    public string Title => Line(0).TrimStart('#', ' ');

    /// <summary>The first paragraph of its README.</summary>
    public string About => Line(1);

    /// <summary>The second paragraph of its README, which says where to get data that are too large to carry.</summary>
    public string Fetching => Line(2).TrimEnd(':');

    private string Data => Settings.Train.SkipWhile(w => w != "--data").ElementAt(1);

    private StudioSettings Settings => StudioSettings.Parse(Files[StudioSettings.FileName]);

    /// <summary>Finds an example.</summary>
    /// <param name="name">The name of its folder.</param>
    /// <returns>The example.</returns>
    /// <exception cref="UserException">There is none.</exception>
    public static Example Find(string name) => All.FirstOrDefault(e => e.Name == name) ?? throw new UserException($"there is no example {UserException.Quote(name)}");

    /// <summary>Whether it can be opened: those whose data are too large to carry need them in the project's folder.</summary>
    /// <param name="project">The project.</param>
    /// <returns>Whether its data are there.</returns>
    public bool IsReadyIn(StudioProject project) =>
        DataSource.IsBuiltIn(Data) || Files.Keys.Any(f => f.StartsWith(Data, StringComparison.Ordinal)) || Path.Exists(Path.Combine(project.Folder, Data));

    /// <summary>Makes it the beginning of a project: its data are copied, and its settings become the project's. Files that are there stay as they are.</summary>
    /// <param name="project">The project.</param>
    /// <exception cref="UserException">It cannot be written.</exception>
    public void CopyTo(StudioProject project)
    {
        foreach ((string name, byte[] bytes) in Files.Where(f => f.Key is not (ReadMe or StudioSettings.FileName)))
        {
            string path = InFolder.Check(project.Folder, Path.Combine(project.Folder, name));
            if (!Path.Exists(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                OutputFile.Create(path, new OutputKind("data of an example", _ => false)).Commit(bytes);
            }
        }

        project.Change(_ => Settings);
    }

    // Without the marks of Markdown: `code` and [text](address).
    private string Line(int paragraph) =>
        Mark().Replace(Encoding.UTF8.GetString(Files[ReadMe]).ReplaceLineEndings("\n").Split("\n\n")[paragraph].ReplaceLineEndings(" ").Trim(), "$1$2");

    [GeneratedRegex(@"`([^`]*)`|\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Mark();

    private static Example[] Read()
    {
        System.Reflection.Assembly assembly = typeof(Example).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(n => (Full: n, Parts: n[Prefix.Length..].Replace('\\', '/').Split('/', 2)))
                .Where(n => n.Parts.Length == 2)
                .GroupBy(n => n.Parts[0], n => (Name: n.Parts[1], n.Full))
                .Select(g => new Example(g.Key, g.ToDictionary(f => f.Name, f => Bytes(f.Full))))
                .Where(e => e.Files.ContainsKey(StudioSettings.FileName) && e.Files.ContainsKey(ReadMe))
                .OrderBy(e => e.Name, StringComparer.Ordinal),
        ];

        byte[] Bytes(string name)
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }
}
