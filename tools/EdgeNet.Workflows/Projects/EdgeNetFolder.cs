using System.Reflection;
using System.Text;

namespace EdgeNet.Workflows;

/// <summary>The folder EdgeNet/ of a generated project: only those EdgeNet sources that it needs; for a board also the virtual board that runs it on a PC.</summary>
internal static class EdgeNetFolder
{
    /// <summary>Its name.</summary>
    public const string Name = "EdgeNet";

    private const string Sources = "sources/", NetworkContracts = "device-network/", SoundContract = DeviceAssemblies.StreamsPrefix + "System.Device.I2s.dll", Board = "templates/board/", Library = "templates/library/", Desktop = "templates/desktop-edgenet/";

    // Not all of it is for every size of a transform.
    private const string KernelSource = "Fft/StraightLineFft.cs";

    // The desktop's vector registers.
    private const string Simd = "Simd";

    // Sources that not every board's app needs: the start of their paths, and what needs them. A link is a serial line or a network.
    private static readonly (string Path, string Need)[] BoardNeeds =
    [
        ("Files/", ""), ("Pictures/", ""), ("Core/Learning/", ""), ("Core/Layers/LastLayer.cs", ""), ("Device/Store/LearnedStore.cs", ""),
        ("Device/Sensors/Mpu6886Chip.cs", "mpu6886"),
        ("Device/Sensors/Mpu6886Source.cs", "mpu6886 readings"),
        ("Device/Sensors/Amg8833Source.cs", "amg8833"),
        ("Device/Sensors/AnalogSource.cs", "analog readings"),
        ("Device/Streams/Mpu6886Stream.cs", "mpu6886 stream"),
        ("Device/Streams/AnalogStream.cs", "analog stream"),
        ("Device/Streams/I2sMicrophone.cs", "microphone"),
        ("Device/Streams/", "streams"), ("Signals/", "streams"),
        (KernelSource, "fft"), ("Fft/StraightLineFft.Pairs", "pairs"), ("Fft/StraightLineFft.Power256.cs", "fft256"),
        .. ProjectParts.FftSizes.SelectMany(n => new[] { ($"Fft/StraightLineFft.Of{n}.cs", ProjectParts.Transform(n)), ($"Fft/StraightLineFft.Weigh{n}.cs", ProjectParts.Transform(n)) }),
        ("Device/Link/", "serial"), ("Link/Frame", "serial"), ("Link/Messages/", "serial"),
        ("Device/Http/", "http"), ("Device/Store/WriteBudget.cs", "http"), ("Link/Http/", "http"),
        ("Link/BoardCapabilities.cs", "link"),
    ];

    // What a program on a PC needs, and on a Raspberry Pi in addition.
    private static readonly string[] DesktopNeeds = ["Core/", "Pictures/", "Files/"], DesktopDoesWithout = ["Files/Output", "Files/InFolder", "Files/InternalError", "Files/PlainName"];
    private static readonly string[] PiNeeds = ["Device/Sensors/IInputSource.cs", "Device/Loop/Answering.cs", "Device/Loop/AnswerFilter.cs", "Device/Loop/AppLoop.cs", "Device/Loop/ClassifierLoop.cs", "Device/Loop/TimedNetwork.cs", "Device/Log.cs"];

    // An assembly has at most 64 KB of code, so that an app has others beside it, more if it listens to a stream: the folders of their sources.
    private static readonly (string Folder, string Name)[] Assemblies = [("Core", "EdgeNet.Device.Core"), ("Signals", "EdgeNet.Device.Signals"), ("Fft", "EdgeNet.Device.Fft")];

