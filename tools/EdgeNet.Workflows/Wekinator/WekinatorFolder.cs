using System.Text.Json;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>The files of a project in Wekinator's way: wekinator.json, and for each output its examples, output-1.csv, and its model, output-1.edgenet.</summary>
/// <param name="Path">The folder.</param>
internal sealed record WekinatorFolder(string Path)
{
    private const string Usual = "classes 3";
    private const string Key = "outputs";
    private const int MaxBytes = 64 * 1024;

    private static readonly OutputKind Settings = new("a project of Wekinator's", head => TextIn(head) is not null);

    /// <summary>Whether its outputs are not written down yet.</summary>
    public bool IsNew => !System.IO.File.Exists(SettingsFile);

    private string SettingsFile => File("wekinator.json");

    /// <summary>The examples of an output.</summary>
    public string Examples(int output) => File($"output-{output + 1}.csv");

    /// <summary>The model of an output.</summary>
    public string Model(int output) => File($"output-{output + 1}.edgenet");

    /// <summary>The outputs of the project.</summary>
    /// <param name="text">What the user says they are; null for what is written there.</param>
    /// <returns>The outputs; where nothing is written yet, three classes.</returns>
    /// <exception cref="UserException">The text or the file says something else, or cannot be read.</exception>
    public IReadOnlyList<WekinatorOutput> Outputs(string? text)
    {
        if (IsNew)
        {
            return WekinatorOutput.Parse(text ?? Usual);
        }

        byte[] json = DataFile.ReadAllBytes(SettingsFile, MaxBytes);
        string? written = TextIn(json);
        if (written is null && (text is null || json.Length > 0))
        {
            throw new UserException($"{SettingsFile}: is no project of Wekinator's, which has one text \"{Key}\" and nothing else; it is left as it is: move it elsewhere");
        }

        try
        {
            return WekinatorOutput.Parse(text ?? written!);
        }
        catch (UserException e) when (text is null)
        {
            throw new UserException($"{SettingsFile}: {e.Message}", e);
        }
    }

    /// <summary>Writes the outputs down.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <exception cref="UserException">They cannot be written, or something else would be lost.</exception>
    public void Keep(IReadOnlyList<WekinatorOutput> outputs)
    {
        Create();
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { [Key] = WekinatorOutput.Text(outputs) });
        OutputFile.Create(SettingsFile, Settings).Commit([.. json, (byte)'\n']);
    }

    /// <summary>A link may lead out of the folder, to a file that is not the project's.</summary>
    /// <exception cref="UserException">There is a link.</exception>
    public static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            throw new UserException($"{path}: is a link, and Wekinator's files are not written through links; put the file itself there");
        }
    }

    private void Create()
    {
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{Path}: cannot be created ({e.Message})", e);
        }
    }

    // Null of any file that this class has not written.
    private static string? TextIn(byte[] json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.EnumerateObject().ToArray() is [{ Name: Key, Value.ValueKind: JsonValueKind.String } only]
                ? only.Value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private string File(string name)
    {
        string path = System.IO.Path.Combine(Path, name);
        RefuseLink(path);
        return path;
    }
}
