namespace EdgeNet.Emulator.Devices;

/// <summary>The board's internal storage (I:). What a program wrote is on it when the file has been closed, as on an ESP32.</summary>
public sealed class Storage
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Bytes it holds; an ESP32 with 4 MB of flash has 256 KB.</summary>
    public int Capacity { get; set; } = 256 * 1024;

    /// <summary>Whether the drive tells a program its size. That of an ESP32 does not.</summary>
    public bool TellsSize { get; init; }

    /// <summary>Writes so far: every file created, every write to one, every close of a written one, every deletion and move.</summary>
    public int Writes { get; private set; }

    /// <summary>The number of the write at which the power is cut, before it takes effect; 0 for never.</summary>
    public int CutPowerAtWrite { get; set; }

    /// <summary>What a power cut leaves of the file that was being written or closed: null for the file as it was before, else this share of the new contents (1 for all but the last byte).</summary>
    public double? TornShare { get; set; }

    /// <summary>Names of the files.</summary>
    public IReadOnlyCollection<string> Files => _files.Keys;

    /// <summary>Whether there is a file.</summary>
    /// <param name="path">For instance I:\model.edgenet.</param>
    /// <returns>True if so.</returns>
    public bool Exists(string path) => _files.ContainsKey(path);

    /// <summary>The contents of a file.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>A copy.</returns>
    public byte[] Read(string path) => (byte[])_files[path].Clone();

    /// <summary>Puts a file there, as a flashing tool does.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="contents">Its bytes.</param>
    public void Put(string path, byte[] contents) => _files[path] = (byte[])contents.Clone();

    /// <summary>Erases everything.</summary>
    public void Clear() => _files.Clear();

    /// <summary>Turns a bit of a file over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bit">0 for the lowest bit of the first byte.</param>
    public void FlipBit(string path, int bit) => _files[path][bit / 8] ^= (byte)(1 << (bit % 8));

    internal void Delete(string path)
    {
        CountWrite(path, []);
        _files.Remove(path);
    }

    internal void Move(string from, string to)
    {
        CountWrite(to, _files[from]);
        _files[to] = _files[from];
        _files.Remove(from);
    }

    internal void Reserve(string path, ReadOnlySpan<byte> contents, int length)
    {
        CountWrite(path, contents);
        if (_files.Where(f => !f.Key.Equals(path, StringComparison.OrdinalIgnoreCase)).Sum(f => f.Value.Length) + length > Capacity)
        {
            throw new StorageFullException();
        }
    }

    internal void Store(string path, byte[] contents)
    {
        CountWrite(path, contents);
        _files[path] = contents;
    }

    private void CountWrite(string path, ReadOnlySpan<byte> contents)
    {
        if (++Writes != CutPowerAtWrite)
        {
            return;
        }

        if (TornShare is double share)
        {
            _files[path] = contents[..Math.Clamp((int)(share * contents.Length), 0, Math.Max(0, contents.Length - 1))].ToArray();
        }

        throw new PowerCutException();
    }
}

/// <summary>No room.</summary>
internal sealed class StorageFullException : Exception;

/// <summary>The power was cut.</summary>
internal sealed class PowerCutException : Exception;
