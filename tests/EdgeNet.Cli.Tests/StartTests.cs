using System.Diagnostics;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

[Trait("speed", "slow")]
public class StartTests
{
#if !DEBUG
    private static readonly string Built = Path.Combine(SharedData.ProjectRoot, "tools/EdgeNet.Cli/bin/Release/net10.0", RuntimeInformation.RuntimeIdentifier);

    [Fact]
    public void The_command_and_all_that_is_behind_it_are_compiled_before_they_start()
    {
        string[] assemblies = [Path.Combine(AppContext.BaseDirectory, "edgenet.dll"), Path.Combine(Built, "edgenet.dll"), .. Directory.GetFiles(Built, "EdgeNet.*.dll")];
        Assert.Contains(assemblies, a => a.EndsWith("EdgeNet.Workflows.dll", StringComparison.Ordinal));
        Assert.All(assemblies, path =>
        {
            using PEReader assembly = new(File.OpenRead(path));
            Assert.True(assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, $"{path} holds no machine code: every command begins with compiling it");
        });
    }

    /// <summary>
    /// What is left are methods for the registers of this machine, and generic ones over values, which cannot be compiled before: each costs about a millisecond.
    /// A number of its own, not a time: a change of it is made on purpose.
    /// </summary>
    [Theory]
    [InlineData(27)]
    [InlineData(30, "--json")]
    public void A_classification_of_one_row_begins_with_compiling_few_methods(int max, params string[] more)
    {
        using TemporaryFolder folder = new();
        string model = folder.File("m.edgenet");
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--hidden", "2", "--epochs", "2", "--out", model, "--allow-loss").AssertSucceeded();
        ProcessStartInfo info = new("dotnet", [Path.Combine(Built, "edgenet.dll"), "classify", model, "1", "5", .. more]) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;

        // No second compilation of what runs often, which comes at some time or other.
        info.Environment["DOTNET_TieredCompilation"] = "0";
        using Process process = Process.Start(info)!;
        string said = EdgeNetProcess.Finish(process).AssertSucceeded().Error;
        Assert.StartsWith(StartupHook.Words, said);
        Assert.InRange(int.Parse(said[StartupHook.Words.Length..]), 1, max);
    }
#endif
}
