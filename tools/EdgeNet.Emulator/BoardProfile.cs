using System.Reflection;

namespace EdgeNet.Emulator;

/// <summary>The figures of a kind of board. The profiles in Boards/*.json are built in; <see cref="BoardProfileJson"/> reads and writes others.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="HeapBytes">Bytes of managed heap.</param>
/// <param name="ClockMegahertz">Clock of the processor, in MHz.</param>
/// <param name="CyclesPerInstruction">Average clock cycles per native instruction, with code in flash behind a cache.</param>
public sealed record BoardProfile(string Name, int HeapBytes, double ClockMegahertz, double CyclesPerInstruction)
{
    private const string Folder = "boards/", Extension = ".json";

    /// <summary>Names of the built-in profiles.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(BoardProfile).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal))
            .Select(n => n[Folder.Length..^Extension.Length]).Order(StringComparer.Ordinal),
    ];

    // Each is read when it is first used: most commands need one.
    private static readonly Dictionary<string, Lazy<BoardProfile>> BuiltIn = Names.ToDictionary(n => n, n => new Lazy<BoardProfile>(() => ReadBuiltIn(n)));

    /// <summary>The built-in profiles.</summary>
    public static IReadOnlyList<BoardProfile> All => [.. Names.Select(n => BuiltIn[n].Value)];

    /// <summary>ESP32-WROOM-32: 240 MHz, about 100 KB of managed heap.</summary>
    public static BoardProfile Esp32 => BuiltIn["esp32"].Value;

    /// <summary>ESP32-WROVER: the same with PSRAM and slower memory; 2 MB of the PSRAM is managed heap.</summary>
    public static BoardProfile Esp32Psram => BuiltIn["esp32-psram"].Value;

    /// <summary>A description in a few words.</summary>
    public string Title { get; init; } = Name;

    /// <summary>Bytes of flash for managed code; null if not known.</summary>
    public int? FlashBytes { get; init; }

    /// <summary>Bytes of internal storage for files; null if not known.</summary>
    public int? StorageBytes { get; init; }

    /// <summary>Clock cycles per native instruction for individual methods, by their full names, if known more accurately than <see cref="CyclesPerInstruction"/>.</summary>
    public IReadOnlyDictionary<string, MethodCycles> Methods { get; init; } = new Dictionary<string, MethodCycles>();

    /// <summary>The sources of its figures, by their names in <see cref="BoardProfileJson"/>.</summary>
    public IReadOnlyDictionary<string, FigureSource> Sources { get; init; } = new Dictionary<string, FigureSource>();

    /// <summary>The profile's name.</summary>
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
