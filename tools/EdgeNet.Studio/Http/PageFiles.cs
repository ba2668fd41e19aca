using System.Reflection;

namespace EdgeNet.Studio.Http;

/// <summary>The files of the page, which are part of the assembly.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";

    /// <summary>All files.</summary>
    public static IReadOnlyList<PageFile> All { get; } = [.. Read()];

    /// <summary>The page itself.</summary>
    public static PageFile First { get; } = All.First(f => f.Path == "index.html");

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
