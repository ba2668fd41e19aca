using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeNet.Files;

namespace EdgeNet.Studio.Projects;

/// <summary>The settings of a project, as studio.json has them.</summary>
/// <param name="Train">What is behind "edgenet train" on the command line that repeats the training, without --out; paths begin in the project's folder.</param>
/// <param name="Board">The board that the model is for: a name listed by "edgenet boards", or a JSON profile.</param>
internal sealed record StudioSettings(IReadOnlyList<string> Train, string Board)
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "studio.json";

    private const int MaxBytes = 64 * 1024, MaxWords = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Of a project that has only begun.</summary>
    public static StudioSettings Empty { get; } = new([], "esp32");

    /// <summary>The kind of output file: settings of a project.</summary>
    public static OutputKind Kind { get; } = new("the settings of a studio", head => TryParse(head) is not null);

    /// <summary>Reads the settings of a project.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The settings; empty ones if there is no file.</returns>
    /// <exception cref="UserException">It is not a file of settings.</exception>
    public static StudioSettings Read(string path)
    {
        if (!Path.Exists(path))
        {
            return Empty;
        }

        try
        {
            return Parse(DataFile.ReadAllBytes(path, MaxBytes));
        }
        catch (Exception e) when (e is JsonException or UserException)
        {
            throw new UserException($"{path}: not the settings of a studio ({e.Message}); mend the file, or delete it to begin anew", e);
        }
    }

    /// <summary>Writes the settings.</summary>
    /// <returns>UTF-8.</returns>
    public byte[] Write() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), .. "\n"u8];

    /// <summary>Reads settings from memory.</summary>
    /// <param name="utf8">The file's bytes.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="JsonException">They are none.</exception>
    /// <exception cref="UserException">They could be those of no project.</exception>
    public static StudioSettings Parse(ReadOnlySpan<byte> utf8)
    {
        // Editors of Windows begin a file with this.
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        StudioSettings settings = JsonSerializer.Deserialize<StudioSettings>(utf8.StartsWith(mark) ? utf8[mark.Length..] : utf8, Json) ?? throw new JsonException("null");
        settings.Check();
        return settings;
    }

    /// <summary>Checks that they can be words of a command line.</summary>
    /// <exception cref="UserException">They are too many or too long, or have characters that no command line can.</exception>
    public void Check()
    {
        if (Train.Count > MaxWords || Train.Append(Board).Any(w => w is null || w.Contains('\0')))
        {
            throw new UserException($"the settings of a project are at most {MaxWords} words of a command line");
        }

        if (Write().Length > MaxBytes)
        {
            throw new UserException($"the settings of a project take at most {MaxBytes / 1024} KB");
        }
    }

    private static StudioSettings? TryParse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Parse(utf8);
        }
        catch (Exception e) when (e is JsonException or UserException)
        {
            return null;
        }
    }
}
