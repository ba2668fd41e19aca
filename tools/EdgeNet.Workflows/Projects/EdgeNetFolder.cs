using System.Reflection;
using System.Text;

namespace EdgeNet.Workflows;

/// <summary>The folder EdgeNet/ of a generated project: only those EdgeNet sources that it needs; for a board also the virtual board that runs it on a PC.</summary>
internal static class EdgeNetFolder
{
    /// <summary>Its name.</summary>
    public const string Name = "EdgeNet";

    private const string Sources = "sources/", NetworkContracts = "device-network/", Board = "templates/board/", Desktop = "templates/desktop-edgenet/";

    // The desktop's vector registers.
    private const string Simd = "Simd";

    // Sources that not every board's app needs: the start of their paths, and what needs them. A link is a serial line or a network.
    private static readonly (string Path, string Need)[] BoardNeeds =
    [
        ("Files/", ""), ("Pictures/", ""), ("Core/Learning/", ""), ("Core/Layers/LastLayer.cs", ""), ("Device/Store/LearnedStore.cs", ""),
        ("Device/Sensors/Mpu6886", "mpu6886"),
        ("Device/Sensors/Amg8833Source.cs", "amg8833"),
        ("Device/Sensors/AnalogSource.cs", "analog"),
        ("Device/Link/", "serial"), ("Link/Frame", "serial"), ("Link/Messages/", "serial"),
        ("Device/Streams/", ""),
        ("Device/Http/", "http"), ("Device/Store/WriteBudget.cs", "http"), ("Link/Http/", "http"),
        ("Link/BoardCapabilities.cs", "link"),
    ];

    // What a program on a PC needs, and on a Raspberry Pi in addition.
    private static readonly string[] DesktopNeeds = ["Core/", "Pictures/", "Files/"], DesktopDoesWithout = ["Files/Output"];
    private static readonly string[] PiNeeds = ["Device/Sensors/IInputSource.cs", "Device/Loop/Answering.cs", "Device/Loop/AnswerFilter.cs", "Device/Loop/AppLoop.cs", "Device/Loop/ClassifierLoop.cs", "Device/Loop/TimedNetwork.cs", "Device/Log.cs"];

    /// <summary>EdgeNet's version.</summary>
    public static string Version => Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    /// <summary>Builds the contents of the folder.</summary>
    /// <param name="project">Name of the project.</param>
    /// <param name="kind">What it runs on.</param>
    /// <param name="sensor">Its sensor.</param>
    /// <param name="link">How models reach it.</param>
    /// <returns>The files by their paths relative to the folder, and the manifest, to be written last.</returns>
    public static (SortedDictionary<string, byte[]> Files, EdgeNetManifest Manifest) Build(string project, ProjectKind kind, ProjectSensor sensor, ProjectLink link)
    {
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
        foreach ((string path, string name) in CarriedFiles.In(Sources))
        {
            if (kind == ProjectKind.Device ? BoardHas(path, sensor, link) : DesktopHas(path, kind))
            {
                files[path] = CarriedFiles.Bytes(name);
            }
        }

        string list = string.Join('\n', files.Keys.Select(p => $"    <Compile Include=\"$(MSBuildThisFileDirectory){p.Replace('/', '\\')}\" />"));
        Template template = new(new Dictionary<string, bool>(), new Dictionary<string, string> { ["Sources"] = list, ["SharedGuid"] = ProjectGuid.Of(project, Name) });
        foreach ((string path, string name) in CarriedFiles.In(kind == ProjectKind.Device ? Board : Desktop))
        {
            files[path] = Encoding.UTF8.GetBytes(template.Fill(CarriedFiles.Text(name)));
        }

        if (kind == ProjectKind.Device)
        {
            foreach ((string path, string name) in CarriedFiles.In(DeviceAssemblies.Prefix).Where(a => !DeviceAssemblies.IsOurs(a.Path)).Concat(link == ProjectLink.Http ? CarriedFiles.In(NetworkContracts) : []))
            {
                files["board/contracts/" + path] = CarriedFiles.Bytes(name);
            }

            foreach ((string path, string name) in CarriedFiles.In("emulator/"))
            {
                files["board/" + path] = CarriedFiles.Bytes(name);
            }
        }

        return (files, new EdgeNetManifest(Version, project, kind, sensor, link, new SortedDictionary<string, string>(files.ToDictionary(f => f.Key, f => EdgeNetManifest.Hash(f.Key, f.Value)), StringComparer.Ordinal)));
    }

    private static bool DesktopHas(string path, ProjectKind kind)
    {
        return (DesktopNeeds.Any(StartsWith) && !DesktopDoesWithout.Any(StartsWith)) || (kind == ProjectKind.Pi && PiNeeds.Any(StartsWith));

        bool StartsWith(string start) => path.StartsWith(start, StringComparison.Ordinal);
    }

    private static bool BoardHas(string path, ProjectSensor sensor, ProjectLink link)
    {
        string? need = BoardNeeds.FirstOrDefault(n => path.StartsWith(n.Path, StringComparison.Ordinal)).Need;
        bool needed = need is null || need == sensor.Word() || need == link.Word() || (need == "link" && link != ProjectLink.None);
        return needed && !Path.GetFileName(path).StartsWith(Simd, StringComparison.Ordinal);
    }
}
