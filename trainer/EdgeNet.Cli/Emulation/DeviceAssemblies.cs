using System.Reflection;

namespace EdgeNet.Cli.Emulation;

/// <summary>The assemblies that a board is given, as they were built with this program.</summary>
internal static class DeviceAssemblies
{
    private const string Prefix = "device/";
    private const string Library = "EdgeNet.Device.dll";

    /// <summary>The code that is interpreted.</summary>
    public static IEnumerable<byte[]> Applications => [Read(Prefix + Library)];

    /// <summary>The signatures of what the board itself has.</summary>
    public static IEnumerable<byte[]> Contracts => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && n != Prefix + Library).Select(Read);

    private static byte[] Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"this build carries no {name}");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
