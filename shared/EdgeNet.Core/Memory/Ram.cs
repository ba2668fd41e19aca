namespace EdgeNet.Core;

/// <summary>What objects cost on a board's managed heap: whole blocks of 12 bytes, as the nanoFramework interpreter allocates.</summary>
public static class Ram
{
    private const int BlockBytes = 12;
    private const int ArrayHeaderBytes = 20;
    private const int StringHeaderBytes = 16;

    /// <summary>Heap bytes of an array.</summary>
    /// <param name="elementBytes">Bytes of one element; a reference takes 12.</param>
    /// <param name="length">Number of elements.</param>
    /// <returns>Bytes, a multiple of 12.</returns>
    public static int ArrayBytes(int elementBytes, int length)
    {
        return Blocks(ArrayHeaderBytes + (elementBytes * length));
    }

    /// <summary>Heap bytes of an object.</summary>
    /// <param name="fields">Number of instance fields, inherited ones included.</param>
    /// <returns>Bytes, a multiple of 12.</returns>
    public static int ObjectBytes(int fields)
    {
        return BlockBytes * (1 + fields);
    }

    /// <summary>Heap bytes of a string.</summary>
    /// <param name="utf8Bytes">Its length in UTF-8, without the final zero.</param>
    /// <returns>Bytes, a multiple of 12.</returns>
    public static int StringBytes(int utf8Bytes)
    {
        return Blocks(StringHeaderBytes + utf8Bytes + 1);
    }

    /// <summary>Bytes of a slot in an array of references.</summary>
    public const int ReferenceBytes = BlockBytes;

    private static int Blocks(int bytes)
    {
        return (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;
    }
}
