using Mono.Cecil;

namespace EdgeNet.Emulator.Tests;

/// <summary>What comes out of the solution for Visual Studio.</summary>
[Trait("speed", "slow")]
public class NanoFrameworkSolutionTests(BuiltNanoFrameworkSolution solution) : IClassFixture<BuiltNanoFrameworkSolution>
{
    [Fact]
    public void The_solution_builds_in_a_release_and_in_a_debug_configuration_what_the_virtual_board_runs()
    {
        foreach (NanoFrameworkProject project in NanoFrameworkProject.All)
        {
            string[] emulated = Code(Programs.Read(project.Name));
            Assert.NotEmpty(emulated);
            foreach (string configuration in new[] { "Debug", "Release" })
            {
                string built = Assert.Single(Directory.GetFiles(solution.PathOf($"device/{project.Name}/bin/nanoFramework/{configuration}"), project.Name + ".*"),
                    p => Path.GetFileName(p) == project.Name + ".dll" || Path.GetFileName(p) == project.Name + ".exe");
                string[] deployed = Code(File.ReadAllBytes(built));
                Assert.Empty(deployed.Except(emulated));
                Assert.Equal(emulated.Length, deployed.Length);
            }
        }
    }

    [Fact]
    public void The_app_with_a_network_is_what_the_virtual_board_runs_too()
    {
        solution.Build("-property:Configuration=Release", "-property:EdgeNetHttp=true", "-property:OutputPath=bin/nanoFramework/Http/");
        string[] emulated = Code(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "device-http", "EdgeNet.Esp32.dll")));
        Assert.Contains(emulated, m => m.Contains("HttpLink", StringComparison.Ordinal));
        Assert.Equal(emulated, Code(File.ReadAllBytes(solution.PathOf("device/EdgeNet.Esp32/bin/nanoFramework/Http/EdgeNet.Esp32.exe"))));
    }

    [Fact]
    public void The_app_that_listens_to_streams_is_what_the_virtual_board_runs_too()
    {
        solution.Build("-property:Configuration=Release", "-property:EdgeNetStreams=true", "-property:OutputPath=bin/nanoFramework/Streams/");
        string[] emulated = Code(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "device-streams", "EdgeNet.Esp32.dll")));
        Assert.Contains(emulated, m => m.Contains("Listener", StringComparison.Ordinal));
        Assert.Equal(emulated, Code(File.ReadAllBytes(solution.PathOf("device/EdgeNet.Esp32/bin/nanoFramework/Streams/EdgeNet.Esp32.exe"))));
    }

    [Fact]
    public void The_nfproj_and_the_csproj_do_not_share_their_folders_of_results()
    {
        foreach (string project in NanoFrameworkProject.All.Select(p => p.Name))
        {
            foreach (string results in new[] { "bin", "obj" })
            {
                Assert.Equal(["nanoFramework"], Directory.GetFileSystemEntries(solution.PathOf($"device/{project}/{results}")).Select(p => Path.GetFileName(p)));
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
