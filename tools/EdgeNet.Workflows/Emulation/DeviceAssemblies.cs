using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace EdgeNet.Workflows;

/// <summary>The assemblies that a board is given, as they were built with this program: the ESP32 app and what it refers to.</summary>
internal static class DeviceAssemblies
{
    /// <summary>The folder of <see cref="CarriedFiles"/> that they are in.</summary>
    public const string Prefix = "device/";

    private const string Suffix = ".dll";
    private const string App = "EdgeNet.Esp32";
    private const string Signals = "EdgeNet.Device.Signals";
    private const string StraightLine = "EdgeNet.Device.Fft";
    private const string Ours = "EdgeNet.";

    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> All = new(() => Collect(App));

    /// <summary>The code that is interpreted.</summary>
    public static IEnumerable<byte[]> Applications => All.Value.Where(a => IsOurs(a.Key)).Select(a => a.Value);

    /// <summary>The code that is interpreted with a model: that of signals only if the model has a pipeline, because the types of an assembly take heap.</summary>
    /// <param name="hasSignal">Whether the model has one.</param>
    public static IEnumerable<byte[]> ApplicationsFor(bool hasSignal) =>
        hasSignal && !All.Value.ContainsKey(Signals) ? [.. Applications, CarriedFiles.Bytes(Prefix + Signals + Suffix)] : Applications;

    /// <summary>Straight-line transforms, for models with an FFT.</summary>
    public static byte[] Fft => CarriedFiles.Bytes(Prefix + StraightLine + Suffix);

    /// <summary>The signatures of what the board itself has.</summary>
    public static IEnumerable<byte[]> Contracts => All.Value.Where(a => !IsOurs(a.Key)).Select(a => a.Value);

    /// <summary>Whether an assembly is interpreted.</summary>
    public static bool IsOurs(string name) => name.StartsWith(Ours, StringComparison.Ordinal);

    // An assembly and those that it refers to, and so on.
    private static Dictionary<string, byte[]> Collect(string first)
    {
        Dictionary<string, byte[]> found = new(StringComparer.Ordinal);
        Stack<string> open = new([first]);
        while (open.TryPop(out string? name))
        {
            if (found.ContainsKey(name))
            {
                continue;
            }

            found[name] = CarriedFiles.Bytes(Prefix + name + Suffix);
            using PEReader file = new(new MemoryStream(found[name]));
            MetadataReader metadata = file.GetMetadataReader();
            foreach (AssemblyReferenceHandle reference in metadata.AssemblyReferences)
            {
                open.Push(metadata.GetString(metadata.GetAssemblyReference(reference).Name));
            }
        }

        return found;
    }
}
