using EdgeNet.TestSupport;
using Mono.Cecil;

namespace EdgeNet.Emulator.Tests;

/// <summary>What MSBuild does with the projects for Visual Studio, with the nanoFramework extension and without.</summary>
public sealed class NanoFrameworkBuildTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Projects => NanoFrameworkProjectTests.Projects;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Projects))]
    public void With_the_extension_its_own_targets_run(string project)
    {
        // The smallest extension there is: its targets say that they have run.
        const string Home = "nanoFramework/v1.0/";
        _folder.Write(Home + "NFProjectSystem.CSharp.targets", """
            <Project>
              <Target Name="Build"><Message Importance="high" Text="the extension builds $(MSBuildProjectName)" /></Target>
              <Target Name="Restore"><Message Importance="high" Text="the extension restores $(MSBuildProjectName)" /></Target>
              <Target Name="Clean"><Message Importance="high" Text="the extension cleans $(MSBuildProjectName)" /></Target>
            </Project>
            """);
        (int exitCode, string[] lines) = NanoFrameworkExtension.Build(
            new NanoFrameworkProject(project).File, $"-property:MSBuildExtensionsPath={_folder.Path}", "-target:Restore;Build;Clean", "-verbosity:minimal");
        Assert.Equal([$"the extension restores {project}", $"the extension builds {project}", $"the extension cleans {project}"], lines);
        Assert.Equal(0, exitCode);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Without_the_extension_one_line_says_what_is_missing(string project)
    {
        (int exitCode, string[] lines) = NanoFrameworkExtension.Build(new NanoFrameworkProject(project).File, "-restore");
        Assert.NotEqual(0, exitCode);
        Assert.Contains($"{project} needs the nanoFramework extension", Assert.Single(lines));
    }

    [Fact]
    public void The_solution_builds_in_a_release_and_in_a_debug_configuration_what_the_virtual_board_runs()
    {
        BuildSolution(["Debug", "Release"]);
        foreach (NanoFrameworkProject project in NanoFrameworkProject.All)
        {
            string[] emulated = Code(Programs.Read(project.Name));
            Assert.NotEmpty(emulated);
            string[] built = Directory.GetFiles(_folder.File("device"), project.Name + ".*", SearchOption.AllDirectories)
                .Where(p => Path.GetExtension(p) is ".dll" or ".exe" && p.Contains($"{project.Name}{Path.DirectorySeparatorChar}bin", StringComparison.Ordinal)).ToArray();
            Assert.Equal(2, built.Length);
            Assert.All(built, p => Assert.Equal(emulated, Code(File.ReadAllBytes(p))));
        }
    }

    [Fact]
    public void The_app_with_a_network_is_what_the_virtual_board_runs_too()
    {
        BuildSolution(["Release"], "-property:EdgeNetHttp=true");
        string built = Directory.GetFiles(_folder.File("device/EdgeNet.Esp32/bin"), "EdgeNet.Esp32.exe", SearchOption.AllDirectories).Single();
        Assert.Equal(Code(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "device-http", "EdgeNet.Esp32.dll"))), Code(File.ReadAllBytes(built)));
    }

    [Fact]
    public void Calls_of_Debug_are_left_out_of_release_builds_as_they_are_with_the_real_mscorlib()
    {
        using ModuleDefinition contract = ModuleDefinition.ReadModule(new MemoryStream(Programs.Read("mscorlib")));
        MethodDefinition[] methods = [.. contract.GetType("System.Diagnostics.Debug").Methods];
        Assert.NotEmpty(methods);
        Assert.All(methods, m => Assert.Equal("DEBUG", m.CustomAttributes.Single(a => a.AttributeType.Name == "ConditionalAttribute").ConstructorArguments[0].Value));
    }

    [Fact]
    public void The_nfproj_and_the_csproj_do_not_share_their_folders_of_results()
    {
        BuildSolution(["Debug"]);
        foreach (string project in NanoFrameworkProject.All.Select(p => p.Name))
        {
            foreach (string results in new[] { "bin", "obj" })
            {
                Assert.Equal(["nanoFramework"], Directory.GetFileSystemEntries(_folder.File($"device/{project}/{results}")).Select(p => Path.GetFileName(p)));
            }
        }
    }

    private void BuildSolution(string[] configurations, params string[] options)
    {
        string extension = NanoFrameworkExtension.Install(_folder);
        string solution = CopySources();
        PutPackages();
        foreach (string configuration in configurations)
        {
            (int exitCode, string[] lines) = NanoFrameworkExtension.Build(
                solution, [$"-property:Configuration={configuration}", "-property:Platform=Any CPU", $"-property:NanoFrameworkProjectSystemPath={extension}", .. options]);
            Assert.True(exitCode == 0, string.Join('\n', lines));
        }
    }

    // The solution, its projects and all their sources, where building them leaves nothing behind.
    private string CopySources()
    {
        Copy(Path.Combine(NanoFrameworkProject.DeviceFolder, "EdgeNet.NanoFramework.sln"));
        foreach (string file in Directory.GetFiles(NanoFrameworkProject.DeviceFolder, "*.targets"))
        {
            Copy(file);
        }

        foreach (NanoFrameworkProject project in NanoFrameworkProject.All)
        {
            Copy(project.File);
            foreach (string source in project.Sources)
            {
                Copy(source);
            }
        }

        return _folder.File("device/EdgeNet.NanoFramework.sln");
    }

    private void Copy(string file) => _folder.Write(Path.GetRelativePath(SharedData.ProjectRoot, file), File.ReadAllBytes(file));

    // The contracts, where NuGet would put the real assemblies. Those that the code does not use itself have no contract and are not missed.
    private void PutPackages()
    {
        foreach ((string assembly, string path) in NanoFrameworkProject.All.SelectMany(p => p.References).Distinct())
        {
            string contract = Path.Combine(Programs.Folder, assembly + ".dll");
            if (File.Exists(contract))
            {
                _folder.Write("device/" + path[3..].Replace('\\', '/'), File.ReadAllBytes(contract));
            }
        }
    }

    // Every method and its instructions, with nothing in it that depends on where it was compiled.
    private static string[] Code(byte[] assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(assembly));
        return [.. module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody)
            .Select(m => m.FullName + "\n" + string.Join('\n', m.Body.Instructions)).Order(StringComparer.Ordinal)];
    }
}
