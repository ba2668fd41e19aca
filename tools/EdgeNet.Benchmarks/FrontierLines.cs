using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeNet.Files;

namespace EdgeNet.Benchmarks;

/// <summary>Trains the networks of the frontier and keeps what train says of them: a JSON object per line, with the name of the row and the seed.</summary>
internal static class FrontierLines
{
    /// <summary>Trains a network.</summary>
    /// <param name="command">The command.</param>
    /// <param name="mnist">The folder of MNIST.</param>
    /// <param name="row">The network.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="epochs">Epochs instead of the row's; null for those.</param>
    /// <returns>The figures of train --json that are not lists.</returns>
    public static JsonObject Train(EdgeNetCommand command, string mnist, FrontierRow row, int seed, int? epochs)
    {
        string model = Path.Combine(Path.GetTempPath(), $"edgenet-frontier-{Guid.NewGuid():N}.edgenet");
        try
        {
            string report = command.Run(["train", "--data", mnist, "--model", row.Model, .. row.Options, "--augment", "--epochs", $"{epochs ?? row.Epochs}", "--seed", $"{seed}", "--strip", "--allow-loss", "--json", "--out", model]);
            JsonObject line = new() { ["name"] = row.Name, ["seed"] = seed };
            foreach ((string key, JsonNode? value) in JsonNode.Parse(report)!.AsObject())
            {
                if (value is null or JsonValue && key != "out")
                {
                    line[key] = value?.DeepClone();
                }
            }

            return line;
        }
        finally
        {
            File.Delete(model);
        }
    }

    /// <summary>Reads lines.</summary>
    /// <param name="path">A file, which may be missing.</param>
    /// <returns>An object per line.</returns>
    /// <exception cref="UserException">A line is not what <see cref="Keep"/> writes.</exception>
    public static List<JsonObject> Read(string path)
    {
        try
        {
            return File.Exists(path) ? [.. File.ReadLines(path).Where(l => l.Length > 0).Select(l => JsonNode.Parse(l)!.AsObject())] : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UserException($"{path}: a line is not a JSON object ({e.Message})", e);
        }
    }

    /// <summary>Writes a line in place of the one with the same name and seed, in the order of the rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line.</param>
    public static void Keep(string path, JsonObject line)
    {
        List<JsonObject> lines = [.. Read(path).Where(l => (Name(l), Seed(l)) != (Name(line), Seed(line))), line];
        Write(path, string.Concat(lines.OrderBy(l => FrontierRow.All.TakeWhile(r => r.Name != Name(l)).Count()).ThenBy(Seed).Select(l => $"{l.ToJsonString()}\n")));
    }

    /// <summary>Writes a text completely or not at all: the lines of hours must not be lost with the last one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What it is to contain.</param>
    public static void Write(string path, string text) => OutputFile.Replace(OutputFile.Resolve(path), FileShare.Read, file => file.Write(Encoding.UTF8.GetBytes(text))).Dispose();

    /// <summary>The name of a line's row.</summary>
    public static string Name(JsonObject line) => (string)line["name"]!;

    private static int Seed(JsonObject line) => (int)line["seed"]!;
}
