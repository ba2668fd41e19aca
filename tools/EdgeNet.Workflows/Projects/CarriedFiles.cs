using System.Reflection;
using System.Text;

namespace EdgeNet.Workflows;

/// <summary>The files that this program carries inside for projects that it writes: templates, sources, and assemblies of the virtual board.</summary>
internal static class CarriedFiles
{
    private static readonly Assembly Carrier = Assembly.GetExecutingAssembly();

    // Paths with slashes, whatever the system that built this program writes.
    private static readonly Dictionary<string, string> Names = Carrier.GetManifestResourceNames().ToDictionary(n => n.Replace('\\', '/'), StringComparer.Ordinal);

    /// <summary>The files of a folder and of those below it, in order of their paths.</summary>
    /// <param name="folder">Such as "templates/device/".</param>
    /// <returns>Each path from there, and the whole name.</returns>
    public static IEnumerable<(string Path, string Name)> In(string folder) =>
        Names.Keys.Where(n => n.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(n => (n[folder.Length..], n));

    /// <summary>A file's bytes.</summary>
    public static byte[] Bytes(string name)
    {
        using Stream stream = Carrier.GetManifestResourceStream(Names[name])!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>A file's text.</summary>
    public static string Text(string name)
    {
        using StreamReader reader = new(new MemoryStream(Bytes(name)), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
