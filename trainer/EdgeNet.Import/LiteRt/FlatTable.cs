using System.Buffers.Binary;
using System.Text;

namespace EdgeNet.Import.LiteRt;

/// <summary>A table of a FlatBuffers file: fields by number, each of which may be missing.</summary>
internal readonly struct FlatTable
{
    // Texts are only for people; a file may not make a reader decode the same megabytes for each of its tensors.
    private const int MaxTextBytes = 1024;
    private const int VtableHeader = 4;

    private readonly FlatBuffer _file;
    private readonly long _at, _vtable;
    private readonly int _vtableBytes, _tableBytes;

    public FlatTable(FlatBuffer file, long at)
    {
        _file = file;
        _at = at;
        _vtable = at - BinaryPrimitives.ReadInt32LittleEndian(file.Read(at, sizeof(int)));
        ReadOnlySpan<byte> header = file.Read(_vtable, VtableHeader);
        _vtableBytes = BinaryPrimitives.ReadUInt16LittleEndian(header);
        _tableBytes = BinaryPrimitives.ReadUInt16LittleEndian(header[2..]);
        file.Read(_vtable, Math.Max(_vtableBytes, VtableHeader));
        file.Read(at, _tableBytes);
    }

    public bool Has(int field) => Position(field, 1) >= 0;

    public int Byte(int field) => Position(field, 1) is >= 0 and long at ? _file.Read(at, 1)[0] : 0;

    public int Int32(int field, int missing = 0) => Position(field, sizeof(int)) is >= 0 and long at ? BinaryPrimitives.ReadInt32LittleEndian(_file.Read(at, sizeof(int))) : missing;

    public ulong UInt64(int field) => Position(field, sizeof(ulong)) is >= 0 and long at ? BinaryPrimitives.ReadUInt64LittleEndian(_file.Read(at, sizeof(ulong))) : 0;

    public float Single(int field) => Position(field, sizeof(float)) is >= 0 and long at ? BinaryPrimitives.ReadSingleLittleEndian(_file.Read(at, sizeof(float))) : 0;

    /// <summary>The table that a field points to; null if it is missing.</summary>
    public FlatTable? Table(int field) => Position(field, sizeof(uint)) is >= 0 and long at ? _file.TableAt(at) : null;

    /// <summary>The vector that a field points to; an empty one if it is missing.</summary>
    /// <param name="field">Number of the field.</param>
    /// <param name="elementBytes">Bytes of an element.</param>
    public FlatVector Vector(int field, int elementBytes)
    {
        if (Position(field, sizeof(uint)) is not (>= 0 and long at))
        {
            return default;
        }

        long vector = _file.Target(at), count = BinaryPrimitives.ReadUInt32LittleEndian(_file.Read(vector, sizeof(uint)));
        _file.Read(vector + sizeof(uint), count * elementBytes);
        return new FlatVector(_file, vector + sizeof(uint), (int)count, elementBytes);
    }

    /// <summary>The text of a field, at most its first 1,024 bytes; empty if it is missing.</summary>
    public string Text(int field)
    {
        FlatVector text = Vector(field, 1);
        return Encoding.UTF8.GetString(text.Bytes(Math.Min(text.Count, MaxTextBytes)));
    }

    // Where a field is; -1 if the table does not have it.
    private long Position(int field, int bytes)
    {
        int entry = VtableHeader + (sizeof(ushort) * field);
        int offset = entry + sizeof(ushort) <= _vtableBytes ? BinaryPrimitives.ReadUInt16LittleEndian(_file.Read(_vtable + entry, sizeof(ushort))) : 0;
        return offset == 0 ? -1 : offset + bytes <= _tableBytes ? _at + offset : throw _file.Damaged(_vtable + entry);
    }
}
