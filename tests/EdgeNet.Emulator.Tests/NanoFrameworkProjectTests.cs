using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EdgeNet.TestSupport;
using Mono.Cecil;

namespace EdgeNet.Emulator.Tests;

/// <summary>What Visual Studio builds for a real board is what is compiled and tested here.</summary>
public partial class NanoFrameworkProjectTests
{
    private static readonly XNamespace MsBuild = "http://schemas.microsoft.com/developer/msbuild/2003";

    [Theory]
    [InlineData("EdgeNet.Device")]
    [InlineData("EdgeNet.Esp32")]
    public void The_nfproj_lists_exactly_the_sources_that_are_compiled_here(string project)
    {
        string folder = Path.Combine(SharedData.ProjectRoot, "device", project);
        string[] listed = [.. Items(project, "Compile").Select(i => Path.GetFullPath(Path.Combine(folder, i.Replace('\\', '/'))))];
        IEnumerable<string> own = Directory.GetFiles(folder, "*.cs");
        IEnumerable<string> shared = project != "EdgeNet.Device" ? []
            : new[] { "EdgeNet.Core", "EdgeNet.Updates" }.SelectMany(p => Directory.GetFiles(Path.Combine(SharedData.ProjectRoot, "shared", p), "*.cs"));
        Assert.Equal(own.Concat(shared).Order(), listed.Order());
    }

    [Theory]
    [InlineData("EdgeNet.Device")]
    [InlineData("EdgeNet.Esp32")]
    public void The_nfproj_refers_to_every_assembly_that_the_code_uses_and_has_its_package(string project)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(Programs.Read(project)));
        string[] references = [.. Items(project, "Reference")];
        Assert.All(module.AssemblyReferences.Where(r => r.Name != "EdgeNet.Device"), r => Assert.Contains(r.Name, references));

        Dictionary<string, string> packages = XDocument.Load(Path.Combine(SharedData.ProjectRoot, "device", project, "packages.config")).Root!
            .Elements("package").ToDictionary(p => p.Attribute("id")!.Value, p => p.Attribute("version")!.Value);
        string[] hints = [.. Load(project).Descendants(MsBuild + "HintPath").Select(h => h.Value)];
        Assert.Equal(packages.Select(p => $"{p.Key}.{p.Value}").Order(), hints.Select(h => h.Split('\\')[2]).Order());
        Assert.Equal(references.Length, hints.Length);
    }

    [Fact]
    public void The_packages_have_the_versions_whose_signatures_the_contracts_have()
    {
        Dictionary<string, string> contracts = [];
        foreach (string file in Directory.GetFiles(Path.Combine(SharedData.ProjectRoot, "device", "contracts", "nanoFramework"), "*.csproj", SearchOption.AllDirectories))
        {
            Match match = ContractComment().Match(File.ReadAllText(file));
            contracts[match.Groups[1].Value] = match.Groups[2].Value;
        }

        foreach (string project in new[] { "EdgeNet.Device", "EdgeNet.Esp32" })
        {
            foreach (XElement package in XDocument.Load(Path.Combine(SharedData.ProjectRoot, "device", project, "packages.config")).Root!.Elements("package"))
            {
                if (contracts.TryGetValue(package.Attribute("id")!.Value, out string? version))
                {
                    Assert.Equal(version, package.Attribute("version")!.Value);
                }
            }
        }

        Assert.Equal("1.17.11", contracts["nanoFramework.CoreLibrary"]);
    }

    [Fact]
    public void Building_a_nfproj_without_the_extension_says_in_one_line_what_is_missing()
    {
        string project = Path.Combine(SharedData.ProjectRoot, "device", "EdgeNet.Esp32", "EdgeNet.Esp32.nfproj");
        using Process build = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", "-v:q"]) { RedirectStandardOutput = true })!;
        string output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.NotEqual(0, build.ExitCode);
        string line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Contains("needs the nanoFramework extension", line);
    }

    private static IEnumerable<string> Items(string project, string name) => Load(project).Descendants(MsBuild + name).Select(i => i.Attribute("Include")!.Value);

    private static XDocument Load(string project) => XDocument.Load(Path.Combine(SharedData.ProjectRoot, "device", project, project + ".nfproj"));

    [GeneratedRegex(@"<!-- (nanoFramework\.[\w.]+) ([\d.]+)\. Signatures only")]
    private static partial Regex ContractComment();
}
