using System.Text.RegularExpressions;
using System.Xml.Linq;
using EdgeNet.TestSupport;
using Mono.Cecil;

namespace EdgeNet.Emulator.Tests;

/// <summary>What Visual Studio builds for a real board is what is compiled and tested here.</summary>
public partial class NanoFrameworkProjectTests
{
    private const string ProjectType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";

    /// <summary>The assembly in each package's lib folder, as the packages' own .nuspec files say.</summary>
    private static readonly Dictionary<string, string> PackageAssemblies = new()
    {
        ["nanoFramework.CoreLibrary"] = "mscorlib",
        ["nanoFramework.Hardware.Esp32"] = "nanoFramework.Hardware.Esp32",
        ["nanoFramework.Runtime.Events"] = "nanoFramework.Runtime.Events",
        ["nanoFramework.Runtime.Native"] = "nanoFramework.Runtime.Native",
        ["nanoFramework.System.Collections"] = "nanoFramework.System.Collections",
        ["nanoFramework.System.Device.Adc"] = "System.Device.Adc",
        ["nanoFramework.System.Device.Gpio"] = "System.Device.Gpio",
        ["nanoFramework.System.Device.I2c"] = "System.Device.I2c",
        ["nanoFramework.System.Device.I2s"] = "System.Device.I2s",
        ["nanoFramework.System.IO.FileSystem"] = "System.IO.FileSystem",
        ["nanoFramework.System.IO.Ports"] = "System.IO.Ports",
        ["nanoFramework.System.IO.Streams"] = "System.IO.Streams",
        ["nanoFramework.System.Math"] = "System.Math",
        ["nanoFramework.System.Net"] = "System.Net",
        ["nanoFramework.System.Net.Http"] = "System.Net.Http",
        ["nanoFramework.System.Security.Cryptography"] = "nanoFramework.System.Security.Cryptography",
        ["nanoFramework.System.Text"] = "nanoFramework.System.Text",
        ["nanoFramework.System.Threading"] = "System.Threading",
    };

    public static TheoryData<string> Projects => [.. NanoFrameworkProject.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_nfproj_lists_exactly_the_sources_that_are_compiled_here(string project)
    {
        NanoFrameworkProject listed = new(project);
        IEnumerable<string> own = Directory.GetFiles(listed.Folder, "*.cs", SearchOption.AllDirectories)
            .Where(p => Path.GetRelativePath(listed.Folder, p).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"));
        IEnumerable<string> linked = XDocument.Load(Path.ChangeExtension(listed.File, ".csproj")).Descendants("Compile").Where(c => c.Attribute("Include") is not null)
            .SelectMany(c => SourcesOf(Path.Combine(listed.Folder, c.Attribute("Include")!.Value))
                .Except((c.Attribute("Exclude")?.Value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).SelectMany(e => SourcesOf(Path.Combine(listed.Folder, e)))));
        Assert.Equal(own.Concat(linked).Order(), listed.Sources.Order());
    }

    // A file, files by a pattern, or all below a folder.
    private static IEnumerable<string> SourcesOf(string pattern)
    {
        int below = pattern.IndexOf("**", StringComparison.Ordinal);
        string folder = Path.GetFullPath(below < 0 ? Path.GetDirectoryName(pattern)! : pattern[..below]);
        string name = Path.GetFileName(pattern);
        return Directory.Exists(folder) ? Directory.GetFiles(folder, name == "**" ? "*.cs" : name, below < 0 ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories) : [];
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_nfproj_refers_to_every_assembly_that_the_code_uses(string project)
    {
        NanoFrameworkProject listed = new(project);
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(Programs.Read(project)));
        Assert.Empty(module.AssemblyReferences.Select(r => r.Name).Except([.. listed.References.Keys, .. listed.ProjectReferences]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_reference_is_the_assembly_of_a_package_in_packages_config(string project)
    {
        NanoFrameworkProject listed = new(project);
        Assert.Equal(
            listed.Packages.Select(p => $@"{PackageAssemblies[p.Key]}: ..\packages\{p.Key}.{p.Value}\lib\{PackageAssemblies[p.Key]}.dll").Order(),
            listed.References.Select(r => $"{r.Key}: {r.Value}").Order());
    }

    [Fact]
    public void The_packages_have_the_versions_and_assemblies_whose_signatures_the_contracts_have()
    {
        Dictionary<string, string> contracts = [];
        foreach (string file in Directory.GetFiles(Path.Combine(NanoFrameworkProject.DeviceFolder, "contracts", "nanoFramework"), "*.csproj", SearchOption.AllDirectories))
        {
            Match match = ContractComment().Match(File.ReadAllText(file));
            contracts[match.Groups[1].Value] = match.Groups[2].Value;
            Assert.Equal(PackageAssemblies[match.Groups[1].Value], Path.GetFileNameWithoutExtension(file));
        }

        Assert.Equal("1.17.11", contracts["nanoFramework.CoreLibrary"]);
        foreach ((string package, string version) in NanoFrameworkProject.All.SelectMany(p => p.Packages))
        {
            Assert.Equal(contracts.TryAdd(package, version) ? version : contracts[package], version);
        }
    }

    [Fact]
    public void Every_nfproj_is_built_and_deployed_by_the_solution_in_the_device_folder()
    {
        string solution = File.ReadAllText(Path.Combine(NanoFrameworkProject.DeviceFolder, "EdgeNet.NanoFramework.sln")).ReplaceLineEndings("\n");
        IEnumerable<string> expected = NanoFrameworkProject.All
            .Select(p => $@"Project(""{ProjectType}"") = ""{p.Name}"", ""{p.Name}\{p.Name}.nfproj"", ""{p.ProjectGuid}""");
        Assert.Equal(expected.Order(), ProjectLine().Matches(solution).Select(m => m.Value).Order());
        foreach (string guid in NanoFrameworkProject.All.Select(p => p.ProjectGuid))
        {
            foreach (string configuration in new[] { "Debug|Any CPU", "Release|Any CPU" })
            {
                Assert.Contains($"{configuration} = {configuration}\n", solution);
                foreach (string entry in new[] { "ActiveCfg", "Build.0", "Deploy.0" })
                {
                    Assert.Contains($"{guid}.{configuration}.{entry} = {configuration}\n", solution);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_assembly_has_the_version_of_the_repository(string project)
    {
        string version = XDocument.Load(Path.Combine(SharedData.ProjectRoot, "Directory.Build.props")).Descendants("Version").Single().Value;
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(Programs.Read(project)));
        Assert.Equal(version, assembly.Name.Version.ToString(3));
        Assert.Equal(
            assembly.Name.Version.ToString(),
            assembly.CustomAttributes.Single(a => a.AttributeType.Name == "AssemblyFileVersionAttribute").ConstructorArguments[0].Value);
    }

    [GeneratedRegex(@"<!-- (nanoFramework\.[\w.]+) ([\d.]+)\. Signatures only")]
    private static partial Regex ContractComment();

    [GeneratedRegex("^Project\\(.*$", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();
}
