using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>A message in the wire format of protocol buffers: fields, each with its number, in the order in which they are written.</summary>
internal sealed class ProtobufWriter
{
    // How the value of a field ends: after the byte without its highest bit, after a stated length, after four bytes.
    private const int Varint = 0, Delimited = 2, FourBytes = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The message.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>An integer, a truth value or an enumeration's number.</summary>
    public void Write(int field, long value)
    {
        Tag(field, Varint);
        Number((ulong)value);
    }

    /// <summary>A single.</summary>
    public void Write(int field, float value)
    {
        Tag(field, FourBytes);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    /// <summary>Bytes.</summary>
    public void Write(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, Delimited);
        Number((ulong)value.Length);
        _bytes.Write(value);
    }

    /// <summary>A text.</summary>
    public void Write(int field, string value) => Write(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message inside this one.</summary>
    /// <param name="field">Number of the field.</param>
    /// <param name="fill">Writes its fields.</param>
    public void Write(int field, Action<ProtobufWriter> fill)
    {
        ProtobufWriter inner = new();
        fill(inner);
        Write(field, inner._bytes.WrittenSpan);
    }

    private void Tag(int field, int type) => Number((ulong)((field << 3) | type));

    // Seven bits a byte, the lowest first.
    private void Number(ulong value)
    {
        for (; value > 127; value >>= 7)
        {
            _bytes.Write([(byte)(value | 128)]);
        }

        _bytes.Write([(byte)value]);
    }
}
