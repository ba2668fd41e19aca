using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Pictures;

namespace EdgeNet.Workflows;

/// <summary>A file that comes from a page: it is written beside, judged by the reader of its kind, and only then gets its name. What is refused leaves nothing.</summary>
public static class IncomingFile
{
    /// <summary>The longest file, in bytes.</summary>
    public const long MaxBytes = 1L << 29;

    private const int MaxDepth = 6;
    private const string Beside = ".edgenet-incoming-";

    // Whatever is still coming is younger.
    private static readonly TimeSpan Old = TimeSpan.FromHours(6);

    /// <summary>Removes what was on its way when an earlier program was killed.</summary>
    /// <param name="folder">The folder of the project.</param>
    public static void Sweep(string folder)
    {
        foreach (DirectoryInfo left in new DirectoryInfo(folder).GetDirectories(Beside + "*").Where(d => d.LinkTarget is null && DateTime.UtcNow - d.LastWriteTimeUtc > Old))
        {
            try
            {
                left.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It stays until it can be removed.
            }
        }
    }

    /// <summary>Keeps a file.</summary>
    /// <param name="folder">The folder of the project.</param>
    /// <param name="name">Its path in that, with slashes, as the page gives it.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellation">Ends early; nothing is kept.</param>
    /// <returns>The path in the folder.</returns>
    /// <exception cref="UserException">The name cannot be one, there is such a file already, the file is damaged or no data, or the disk is full.</exception>
    /// <exception cref="IOException">The content ends early.</exception>
    public static async Task<string> KeepAsync(string folder, string name, Stream content, CancellationToken cancellation)
    {
        string[] parts = name.Split('/');
        if (parts.Length > MaxDepth || !Array.TrueForAll(parts, PlainName.Is))
        {
            throw new UserException($"\"{UserException.Quote(name)}\" cannot be the name of a file in the project; rename it");
        }

        string target = Path.Combine([folder, .. parts]);
        if (!InFolder.Is(folder, target))
        {
            throw new UserException($"{UserException.Quote(name)}: a link leads out of the project");
        }

        if (Path.Exists(target))
        {
            throw new UserException($"{UserException.Quote(name)}: there is such a file already; delete it, or rename the new one");
        }

        string beside = Path.Combine(folder, $"{Beside}{Path.GetRandomFileName()}"), temporary = Path.Combine(beside, parts[^1]);
        try
        {
            Make(beside, name);
            await WriteAsync(temporary, name, content, cancellation);
            Check(temporary, name);
            Make(Path.GetDirectoryName(target)!, name);
            OutputFile.MoveUnderFree(temporary, [target]);
            return name;
        }
        finally
        {
            if (Directory.Exists(beside))
            {
                Directory.Delete(beside, recursive: true);
            }
        }
    }

    private static async Task WriteAsync(string path, string name, Stream content, CancellationToken cancellation)
    {
        await using FileStream file = Begin(path, name);
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        for (int got; (got = await content.ReadAsync(buffer, cancellation)) > 0;)
        {
            length += got;
            if (length > MaxBytes)
            {
                throw new UserException($"{UserException.Quote(name)}: more than {MaxBytes:N0} bytes; copy the file into the folder of the project");
            }

            try
            {
                await file.WriteAsync(buffer.AsMemory(0, got), cancellation);
            }
            catch (IOException e)
            {
                throw CannotWrite(name, e);
            }
        }

        try
        {
            file.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            throw CannotWrite(name, e);
        }
    }

    private static FileStream Begin(string path, string name)
    {
        try
        {
            // Without a buffer of its own, which would be written when the file is closed, where nobody catches a full disk.
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(name, e);
        }
    }

    private static void Make(string place, string name)
    {
        try
        {
            Directory.CreateDirectory(place);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(name, e);
        }
    }

    private static UserException CannotWrite(string name, Exception e) => new($"{UserException.Quote(name)}: cannot be written ({e.Message})", e);

    // The reader of its kind says what is wrong, by the name that the user knows.
    private static void Check(string path, string name)
    {
        try
        {
            string plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
            switch (Path.GetExtension(plain).ToLowerInvariant())
            {
                case ".csv" or ".tsv":
                    if (CsvDataset.CountRows(path) == 0)
                    {
                        throw new UserException($"{path}: no rows of data");
                    }

                    break;
                case ".wav" or ".json":
                    RecordingReader.Read(path, new RecordingOptions(new CsvOptions()));
                    break;
                default:
                    if (IdxDataset.IsImages(path))
                    {
                        IdxReader.Read(path, 3);
                    }
                    else if (plain.EndsWith("idx1-ubyte", StringComparison.Ordinal))
                    {
                        IdxReader.Read(path, 1);
                    }
                    else
                    {
                        PictureFile.Read(path);
                    }

                    break;
            }
        }
        catch (UserException e)
        {
            throw new UserException(e.Message.Replace(path, TerminalText.Of(name), StringComparison.Ordinal), e);
        }
    }
}
