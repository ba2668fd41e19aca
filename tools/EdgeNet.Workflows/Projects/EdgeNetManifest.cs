using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>The choices for which the folder EdgeNet/ of a generated project was written, and the hash of each of its files.</summary>
/// <param name="Version">EdgeNet's version.</param>
/// <param name="Project">Name of the project.</param>
/// <param name="Parts">What it needs.</param>
/// <param name="Files">Hashes by path: relative to the folder, with slashes.</param>
internal sealed record EdgeNetManifest(string Version, string Project, ProjectParts Parts, SortedDictionary<string, string> Files)
{
    /// <summary>Its own name in the folder.</summary>
    public const string FileName = "manifest.json";

    // Only of apps that listen to a stream.
    private const string FftMember = "fft";

    private const int MaxBytes = 1 << 20, MaxFiles = 2000, HashLength = 64, MaxVersion = 40;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>The version, and a fingerprint that tells two builds of it apart.</summary>
    public string Text => $"EdgeNet {Version} ({Fingerprint()})";

    /// <summary>The hash of a file. Line endings of text files are ignored, because git may change them.</summary>
    public static string Hash(string path, byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? bytes : Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal))));

    /// <summary>Reads the manifest of a folder. Anybody may have changed it.</summary>
    /// <param name="folder">The folder EdgeNet/.</param>
    /// <exception cref="UserException">There is none, or it is damaged.</exception>
    public static EdgeNetManifest Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        byte[] bytes = DataFile.ReadAllBytes(path, MaxBytes);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            EdgeNetManifest manifest = new(Member(root, "version"), Member(root, "project"),
                new ProjectParts(Word<ProjectKind>(root, "kind"), Word<ProjectSensor>(root, "sensor"), Word<ProjectLink>(root, "link"), Sizes(root)),
                new SortedDictionary<string, string>(StringComparer.Ordinal));
            Check(manifest.Version.Length <= MaxVersion && manifest.Version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+'), "its version is not valid");
            Check(CSharpName.IsIdentifier(manifest.Project), "the project's name is not a valid C# name");
            foreach (JsonProperty file in root.GetProperty("files").EnumerateObject())
            {
                string hash = file.Value.GetString() ?? "";
                Check(manifest.Files.Count < MaxFiles && IsPath(file.Name), $"\"{UserException.Quote(file.Name)}\" is not a path in the folder");
                Check(hash.Length == HashLength && hash.All(char.IsAsciiHexDigitLower), $"the hash of {UserException.Quote(file.Name)} is not valid");
                Check(manifest.Files.TryAdd(file.Name, hash), $"it names {UserException.Quote(file.Name)} twice");
            }

            return manifest;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UserException($"{path}: is not a manifest written by edgenet new", e);
        }

        void Check(bool right, string problem)
        {
            if (!right)
            {
                throw new UserException($"{path}: is damaged: {problem}");
            }
        }
    }

    /// <summary>The file.</summary>
    public byte[] Write()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Indented))
        {
            writer.WriteStartObject();
            writer.WriteString("about", "Written by edgenet new. Do not edit this folder: \"edgenet new --update\" replaces it.");
            writer.WriteString("version", Version);
            writer.WriteString("project", Project);
            writer.WriteString("kind", Parts.Kind.Word());
            writer.WriteString("sensor", Parts.Sensor.Word());
            writer.WriteString("link", Parts.Link.Word());
            if (Parts.Fft is IReadOnlyList<int> sizes)
            {
                writer.WriteStartArray(FftMember);
                foreach (int points in sizes)
                {
                    writer.WriteNumberValue(points);
                }

                writer.WriteEndArray();
            }

            writer.WriteStartObject("files");
            foreach ((string path, string hash) in Files)
            {
                writer.WriteString(path, hash);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return [.. stream.ToArray(), (byte)'\n'];
    }

    private string Fingerprint() => Hash("", Encoding.UTF8.GetBytes(string.Concat(Files.Select(f => $"{f.Key} {f.Value}\n"))))[..8];

    private static string Member(JsonElement root, string name) => root.GetProperty(name).GetString() ?? throw new JsonException();

    private static int[]? Sizes(JsonElement root) => !root.TryGetProperty(FftMember, out JsonElement sizes) ? null
        : [.. sizes.EnumerateArray().Select(s => s.TryGetInt32(out int points) && ProjectParts.FftSizes.Contains(points) ? points : throw new JsonException())];

    private static T Word<T>(JsonElement root, string name)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(v => v!.Value.Word() == Member(root, name)) ?? throw new JsonException();

    // Never leads out of the folder, on any system.
    private static bool IsPath(string path) => path.Length is > 0 and < 200
        && path.Split('/').All(part => part.Length > 0 && part.Trim('.').Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));
}
