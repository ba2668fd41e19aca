using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeNet.Deployment.Signing;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Workflows;

/// <summary>A deployment as the tool nanoff reads it.</summary>
/// <param name="Model">The model that it deploys.</param>
/// <param name="Heap">The heap that the app with this model needs.</param>
public sealed record NanoffDeployment(LoadedModel Model, HeapForecast Heap)
{
    /// <summary>Where the app looks for a new model.</summary>
    public const string BoardPath = BoardFiles.Drive + BoardFiles.Mailbox;

    private const string BoardKeyPath = BoardFiles.Drive + BoardFiles.FleetKey;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly OutputKind Kind = new("a deployment for nanoff", IsDeployment);

    /// <summary>Writes one for a model, with its signature where there is one beside it.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="target">The file for nanoff.</param>
    /// <param name="port">Serial port of the board's USB connector; null to leave it out.</param>
    /// <param name="key">The file with the fleet's key, which goes to the board too; null for none.</param>
    /// <param name="board">The board, for the forecast.</param>
    /// <param name="force">Whether a file that is no deployment is replaced.</param>
    /// <returns>What it deploys; also a model that the board cannot hold.</returns>
    /// <exception cref="UserException">A file is missing or damaged, the signature is not the right one, or the app refuses the model, or the file cannot be written.</exception>
    public static NanoffDeployment Write(string path, string target, string? port, string? key, BoardProfile board, bool force)
    {
        LoadedModel model = LoadedModel.Read(path);
        List<(string From, string To)> files = [(path, BoardPath)];
        if (ModelSigner.ReadFor(path, model.Bytes, key is null ? null : FleetKeyFile.Read(key)) is not null)
        {
            files.Add((ModelSigner.PathFor(path), ModelSigner.PathFor(BoardPath)));
        }

        if (key is not null)
        {
            files.Add((key, BoardKeyPath));
        }

        Dictionary<string, object> deployment = [];
        if (port is not null)
        {
            deployment["serialport"] = port;
        }

        deployment["files"] = files.Select(f => new { DestinationFilePath = f.To, SourceFilePath = Path.GetFullPath(f.From) });
        HeapForecast heap = AppBoard.Forecast(board, model.Bytes);
        OutputFile.Create(target, Kind, force, [.. files.Select(f => f.From)]).Commit(JsonSerializer.SerializeToUtf8Bytes(deployment, Indented));
        return new NanoffDeployment(model, heap);
    }

    // An object with a list of files.
    private static bool IsDeployment(byte[] head)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(head);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("files", out JsonElement files)
                && files.ValueKind == JsonValueKind.Array && files.EnumerateArray().All(f => f.ValueKind == JsonValueKind.Object && f.TryGetProperty("DestinationFilePath", out _));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
