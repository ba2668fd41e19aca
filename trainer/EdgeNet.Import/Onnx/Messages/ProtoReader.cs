using System.Buffers.Binary;
using System.Text;

namespace EdgeNet.Import.Onnx.Messages;

/// <summary>Reads the fields of a protobuf message one after the other. Lengths are checked before anything is taken; a message within it is a reader of its own.</summary>
/// <param name="bytes">The message.</param>
internal struct ProtoReader(ReadOnlyMemory<byte> bytes)
{
    private const int MaxVarintBytes = 10;
    private const int WireVarint = 0, WireFixed64 = 1, WireBytes = 2, WireFixed32 = 5;

    private int _at;
    private int _wire;

    /// <summary>Number of the field that <see cref="Next"/> has come to.</summary>
    public int Field { get; private set; }

    /// <summary>Whether the field is a run of bytes: a text, a message, or packed numbers.</summary>
    public readonly bool IsBytes => _wire == WireBytes;

    /// <summary>Goes on to the next field.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="FormatException">The message is damaged.</exception>
    public bool Next()
    {
        if (_at == bytes.Length)
        {
            return false;
        }

        ulong tag = ReadVarint();
        _wire = (int)(tag & 7);
        Field = tag >> 3 is > 0 and < 1 << 29 and ulong field ? (int)field : throw new FormatException($"field number {tag >> 3}");
        return _wire is WireVarint or WireFixed64 or WireBytes or WireFixed32 ? true : throw new FormatException($"field {Field} has wire type {_wire}");
    }

    /// <summary>The field as a whole number.</summary>
    public long Whole() => _wire == WireVarint ? (long)ReadVarint() : throw Wrong();

    /// <summary>The field as a whole number of 32 bits; what is beyond has been cut off by who wrote it.</summary>
    public int Int32() => (int)Whole();

    /// <summary>The field as a number of type float.</summary>
    public float Single() => _wire == WireFixed32 ? BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)).Span) : throw Wrong();

    /// <summary>The field as a number of type double.</summary>
    public double Double() => _wire == WireFixed64 ? BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)).Span) : throw Wrong();

    /// <summary>The field as bytes.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        if (_wire != WireBytes)
        {
            throw Wrong();
        }

        ulong length = ReadVarint();
        return length <= (ulong)(bytes.Length - _at) ? Take((int)length) : throw new FormatException($"field {Field} is longer than its message");
    }

    /// <summary>The field as a message.</summary>
    public ProtoReader Message() => new(Bytes());

    /// <summary>The field as text.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes().Span);

    /// <summary>Adds the whole numbers of a repeated field, packed or not.</summary>
    /// <param name="list">Receives them.</param>
    public void AddWhole(List<long> list)
    {
        if (!IsBytes)
        {
            list.Add(Whole());
            return;
        }

        ProtoReader packed = Message();
        while (packed._at < packed.Length)
        {
            list.Add((long)packed.ReadVarint());
        }
    }

    /// <summary>Adds the numbers of a repeated field of floats, packed or not.</summary>
    /// <param name="list">Receives them.</param>
    public void AddSingles(List<float> list)
    {
        if (!IsBytes)
        {
            list.Add(Single());
            return;
        }

        ProtoReader packed = Message();
        while (packed._at < packed.Length)
        {
            list.Add(BinaryPrimitives.ReadSingleLittleEndian(packed.Take(sizeof(float)).Span));
        }
    }

    /// <summary>Adds the numbers of a repeated field of doubles, packed or not.</summary>
    /// <param name="list">Receives them.</param>
    public void AddDoubles(List<double> list)
    {
        if (!IsBytes)
        {
            list.Add(Double());
            return;
        }

        ProtoReader packed = Message();
        while (packed._at < packed.Length)
        {
            list.Add(BinaryPrimitives.ReadDoubleLittleEndian(packed.Take(sizeof(double)).Span));
        }
    }

    /// <summary>Passes over the field.</summary>
    public void Skip()
    {
        switch (_wire)
        {
            case WireVarint:
                ReadVarint();
                break;
            case WireFixed64:
                Take(sizeof(ulong));
                break;
            case WireBytes:
                Bytes();
                break;
            default:
                Take(sizeof(uint));
                break;
        }
    }

    private readonly int Length => bytes.Length;

    private readonly FormatException Wrong() => new($"field {Field} has wire type {_wire}");

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > bytes.Length - _at)
        {
            throw new FormatException("cut off");
        }

        _at += count;
        return bytes.Slice(_at - count, count);
    }

    private ulong ReadVarint()
    {
        ReadOnlySpan<byte> rest = bytes.Span[_at..];
        ulong value = 0;
        for (int i = 0; i < MaxVarintBytes; i++)
        {
            if (i == rest.Length)
            {
                throw new FormatException("cut off");
            }

            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] < 0x80)
            {
                _at += i + 1;
                return value;
            }
        }

        throw new FormatException("a number has more than ten bytes");
    }
}
