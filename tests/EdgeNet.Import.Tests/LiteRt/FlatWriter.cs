using System.Buffers.Binary;
using System.Text;

namespace EdgeNet.Import.Tests.LiteRt;

/// <summary>A table of a FlatBuffers file, by numbers of fields: numbers, texts, vectors and other tables.</summary>
public sealed record FlatObject(params (int Field, object Value)[] Fields);

/// <summary>Writes FlatBuffers files from front to back: what a table points to follows it.</summary>
public sealed class FlatWriter
{
    private const int DataAlignment = 16;
    private readonly List<byte> _bytes = [];

    /// <summary>Writes a file.</summary>
    public static byte[] Write(FlatObject root, string identifier)
    {
        FlatWriter writer = new();
        writer._bytes.AddRange(new byte[4]);
        writer._bytes.AddRange(Encoding.ASCII.GetBytes(identifier));
        writer.Patch(0, () => writer.Table(root));
        return [.. writer._bytes];
    }

    private int Table(FlatObject table)
    {
        int fields = table.Fields.Length == 0 ? 0 : table.Fields.Max(f => f.Field) + 1, vtableBytes = 4 + (2 * fields);
        Align(8);
        int vtable = _bytes.Count;
        _bytes.AddRange(new byte[(vtableBytes + 7) & ~7]);

        // Fields of eight bytes first, so that all are aligned.
        (int Field, object Value)[] ordered = [.. table.Fields.OrderByDescending(f => Size(f.Value))];
        int at = _bytes.Count, size = 8;
        Dictionary<int, int> offsets = [];
        foreach ((int field, object value) in ordered)
        {
            offsets[field] = size;
            size += Size(value);
        }

        _bytes.AddRange(new byte[(size + 7) & ~7]);
        Put(at, BitConverter.GetBytes(at - vtable));
        Put(vtable, BitConverter.GetBytes((ushort)vtableBytes));
        Put(vtable + 2, BitConverter.GetBytes((ushort)size));
        foreach ((int field, object value) in ordered)
        {
            Put(vtable + 4 + (2 * field), BitConverter.GetBytes((ushort)offsets[field]));
            int place = at + offsets[field];
            switch (value)
            {
                case byte b:
                    Put(place, [b]);
                    break;
                case int i:
                    Put(place, BitConverter.GetBytes(i));
                    break;
                case float f:
                    Put(place, BitConverter.GetBytes(f));
                    break;
                case ulong u:
                    Put(place, BitConverter.GetBytes(u));
                    break;
                default:
                    Patch(place, () => Child(value));
                    break;
            }
        }

        return at;
    }

    private static int Size(object value) => value switch { byte => 1, ulong => 8, _ => 4 };

    private int Child(object value) => value switch
    {
        FlatObject table => Table(table),
        string text => Vector(1, 1, Encoding.UTF8.GetBytes(text), zeroEnded: true),
        byte[] data => Vector(1, DataAlignment, data),
        int[] numbers => Vector(4, 4, [.. numbers.SelectMany(BitConverter.GetBytes)]),
        float[] numbers => Vector(4, 4, [.. numbers.SelectMany(BitConverter.GetBytes)]),
        long[] numbers => Vector(8, 8, [.. numbers.SelectMany(BitConverter.GetBytes)]),
        FlatObject[] tables => Tables(tables),
        _ => throw new ArgumentException(value.GetType().Name),
    };

    private int Tables(FlatObject[] tables)
    {
        int at = Vector(4, 4, new byte[4 * tables.Length]);
        for (int i = 0; i < tables.Length; i++)
        {
            FlatObject table = tables[i];
            Patch(at + 4 + (4 * i), () => Table(table));
        }

        return at;
    }

    private int Vector(int elementBytes, int alignment, byte[] data, bool zeroEnded = false)
    {
        // The elements are aligned, their count is before them.
        Align(4);
        while ((_bytes.Count + 4) % Math.Max(4, alignment) != 0)
        {
            _bytes.Add(0);
        }

        int at = _bytes.Count;
        _bytes.AddRange(BitConverter.GetBytes(data.Length / elementBytes));
        _bytes.AddRange(data);
        _bytes.AddRange(zeroEnded ? [0] : []);
        return at;
    }

    private void Patch(int place, Func<int> child)
    {
        byte[] offset = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(offset, child() - place);
        Put(place, offset);
    }

    private void Put(int place, byte[] bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            _bytes[place + i] = bytes[i];
        }
    }

    private void Align(int to)
    {
        while (_bytes.Count % to != 0)
        {
            _bytes.Add(0);
        }
    }
}
