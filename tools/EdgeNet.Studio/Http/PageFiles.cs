using System.Collections.Frozen;
using System.Reflection;

namespace EdgeNet.Studio.Http;

/// <summary>The files of the page, which are part of the assembly.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/", First = "index.html";

    private static readonly FrozenDictionary<string, PageFile> Files = Read().ToFrozenDictionary(f => f.Path, StringComparer.Ordinal);

    /// <summary>Finds a file.</summary>
    /// <param name="path">Path in a request, such as /main.js; / is the page itself.</param>
    /// <returns>The file; null if there is none.</returns>
    public static PageFile? Find(string path) => Files.GetValueOrDefault(path == "/" ? First : path.TrimStart('/'));

    /// <summary>All files.</summary>
    public static IEnumerable<PageFile> All => Files.Values;

    private static IEnumerable<PageFile> Read()
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            yield return new PageFile(name[Prefix.Length..].Replace('\\', '/'), TypeOf(name), bytes);
        }
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
}
