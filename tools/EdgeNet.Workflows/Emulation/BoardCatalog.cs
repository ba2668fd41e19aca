using EdgeNet.Emulator;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>Finds board profiles by name or path.</summary>
public static class BoardCatalog
{
    /// <summary>The kind of output file: board profiles.</summary>
    public static OutputKind Kind { get; } = new("a board profile", head => TryParse(head) is not null);

    /// <summary>Finds a profile.</summary>
    /// <param name="nameOrPath">The name of a built-in profile, or the path of a JSON file.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="UserException">There is no such name or file, or the file is not a board profile.</exception>
    public static BoardProfile Find(string nameOrPath)
    {
        BoardProfile? builtIn = BoardProfile.All.FirstOrDefault(b => b.Name.Equals(nameOrPath, StringComparison.OrdinalIgnoreCase));
        bool isPath = nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || nameOrPath.AsSpan().ContainsAny('/', '\\') || Path.Exists(nameOrPath);
        return builtIn ?? (isPath ? Read(nameOrPath) : throw new UserException($"there is no board {UserException.Quote(nameOrPath)}; use one of {string.Join(", ", BoardProfile.Names)}, or the path of a JSON file"));
    }

    /// <summary>Reads a profile.</summary>
    /// <param name="path">A JSON file.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="UserException">The file is missing, or is not a board profile.</exception>
    public static BoardProfile Read(string path)
    {
        try
        {
            return BoardProfileJson.Read(DataFile.ReadAllBytes(path, BoardProfileJson.MaxBytes));
        }
        catch (FormatException e)
        {
            throw new UserException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads a profile if there is one.</summary>
    /// <param name="path">A JSON file.</param>
    /// <returns>The profile; null if the file is missing or is not a profile.</returns>
    internal static BoardProfile? TryRead(string path) => File.Exists(path) ? TryParse(DataFile.ReadAllBytes(path, BoardProfileJson.MaxBytes)) : null;

    private static BoardProfile? TryParse(byte[] json)
    {
        try
        {
            return BoardProfileJson.Read(json);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
