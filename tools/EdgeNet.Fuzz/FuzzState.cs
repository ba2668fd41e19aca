using System.Text.Json;
using EdgeNet.Files;

namespace EdgeNet.Fuzz;

/// <summary>How far each parser has been tested, in a file that is written whole or not at all.</summary>
internal sealed class FuzzState
{
    private static readonly OutputKind Kind = new("a state file of edgenet-fuzz", IsState);

    private readonly string _path;
    private readonly Dictionary<string, long> _done = [];

    public FuzzState(string path)
    {
        _path = path;
        if (File.Exists(path))
        {
            try
            {
                _done = JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(path)) ?? [];
            }
            catch (JsonException e)
            {
                throw new UserException($"{path}: is not a state file of edgenet-fuzz; delete it, or give another one with --state", e);
            }
        }
    }

    public long Done(string target, int seed) => _done.GetValueOrDefault(Key(target, seed));

    public void Save(string target, int seed, long done)
    {
        _done[Key(target, seed)] = done;
        OutputFile.Create(_path, Kind).Commit(JsonSerializer.SerializeToUtf8Bytes(_done));
    }

    private static bool IsState(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, long>>(bytes) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Key(string target, int seed) => $"{target} {seed}";
}
