using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>
/// The files that a program has open, as nanoFramework keeps them: a file that is open is opened again only if whoever has it shares what
/// is asked for, and whoever asks shares everything. Deleting or moving one shares nothing.
/// </summary>
internal sealed class OpenFiles
{
    /// <summary>Values of FileAccess and FileShare.</summary>
    public const int None = 0, Read = 1, Write = 2, ReadWrite = 3;

    private readonly List<(string Path, int Share, object Holder)> _open = [];

    public void Add(string path, int access, int share, object holder)
    {
        foreach ((string other, int otherShare, _) in _open)
        {
            if (other.Equals(path, StringComparison.OrdinalIgnoreCase) && (share != ReadWrite || (otherShare & access) != access))
            {
                throw new HostException("System.IO.IOException", "") { HResult = (int)IoError.UnauthorizedAccess };
            }
        }

        _open.Add((path, share, holder));
    }

    public void Clear() => _open.Clear();

    public void Remove(object holder) => _open.RemoveAll(o => o.Holder == holder);
}
