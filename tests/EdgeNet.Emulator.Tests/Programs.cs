using EdgeNet.Emulator;

namespace EdgeNet.Emulator.Tests;

/// <summary>The assemblies in the test's folder "device".</summary>
internal static class Programs
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "device");

    public static IEnumerable<string> ContractPaths => Directory.GetFiles(Folder, "*.dll").Where(p => !Path.GetFileName(p).StartsWith("EdgeNet.", StringComparison.Ordinal));

    public static IEnumerable<byte[]> Contracts => ContractPaths.Select(File.ReadAllBytes);

    public static byte[] Read(string assembly) => File.ReadAllBytes(Path.Combine(Folder, assembly + ".dll"));

    public static Board Deployed(BoardProfile profile, params string[] assemblies)
    {
        Board board = new(profile);
        board.Deploy(Contracts, assemblies.Select(Read));
        return board;
    }
}
