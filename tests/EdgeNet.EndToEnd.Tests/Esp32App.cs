using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The ESP32 app on a virtual board.</summary>
internal static class Esp32App
{
    /// <summary>Where the app looks for its sensor.</summary>
    public const int Bus = 1, SensorAddress = 0x69;

    /// <summary>A board with the app, not running yet.</summary>
    public static Board Create(bool realTime = false, Storage? storage = null)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "device");
        Board board = new(BoardProfile.Esp32) { RealTime = realTime, Storage = storage ?? new Storage() };
        board.Deploy(
            Directory.GetFiles(folder, "*.dll").Where(p => !Path.GetFileName(p).StartsWith("EdgeNet.", StringComparison.Ordinal)).Select(File.ReadAllBytes),
            new[] { "EdgeNet.Device.dll", "EdgeNet.Esp32.dll" }.Select(n => File.ReadAllBytes(Path.Combine(folder, n))));
        return board;
    }
}
