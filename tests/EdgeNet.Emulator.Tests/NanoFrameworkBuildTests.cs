using EdgeNet.TestSupport;
using Mono.Cecil;

namespace EdgeNet.Emulator.Tests;

/// <summary>What MSBuild does with the projects for Visual Studio, with the nanoFramework extension and without.</summary>
[Trait("speed", "slow")]
public class NanoFrameworkBuildTests
{
    public static TheoryData<string> Projects => NanoFrameworkProjectTests.Projects;

    [Theory]
    [MemberData(nameof(Projects))]
    public void With_the_extension_its_own_targets_run(string project)
    {
        // The smallest extension there is: its targets say that they have run.
        using TemporaryFolder folder = new();
        folder.Write("nanoFramework/v1.0/NFProjectSystem.CSharp.targets", """
            <Project>
              <Target Name="Build"><Message Importance="high" Text="the extension builds $(MSBuildProjectName)" /></Target>
              <Target Name="Restore"><Message Importance="high" Text="the extension restores $(MSBuildProjectName)" /></Target>
              <Target Name="Clean"><Message Importance="high" Text="the extension cleans $(MSBuildProjectName)" /></Target>
            </Project>
            """);
        (int exitCode, string[] lines) = NanoFrameworkExtension.Build(
            new NanoFrameworkProject(project).File, $"-property:MSBuildExtensionsPath={folder.Path}", "-target:Restore;Build;Clean", "-verbosity:minimal");
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
    public void Calls_of_Debug_are_left_out_of_release_builds_as_they_are_with_the_real_mscorlib()
    {
        using ModuleDefinition contract = ModuleDefinition.ReadModule(new MemoryStream(Programs.Read("mscorlib")));
        MethodDefinition[] methods = [.. contract.GetType("System.Diagnostics.Debug").Methods];
        Assert.NotEmpty(methods);
        Assert.All(methods, m => Assert.Equal("DEBUG", m.CustomAttributes.Single(a => a.AttributeType.Name == "ConditionalAttribute").ConstructorArguments[0].Value));
    }
}
