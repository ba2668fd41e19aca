using System.Buffers.Binary;

namespace EdgeNet.Trainer.Format;

/// <summary>Collects little-endian numbers, as model files have them.</summary>
internal sealed class ByteBuffer
{
    private readonly List<byte> _bytes = [];

    public ByteBuffer Byte(int value)
    {
        _bytes.Add(checked((byte)value));
        return this;
    }

    public ByteBuffer UInt16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)value));
        _bytes.AddRange(bytes);
        return this;
    }

    public ByteBuffer Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }

    public ByteBuffer Int64(long value) => Int32((int)value).Int32((int)(value >> 32));

    public ByteBuffer Single(float value) => Int32(BitConverter.SingleToInt32Bits(value));

    public ByteBuffer Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Adds zeros up to a multiple of four.</summary>
    public ByteBuffer Pad()
    {
        while (_bytes.Count % 4 != 0)
        {
            _bytes.Add(0);
        }

        return this;
    }

    public byte[] ToArray() => [.. _bytes];
}
