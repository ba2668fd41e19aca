using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace EdgeNet.Workflows;

/// <summary>The assemblies that a board is given, as they were built with this program: the ESP32 app and what it refers to.</summary>
internal static class DeviceAssemblies
{
    /// <summary>The folder of <see cref="CarriedFiles"/> that they are in.</summary>
    public const string Prefix = "device/";

    /// <summary>The folder with the app that listens to streams, and with what only that one refers to.</summary>
    public const string StreamsPrefix = "device-streams/";

    private const string LearningPrefix = "device-learning/", BenchPrefix = "device-bench/";
    private const string Suffix = ".dll";
    private const string App = "EdgeNet.Esp32";
    private const string Ours = "EdgeNet.";

    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> Plain = new(() => Collect(Prefix)), Listening = new(() => Collect(StreamsPrefix, Prefix)),
        LearningApp = new(() => Collect(LearningPrefix, Prefix)), BenchApp = new(() => Collect(BenchPrefix, Prefix));

    /// <summary>The code that is interpreted.</summary>
    public static IEnumerable<byte[]> Applications => ApplicationsFor(hasSignal: false);

    /// <summary>The app that learns on the board, to be interpreted.</summary>
    public static IEnumerable<byte[]> Learning => Interpreted(LearningApp);

    /// <summary>The app on a test bench, with a feeder in place of the sensors, to be interpreted.</summary>
    public static IEnumerable<byte[]> Bench => Interpreted(BenchApp);

    /// <summary>The signatures of what the board itself has.</summary>
    public static IEnumerable<byte[]> Contracts => Listening.Value.Where(a => !IsOurs(a.Key)).Select(a => a.Value);

    /// <summary>The code that is interpreted with a model: the app that listens to streams only if the model has a pipeline, because the types of an assembly take heap.</summary>
    /// <param name="hasSignal">Whether the model has one.</param>
    public static IEnumerable<byte[]> ApplicationsFor(bool hasSignal) => Interpreted(hasSignal ? Listening : Plain);

    /// <summary>Whether an assembly is interpreted.</summary>
    public static bool IsOurs(string name) => name.StartsWith(Ours, StringComparison.Ordinal);

    private static IEnumerable<byte[]> Interpreted(Lazy<IReadOnlyDictionary<string, byte[]>> app) => app.Value.Where(a => IsOurs(a.Key)).Select(a => a.Value);

    // The app and the assemblies that it refers to, and so on, each from the first folder that has it.
    private static Dictionary<string, byte[]> Collect(params string[] folders)
    {
        Dictionary<string, byte[]> found = new(StringComparer.Ordinal);
        Stack<string> open = new([App]);
        while (open.TryPop(out string? name))
        {
            if (found.ContainsKey(name))
            {
                continue;
            }

            found[name] = CarriedFiles.Bytes(folders.Select(f => f + name + Suffix).FirstOrDefault(CarriedFiles.Has) ?? Prefix + name + Suffix);
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
