using Mono.Cecil;

namespace EdgeNet.Emulator.Loading;

/// <summary>The files of a program: contracts and applications told apart by their names.</summary>
internal sealed class AssemblyFiles
{
    private readonly Dictionary<string, byte[]> _contracts = [], _applications = [];

    private AssemblyFiles()
    {
    }

    public IEnumerable<byte[]> Contracts => _contracts.Values;

    public IEnumerable<byte[]> Applications => _applications.Values;

    /// <summary>Reads assemblies, and those that they refer to from the same folder.</summary>
    /// <param name="paths">Files, or folders whose assemblies are all read.</param>
    /// <exception cref="EmulatorException">One is missing, or is no assembly.</exception>
    public static AssemblyFiles Collect(IReadOnlyCollection<string> paths)
    {
        AssemblyFiles files = new();
        string[] folders = [.. paths.Select(p => Directory.Exists(p) ? p : Path.GetDirectoryName(Path.GetFullPath(p))!).Distinct()];
        foreach (string path in paths)
        {
            string[] inside = Directory.Exists(path) ? InFolder(path) : [path];
            if (inside.Length == 0)
            {
                throw new EmulatorException($"{path}: has no assemblies");
            }

            foreach (string file in inside)
            {
                files.Add(file, folders);
            }
        }

        return files._applications.Count > 0 ? files : throw new EmulatorException($"{string.Join(", ", paths)}: nothing to run, only what a board has itself");
    }

    // A program built for the desktop's dotnet has a starter of the same name beside it, which is no assembly.
    private static string[] InFolder(string folder)
    {
        string[] libraries = Directory.GetFiles(folder, "*.dll");
        return [.. libraries, .. Directory.GetFiles(folder, "*.exe").Where(e => !libraries.Contains(Path.ChangeExtension(e, ".dll"), StringComparer.OrdinalIgnoreCase))];
    }

    private void Add(string file, string[] folders)
    {
        byte[] bytes = Read(file);
        using ModuleDefinition module = Parse(file, bytes);
        string name = module.Assembly.Name.Name;
        if (!(Package.IsKnown(name) ? _contracts : _applications).TryAdd(name, bytes))
        {
            return;
        }

        foreach (string reference in module.AssemblyReferences.Select(r => r.Name).Where(r => !_contracts.ContainsKey(r) && !_applications.ContainsKey(r)))
        {
            Add(Find(reference, folders) ?? throw new EmulatorException(
                $"{file}: refers to {reference}, which is not in {string.Join(" or ", folders)}; code for a board is compiled against nanoFramework's assemblies and nothing else"), folders);
        }
    }

    private static string? Find(string name, string[] folders) =>
        folders.SelectMany(f => new[] { Path.Combine(f, name + ".dll"), Path.Combine(f, name + ".exe") }).FirstOrDefault(File.Exists);

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmulatorException($"{file}: cannot be read ({e.Message})");
        }
    }

    private static ModuleDefinition Parse(string file, byte[] bytes)
    {
        try
        {
            return ModuleDefinition.ReadModule(new MemoryStream(bytes));
        }
        catch (BadImageFormatException)
        {
            throw new EmulatorException($"{file}: is not an assembly");
        }
    }
}
