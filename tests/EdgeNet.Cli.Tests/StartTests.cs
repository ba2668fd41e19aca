using System.Reflection.PortableExecutable;

namespace EdgeNet.Cli.Tests;

[Trait("speed", "slow")]
public class StartTests
{
#if !DEBUG
    [Fact]
    public void The_command_is_compiled_before_it_starts()
    {
        using PEReader command = new(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "edgenet.dll")));
        Assert.True(command.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, "edgenet.dll holds no machine code: every command begins with compiling itself");
    }
#endif
}
