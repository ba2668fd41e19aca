namespace EdgeNet.Emulator.Loading;

/// <summary>
/// A nanoFramework package as it is deployed. The contracts have only the members that device code uses, so what the real assemblies
/// have is listed here: counted in builds of the versions that device/*/packages.config name (System.Net: 1.11.54, the nearest whose source is at hand).
/// </summary>
internal sealed record Package(TypeTables Tables, params string[] References)
{
    private const string Corlib = "mscorlib", Events = "nanoFramework.Runtime.Events", Text = "nanoFramework.System.Text", Streams = "System.IO.Streams",
        Collections = "nanoFramework.System.Collections", Threading = "System.Threading", Net = "System.Net";

    private static readonly Dictionary<string, Package> All = new()
    {
        // assembly, type, field and method references; types, fields, methods, static fields
        [Corlib] = new(new TypeTables(0, 0, 0, 0, 141, 87, 803, 16)),
        ["nanoFramework.Hardware.Esp32"] = new(new(2, 34, 1, 35, 49, 71, 186, 7), Corlib, Events),
        [Events] = new(new(1, 20, 0, 19, 15, 22, 52, 3), Corlib),
        ["nanoFramework.Runtime.Native"] = new(new(1, 18, 0, 19, 10, 3, 27, 1), Corlib),
        [Collections] = new(new(1, 21, 0, 21, 10, 26, 88, 1), Corlib),
        ["nanoFramework.System.Security.Cryptography"] = new(new(1, 18, 0, 16, 4, 10, 34, 0), Corlib),
        [Text] = new(new(1, 29, 1, 39, 5, 5, 74, 0), Corlib),
        ["System.Device.Adc"] = new(new(1, 17, 0, 14, 5, 7, 36, 0), Corlib),
        ["System.Device.Gpio"] = new(new(2, 31, 1, 29, 16, 31, 88, 3), Corlib, Events),
        ["System.Device.I2c"] = new(new(1, 18, 0, 15, 5, 11, 23, 0), Corlib),
        ["System.Device.I2s"] = new(new(1, 18, 0, 15, 6, 13, 27, 0), Corlib),
        ["System.IO.FileSystem"] = new(new(4, 59, 1, 86, 39, 76, 225, 15), Corlib, Events, Text, Streams),
        ["System.IO.Ports"] = new(new(3, 39, 0, 36, 12, 32, 88, 3), Corlib, Events, Text, Streams),
        [Streams] = new(new(2, 36, 0, 44, 7, 24, 124, 0), Corlib, Text),
        ["System.Math"] = new(new(1, 11, 0, 9, 1, 0, 36, 0), Corlib),
        [Net] = new(new(5, 60, 0, 68, 56, 129, 331, 20), Corlib, Events, Text, Streams, Threading),
        ["System.Net.Http"] = new(new(5, 83, 3, 183, 80, 259, 661, 33), Corlib, Events, Collections, Text, Streams, Net, Threading),
        [Threading] = new(new(1, 29, 0, 40, 4, 14, 50, 3), Corlib),
    };

    /// <summary>Whether an assembly is one of those that a board brings along.</summary>
    public static bool IsKnown(string assembly) => All.ContainsKey(assembly);

    public static Package Of(string assembly) => All.TryGetValue(assembly, out Package? package) ? package
        : throw new EmulatorException($"the heap that {assembly} needs on a board is not known; add its counts to {nameof(Package)}");
}
