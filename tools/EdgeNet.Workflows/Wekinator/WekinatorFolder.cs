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

    private static readonly OutputKind Settings = new("a JSON file", head => head is [(byte)'{', ..]);

    private string SettingsFile => File("wekinator.json");

    /// <summary>The examples of an output.</summary>
    public string Examples(int output) => File($"output-{output + 1}.csv");

    /// <summary>The model of an output.</summary>
    public string Model(int output) => File($"output-{output + 1}.edgenet");

    /// <summary>The outputs of the project.</summary>
    /// <param name="text">What the user says they are, which is written down; null for what is written there.</param>
    /// <returns>The outputs; where nothing is written yet, three classes.</returns>
    /// <exception cref="UserException">The text or the file says something else, or cannot be written or read.</exception>
    public IReadOnlyList<WekinatorOutput> Outputs(string? text)
    {
        if (text is null && System.IO.File.Exists(SettingsFile))
        {
            return Read();
        }

        IReadOnlyList<WekinatorOutput> outputs = WekinatorOutput.Parse(text ?? Usual);
        Create();
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { [Key] = WekinatorOutput.Text(outputs) });
        OutputFile.Create(SettingsFile, Settings).Commit([.. json, (byte)'\n']);
        return outputs;
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

    private IReadOnlyList<WekinatorOutput> Read()
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(DataFile.ReadAllBytes(SettingsFile, MaxBytes));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(Key, out JsonElement outputs) && outputs.ValueKind == JsonValueKind.String
                ? WekinatorOutput.Parse(outputs.GetString()!) : throw new UserException($"it has no text \"{Key}\"");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or UserException)
        {
            throw new UserException($"{SettingsFile}: {e.Message}", e);
        }
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
