using System.Reflection;

namespace EdgeNet.Emulator;

/// <summary>What a kind of board has. Those in Boards/*.json are built in; <see cref="BoardProfileJson"/> reads and writes others.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="HeapBytes">Bytes of managed heap.</param>
/// <param name="ClockMegahertz">Clock of the processor.</param>
/// <param name="CyclesPerInstruction">Clock cycles of a native instruction on average, with code in flash behind a cache.</param>
public sealed record BoardProfile(string Name, int HeapBytes, double ClockMegahertz, double CyclesPerInstruction)
{
    private const string Folder = "boards/", Extension = ".json";

    private static readonly Lazy<Dictionary<string, BoardProfile>> BuiltIn = new(() => Names!.ToDictionary(n => n, ReadBuiltIn));

    /// <summary>Names of the profiles that are built in.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(BoardProfile).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal))
            .Select(n => n[Folder.Length..^Extension.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The profiles that are built in.</summary>
    public static IReadOnlyList<BoardProfile> All => [.. Names.Select(n => BuiltIn.Value[n])];

    /// <summary>ESP32-WROOM-32: 240 MHz, about 100 KB of managed heap.</summary>
    public static BoardProfile Esp32 => BuiltIn.Value["esp32"];

    /// <summary>ESP32-WROVER: the same with PSRAM, of which 2 MB are managed heap, and slower memory.</summary>
    public static BoardProfile Esp32Psram => BuiltIn.Value["esp32-psram"];

    /// <summary>What it is, in a few words.</summary>
    public string Title { get; init; } = Name;

    /// <summary>Bytes of flash for managed code; null where that is not known.</summary>
    public int? FlashBytes { get; init; }

    /// <summary>Bytes of internal storage for files; null where that is not known.</summary>
    public int? StorageBytes { get; init; }

    /// <summary>Clock cycles of a native instruction in single methods, by their full names, where that is known better than by <see cref="CyclesPerInstruction"/>.</summary>
    public IReadOnlyDictionary<string, MethodCycles> Methods { get; init; } = new Dictionary<string, MethodCycles>();

    /// <summary>What its figures rest on, by their names in <see cref="BoardProfileJson"/>.</summary>
    public IReadOnlyDictionary<string, FigureSource> Sources { get; init; } = new Dictionary<string, FigureSource>();

    /// <summary>Its name, which is what people choose it by.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    private static BoardProfile ReadBuiltIn(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name + Extension)!;
        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        return BoardProfileJson.Read(json);
    }
}
