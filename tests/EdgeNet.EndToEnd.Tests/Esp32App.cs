using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The ESP32 app on a virtual board.</summary>
internal static class Esp32App
{
    /// <summary>Where the app looks for its sensors.</summary>
    public const int Bus = 1, CameraAddress = 0x69, MotionAddress = 0x68;

    private static readonly string Plain = Path.Combine(AppContext.BaseDirectory, "device"), WithNetwork = Path.Combine(AppContext.BaseDirectory, "device-http"), WithLearning = Path.Combine(AppContext.BaseDirectory, "device-learning");

    /// <summary>What a board without a network itself has.</summary>
    public static IEnumerable<byte[]> Contracts => ContractsIn(Plain);

    /// <summary>A board with the app, not running yet.</summary>
    public static Board Create(bool realTime = false, Storage? storage = null) => Create(BoardProfile.Esp32, realTime, storage);

    /// <summary>The same on another board.</summary>
    public static Board Create(BoardProfile profile, bool realTime = false, Storage? storage = null)
    {
        Board board = new(profile) { RealTime = realTime, Storage = storage ?? new Storage() };
        board.Deploy(Contracts, [Read(Plain, "EdgeNet.Device.Core"), Read(Plain, "EdgeNet.Device"), Read(Plain, "EdgeNet.Esp32")]);
        return board;
    }

    /// <summary>A board with the app that learns.</summary>
    public static Board CreateLearning(bool realTime = false, Storage? storage = null)
    {
        Board board = new(BoardProfile.Esp32) { RealTime = realTime, Storage = storage ?? new Storage() };
        board.Deploy(ContractsIn(WithLearning), [Read(WithLearning, "EdgeNet.Device.Core"), Read(WithLearning, "EdgeNet.Device"), Read(WithLearning, "EdgeNet.Device.Learning"), Read(WithLearning, "EdgeNet.Esp32")]);
        return board;
    }

    /// <summary>A board with the app that asks a server for models.</summary>
    /// <param name="network">Carries its requests; they go to <see cref="ModelUrl"/>.</param>
    public static Board CreateWithNetwork(HttpMessageInvoker network)
    {
        Board board = new(BoardProfile.Esp32) { Network = network };
        board.Deploy(ContractsIn(WithNetwork), [.. UpdateCode, Read(WithNetwork, "EdgeNet.Esp32")]);
        return board;
    }

    /// <summary>Where the app asks, as it is delivered.</summary>
    public static Uri ModelUrl { get; } = new("http://192.168.1.5:8080/models/person");

    /// <summary>The libraries of a board with a network, to be interpreted.</summary>
    public static IEnumerable<byte[]> UpdateCode => [Read(WithNetwork, "EdgeNet.Device.Core"), Read(WithNetwork, "EdgeNet.Device"), Read(WithNetwork, "EdgeNet.Device.Http")];

    /// <summary>What such a board itself has.</summary>
    public static IEnumerable<byte[]> UpdateContracts => ContractsIn(WithNetwork);

    /// <summary>Names of the assemblies that the app without a network loads.</summary>
    public static IEnumerable<string> Assemblies => Directory.GetFiles(Plain, "*.dll").Select(p => Path.GetFileNameWithoutExtension(p)!);

    private static IEnumerable<byte[]> ContractsIn(string folder) =>
        Directory.GetFiles(folder, "*.dll").Where(p => !Path.GetFileName(p).StartsWith("EdgeNet.", StringComparison.Ordinal)).Select(File.ReadAllBytes);

    private static byte[] Read(string folder, string assembly) => File.ReadAllBytes(Path.Combine(folder, assembly + ".dll"));
}
