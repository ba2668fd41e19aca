using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>An open file. Its contents reach the storage when it is closed.</summary>
internal sealed class BoardFile(Storage storage, string path, byte[] contents, int access, bool changed)
{
    private byte[] _contents = contents;
    private bool _changed = changed;

    public int Length => _contents.Length;

    public int Position { get; set; }

    public byte[] ToArray() => _contents;

    public int Read(Span<byte> into)
    {
        Refuse(OpenFiles.Read);
        int count = Math.Clamp(_contents.Length - Position, 0, into.Length);
        _contents.AsSpan(Position, count).CopyTo(into);
        Position += count;
        return count;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Refuse(OpenFiles.Write);
        int end = Math.Max(_contents.Length, Position + bytes.Length);
        storage.Reserve(path, _contents, end);
        Array.Resize(ref _contents, end);
        bytes.CopyTo(_contents.AsSpan(Position));
        Position += bytes.Length;
        _changed = true;
    }

    public void Close()
    {
        if (_changed)
        {
            storage.Store(path, _contents);
        }
    }

    private void Refuse(int unless)
    {
        if ((access & unless) == 0)
        {
            throw new HostException("System.NotSupportedException", null);
        }
    }
}
