using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Opens the file of a table, or what is piped into the program.</summary>
internal static class TableFile
{
    /// <summary>What a user gives as the path of what is piped in.</summary>
    public const string Piped = "-";

    private static int _pipedReads;

    /// <summary>Opens it.</summary>
    /// <param name="path">Its path, or -.</param>
    /// <param name="shown">What to call it in a message.</param>
    /// <exception cref="UserException">It cannot be read, or has been read already.</exception>
    public static Stream Open(string path, out string shown)
    {
        if (path != Piped)
        {
            shown = path;
            return DataFile.Open(path);
        }

        shown = "stdin";
        return Interlocked.Increment(ref _pipedReads) == 1 ? Console.OpenStandardInput() : throw new UserException("stdin can be read only once; give a file");
    }

    /// <summary>Whether a name is that of a table.</summary>
    public static bool IsTable(string path) =>
        Path.GetExtension(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt" or ".data";
}
