using EdgeNet.Trainer.Data;

namespace EdgeNet.Trainer;

/// <summary>A file that is either written whole or not touched: the bytes go to a file beside it, which then takes its name.</summary>
public sealed class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private FileStream? _stream;

    private OutputFile(string path, string temporary, FileStream stream)
    {
        _path = path;
        _temporary = temporary;
        _stream = stream;
    }

    /// <summary>Makes sure that a file can be written, before long work is done for it.</summary>
    /// <param name="path">Where it shall be.</param>
    /// <returns>The file, to be committed or given up.</returns>
    /// <exception cref="DataException">It cannot be written there.</exception>
    public static OutputFile Create(string path)
    {
        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Environment.ProcessId}.tmp");
        if (Directory.Exists(full))
        {
            throw new DataException($"{path}: is a folder; give the name of a file");
        }

        try
        {
            return new OutputFile(full, temporary, new FileStream(temporary, FileMode.Create, FileAccess.Write));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be written ({e.Message})", e);
        }
    }

    /// <summary>Writes the bytes and gives the file its name.</summary>
    /// <param name="bytes">All of them.</param>
    /// <exception cref="DataException">The disk is full, or the file cannot be replaced. A file that was there before is as it was.</exception>
    public void Commit(byte[] bytes)
    {
        try
        {
            _stream!.Write(bytes);
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            _stream = null;
            File.Move(_temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{_path}: cannot be written ({e.Message})", e);
        }
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
        File.Delete(_temporary);
    }
}
