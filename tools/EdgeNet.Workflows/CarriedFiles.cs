using System.Reflection;
using System.Text;

namespace EdgeNet.Workflows;

/// <summary>The files embedded in this program: for the projects that it creates templates, sources and assemblies of the virtual board, and the style of its pages.</summary>
internal static class CarriedFiles
{
    private static readonly Assembly Carrier = Assembly.GetExecutingAssembly();

    // Paths have slashes, whichever system built this program.
    private static readonly Dictionary<string, string> Names = Carrier.GetManifestResourceNames().ToDictionary(n => n.Replace('\\', '/'), StringComparer.Ordinal);

    /// <summary>The files in a folder and its subfolders, ordered by path.</summary>
    /// <param name="folder">Such as "templates/device/".</param>
    /// <returns>The path of each relative to the folder, and its full name.</returns>
    public static IEnumerable<(string Path, string Name)> In(string folder) =>
        Names.Keys.Where(n => n.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(n => (n[folder.Length..], n));

    /// <summary>Whether there is a file.</summary>
    public static bool Has(string name) => Names.ContainsKey(name);

    /// <summary>A file's bytes.</summary>
    public static byte[] Bytes(string name)
    {
        using Stream stream = Names.TryGetValue(name, out string? resource) ? Carrier.GetManifestResourceStream(resource)! : throw new InvalidOperationException($"this build carries no {name}");
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
