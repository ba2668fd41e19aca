namespace EdgeNet.Emulator;

/// <summary>What a kind of board has.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="HeapBytes">Bytes of managed heap.</param>
/// <param name="ClockMegahertz">Clock of the processor.</param>
/// <param name="CyclesPerInstruction">Clock cycles of a native instruction on average, with code in flash behind a cache: an estimate until a board has been measured.</param>
public sealed record BoardProfile(string Name, int HeapBytes, double ClockMegahertz, double CyclesPerInstruction)
{
    /// <summary>ESP32-WROOM-32: 240 MHz, about 100 KB of managed heap.</summary>
    public static BoardProfile Esp32 { get; } = new("esp32", 100 * 1024, 240, 1.6);

    /// <summary>ESP32-WROVER: the same with 4 MB of PSRAM, of which 2 MB are managed heap, and slower memory.</summary>
    public static BoardProfile Esp32Psram { get; } = new("esp32-psram", 2 * 1024 * 1024, 240, 1.9);

    /// <summary>All profiles.</summary>
    public static IReadOnlyList<BoardProfile> All { get; } = [Esp32, Esp32Psram];

    /// <summary>Its name, which is what people choose it by.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
