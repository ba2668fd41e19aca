using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

[Trait("speed", "slow")]
public class StartTests
{
#if !DEBUG
    [Fact]
    public void The_command_and_all_that_is_behind_it_are_compiled_before_they_start()
    {
        string built = Path.Combine(SharedData.ProjectRoot, "tools/EdgeNet.Cli/bin/Release/net10.0", RuntimeInformation.RuntimeIdentifier);
        string[] assemblies = [Path.Combine(AppContext.BaseDirectory, "edgenet.dll"), Path.Combine(built, "edgenet.dll"), .. Directory.GetFiles(built, "EdgeNet.*.dll")];
        Assert.Contains(assemblies, a => a.EndsWith("EdgeNet.Workflows.dll", StringComparison.Ordinal));
        Assert.All(assemblies, path =>
        {
            using PEReader assembly = new(File.OpenRead(path));
            Assert.True(assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, $"{path} holds no machine code: every command begins with compiling it");
        });
    }
#endif
}