    /// <summary>EdgeNet's version.</summary>
    public static string Version => Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    /// <summary>Builds the contents of the folder.</summary>
    /// <param name="project">Name of the project.</param>
    /// <param name="parts">What it needs.</param>
    /// <returns>The files by their paths relative to the folder, and the manifest, to be written last.</returns>
    public static (SortedDictionary<string, byte[]> Files, EdgeNetManifest Manifest) Build(string project, ProjectParts parts)
    {
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
        IReadOnlySet<string> needs = parts.Needs;
        bool isBoard = parts.Kind == ProjectKind.Device;
        foreach ((string path, string name) in CarriedFiles.In(Sources))
        {
            if (isBoard ? BoardHas(path, needs) : DesktopHas(path, parts.Kind))
            {
                files[path] = path == KernelSource ? ForSizes(name, needs) : CarriedFiles.Bytes(name);
            }
        }

        string[] own = [.. files.Keys.Where(p => !isBoard || !Assemblies.Any(a => IsIn(p, a.Folder)))];
        foreach ((string folder, string name) in Assemblies.Where(a => isBoard && files.Keys.Any(p => IsIn(p, a.Folder))).ToArray())
        {
            AddAssembly(files, project, folder, name);
        }

        Template template = new(new Dictionary<string, bool>(), new Dictionary<string, string> { ["Sources"] = Compiled(own, "$(MSBuildThisFileDirectory)"), ["SharedGuid"] = ProjectGuid.Of(project, Name) });
        foreach ((string path, string name) in CarriedFiles.In(isBoard ? Board : Desktop))
        {
            files[path] = Encoding.UTF8.GetBytes(template.Fill(CarriedFiles.Text(name)));
        }

        if (isBoard)
        {
            AddVirtualBoard(files, needs);
        }

        return (files, new EdgeNetManifest(Version, project, parts, new SortedDictionary<string, string>(files.ToDictionary(f => f.Key, f => EdgeNetManifest.Hash(f.Key, f.Value)), StringComparer.Ordinal)));
    }

    /// <summary>The GUID of an assembly's project.</summary>
    /// <param name="project">Name of the app's project.</param>
    /// <returns>The folder of each assembly, and its GUID.</returns>
    public static IEnumerable<(string Folder, string Guid)> AssemblyGuids(string project) => Assemblies.Select(a => (a.Folder, ProjectGuid.Of(project, a.Name)));

    private static void AddAssembly(SortedDictionary<string, byte[]> files, string project, string folder, string name)
    {
        string[] sources = [.. files.Keys.Where(p => IsIn(p, folder)).Select(p => p[(folder.Length + 1)..])];
        Template template = new(new Dictionary<string, bool> { ["usesCore"] = folder != "Core", ["usesSignals"] = folder == "Fft" },
            new Dictionary<string, string> { ["Library"] = name, ["LibraryGuid"] = ProjectGuid.Of(project, name), ["Sources"] = Compiled(sources, "") });
        foreach ((string path, string file) in CarriedFiles.In(Library))
        {
            files[$"{folder}/{path.Replace("Library", name, StringComparison.Ordinal)}"] = Encoding.UTF8.GetBytes(template.Fill(CarriedFiles.Text(file)));
        }
    }

    private static void AddVirtualBoard(SortedDictionary<string, byte[]> files, IReadOnlySet<string> needs)
    {
        IEnumerable<(string Path, string Name)> contracts = CarriedFiles.In(DeviceAssemblies.Prefix).Where(a => !DeviceAssemblies.IsOurs(a.Path))
            .Concat(needs.Contains("http") ? CarriedFiles.In(NetworkContracts) : [])
            .Concat(needs.Contains("microphone") ? [(Path.GetFileName(SoundContract), SoundContract)] : []);
        foreach ((string path, string name) in contracts)
        {
            files["board/contracts/" + path] = CarriedFiles.Bytes(name);
        }

        foreach ((string path, string name) in CarriedFiles.In("emulator/"))
        {
            files["board/" + path] = CarriedFiles.Bytes(name);
        }
    }

    private static byte[] ForSizes(string name, IReadOnlySet<string> needs) => Encoding.UTF8.GetBytes(new Template(
        ProjectParts.FftSizes.Select(ProjectParts.Transform).Append("pairs").ToDictionary(w => w, needs.Contains), new Dictionary<string, string>()).Fill(CarriedFiles.Text(name)));

    private static string Compiled(IEnumerable<string> paths, string from) => string.Join('\n', paths.Select(p => $"    <Compile Include=\"{from}{p.Replace('/', '\\')}\" />"));

    private static bool IsIn(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static bool DesktopHas(string path, ProjectKind kind)
    {
        return (DesktopNeeds.Any(StartsWith) && !DesktopDoesWithout.Any(StartsWith)) || (kind == ProjectKind.Pi && PiNeeds.Any(StartsWith));

        bool StartsWith(string start) => path.StartsWith(start, StringComparison.Ordinal);
    }

    private static bool BoardHas(string path, IReadOnlySet<string> needs)
    {
        string? need = BoardNeeds.FirstOrDefault(n => path.StartsWith(n.Path, StringComparison.Ordinal)).Need;
        return (need is null || needs.Contains(need)) && !Path.GetFileName(path).StartsWith(Simd, StringComparison.Ordinal);
    }
}
