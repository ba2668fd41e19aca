using System.Buffers.Binary;

namespace EdgeNet.Import.LiteRt;

/// <summary>A vector of a FlatBuffers file, all of which is inside the file.</summary>
internal readonly struct FlatVector(FlatBuffer file, long at, int count, int elementBytes)
{
    /// <summary>Number of elements.</summary>
    public int Count => count;

    public ReadOnlySpan<byte> Bytes(int length) => length == 0 ? [] : file.Read(at, length);

    public int Int32(int index) => BinaryPrimitives.ReadInt32LittleEndian(Element(index));

    public long Int64(int index) => BinaryPrimitives.ReadInt64LittleEndian(Element(index));

    public float Single(int index) => BinaryPrimitives.ReadSingleLittleEndian(Element(index));

    /// <summary>The table that an element points to.</summary>
    public FlatTable Table(int index) => file.TableAt(at + ((long)index * elementBytes));

    private ReadOnlySpan<byte> Element(int index) => index >= 0 && index < count ? file.Read(at + ((long)index * elementBytes), elementBytes) : throw new ArgumentOutOfRangeException(nameof(index));
}
