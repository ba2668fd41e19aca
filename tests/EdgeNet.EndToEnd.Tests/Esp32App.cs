using EdgeNet.Emulator;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The ESP32 app on a virtual board.</summary>
internal static class Esp32App
{
    /// <summary>Where the app looks for its sensor.</summary>
    public const int Bus = 1, SensorAddress = 0x69;

    /// <summary>All contracts.</summary>
    public static IEnumerable<byte[]> Contracts => Directory.GetFiles(Folder, "*.dll")
        .Where(p => !Path.GetFileName(p).StartsWith("EdgeNet.", StringComparison.Ordinal)).Select(File.ReadAllBytes);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "device");

    /// <summary>A board with the app, not running yet.</summary>
    public static Board Create(bool realTime = false) => Create(BoardProfile.Esp32, realTime);

    /// <summary>The same on another board.</summary>
    public static Board Create(BoardProfile profile, bool realTime = false)
    {
        Board board = new(profile) { RealTime = realTime };
        board.Deploy(Contracts, new[] { "EdgeNet.Device.dll", "EdgeNet.Esp32.dll" }.Select(n => File.ReadAllBytes(Path.Combine(Folder, n))));
        return board;
    }
}
