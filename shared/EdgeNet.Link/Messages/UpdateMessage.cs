using System;
using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>
/// The bodies of the requests of an update. Begin: the model file's header, then its signature or nothing. Chunk: CRC of the header
/// (4 bytes), offset (4 bytes), and the bytes of the model from there. Commit: CRC of the header.
/// </summary>
public static class UpdateMessage
{
    /// <summary>Bytes of commit.</summary>
    public const int CommitBytes = 4;

    private const int SignedBeginBytes = ModelFormat.HeaderLength + ModelSignature.Bytes;

    /// <summary>Whether a body has one of the two lengths of begin.</summary>
    /// <param name="count">Bytes of the body.</param>
    /// <returns>False for those of other protocols.</returns>
    public static bool IsBegin(int count)
    {
        return count == ModelFormat.HeaderLength || count == SignedBeginBytes;
    }

    /// <summary>Reads the header from begin.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="header">Receives 20 bytes.</param>
    public static void ReadHeader(byte[] bytes, int at, byte[] header)
    {
        Array.Copy(bytes, at, header, 0, ModelFormat.HeaderLength);
    }

    /// <summary>Reads the signature from begin.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="count">Bytes of the body.</param>
    /// <returns>The signature; null if there is none or it is not well formed.</returns>
    public static ModelSignature ReadSignature(byte[] bytes, int at, int count)
    {
        return count == SignedBeginBytes ? ModelSignature.Read(bytes, at + ModelFormat.HeaderLength, ModelSignature.Bytes) : null;
    }

    /// <summary>Reads which model a chunk or commit is about.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body, which has at least 4 bytes.</param>
    /// <returns>CRC of the model's header.</returns>
    public static int HeaderCrc(byte[] bytes, int at)
    {
        return LittleEndian.Int32At(bytes, at);
    }

    /// <summary>Reads where in the model a chunk belongs.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body, which has more than 8 bytes.</param>
    /// <returns>The offset, whatever was sent.</returns>
    public static int Offset(byte[] bytes, int at)
    {
        return LittleEndian.Int32At(bytes, at + 4);
    }

    /// <summary>Creates the body of begin.</summary>
    /// <param name="model">The model file, or its header.</param>
    /// <param name="signature">Its signature, or null.</param>
    /// <returns>The body.</returns>
    public static byte[] Begin(byte[] model, ModelSignature signature)
    {
        byte[] body = new byte[signature == null ? ModelFormat.HeaderLength : SignedBeginBytes];
        Array.Copy(model, 0, body, 0, ModelFormat.HeaderLength);
        if (signature != null)
        {
            Array.Copy(signature.ToBytes(), 0, body, ModelFormat.HeaderLength, ModelSignature.Bytes);
        }

        return body;
    }

    /// <summary>Creates the body of a chunk.</summary>
    /// <param name="model">The model file.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="count">Bytes of the part, 1 to <see cref="Frames.ChunkBytes"/>.</param>
    /// <returns>The body.</returns>
    public static byte[] Chunk(byte[] model, int offset, int count)
    {
        byte[] body = new byte[Frames.ChunkPrefixBytes + count];
        LittleEndian.SetInt32(body, 0, ModelHeader.Crc(model));
        LittleEndian.SetInt32(body, 4, offset);
        Array.Copy(model, offset, body, Frames.ChunkPrefixBytes, count);
        return body;
    }

    /// <summary>Creates the body of commit.</summary>
    /// <param name="model">The model file, or its header.</param>
    /// <returns>The body.</returns>
    public static byte[] Commit(byte[] model)
    {
        byte[] body = new byte[CommitBytes];
        LittleEndian.SetInt32(body, 0, ModelHeader.Crc(model));
        return body;
    }
}
