using System.Buffers.Binary;
using EdgeNet.Files;

namespace EdgeNet.Import.LiteRt;

/// <summary>The bytes of a FlatBuffers file. Every position and length is checked before it is used; nothing is followed deeper than the caller asks, so that cycles and overlaps do no harm.</summary>
/// <param name="bytes">The file, or the part of one that is such a file.</param>
/// <param name="name">What to call it in an error.</param>
internal sealed class FlatBuffer(byte[] bytes, string name)
{
    /// <summary>Where the root table is.</summary>
    public FlatTable Root => TableAt(0);

    /// <summary>The table that the offset at a position points to.</summary>
    public FlatTable TableAt(long position) => new(this, Target(position));

    /// <summary>Where the offset at a position points to.</summary>
    public long Target(long position)
    {
        long target = position + BinaryPrimitives.ReadUInt32LittleEndian(Read(position, sizeof(uint)));
        return target == position ? throw Damaged(position) : target;
    }

    /// <summary>Bytes of the file.</summary>
    /// <exception cref="UserException">Some of them are behind its end.</exception>
    public ReadOnlySpan<byte> Read(long position, long length) =>
        position >= 0 && length >= 0 && length <= bytes.Length - position ? bytes.AsSpan((int)position, (int)length) : throw Damaged(position);

    /// <summary>What is thrown for a file that contradicts itself.</summary>
    public UserException Damaged(long position) => new($"{name}: damaged or cut off at byte {position}; fetch or convert it again");
}
