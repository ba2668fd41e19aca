using System.Xml.Linq;
using EdgeNet.TestSupport;

namespace EdgeNet.Emulator.Tests;

/// <summary>A project for Visual Studio in device/, as it stands in its file.</summary>
internal sealed class NanoFrameworkProject
{
    public static readonly string DeviceFolder = Path.Combine(SharedData.ProjectRoot, "device");
    private static readonly XNamespace MsBuild = "http://schemas.microsoft.com/developer/msbuild/2003";
    private readonly XDocument _xml;

    public NanoFrameworkProject(string name)
    {
        Name = name;
        Folder = Path.Combine(DeviceFolder, name);
        _xml = XDocument.Load(File);
    }

    public static IEnumerable<NanoFrameworkProject> All =>
        Directory.GetFiles(DeviceFolder, "*.nfproj", SearchOption.AllDirectories).Order().Select(p => new NanoFrameworkProject(Path.GetFileNameWithoutExtension(p)));

    public string Name { get; }

    public string Folder { get; }

    public string File => Path.Combine(Folder, Name + ".nfproj");

    public string ProjectGuid => _xml.Descendants(MsBuild + "ProjectGuid").Single().Value;

    /// <summary>Full paths of the sources it lists.</summary>
    public IEnumerable<string> Sources => Includes("Compile").Select(Full);

    /// <summary>Names of the assemblies it refers to in packages, and where it looks for each.</summary>
    public Dictionary<string, string> References =>
        _xml.Descendants(MsBuild + "Reference").ToDictionary(r => r.Attribute("Include")!.Value, r => r.Element(MsBuild + "HintPath")!.Value);

    /// <summary>Names of the projects it refers to.</summary>
    public IEnumerable<string> ProjectReferences => Includes("ProjectReference").Select(i => Path.GetFileNameWithoutExtension(Full(i)));

    /// <summary>Versions of its packages by their names.</summary>
    public Dictionary<string, string> Packages => XDocument.Load(Path.Combine(Folder, "packages.config")).Root!
        .Elements("package").ToDictionary(p => p.Attribute("id")!.Value, p => p.Attribute("version")!.Value);

    private IEnumerable<string> Includes(string item) => _xml.Descendants(MsBuild + item).Select(i => i.Attribute("Include")!.Value);

    private string Full(string path) => Path.GetFullPath(Path.Combine(Folder, path.Replace('\\', '/')));
}
