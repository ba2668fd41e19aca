using System;
using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>The body of begin: the model file's header, then its signature or nothing.</summary>
public static class BeginMessage
{
    /// <summary>Bytes of a body with a signature.</summary>
    public const int MaxBytes = ModelFormat.HeaderLength + ModelSignature.Bytes;

    /// <summary>Whether a body has one of the two lengths that there are.</summary>
    /// <param name="count">Bytes of the body.</param>
    /// <returns>False for those of other protocols.</returns>
    public static bool HasLength(int count)
    {
        return count == ModelFormat.HeaderLength || count == MaxBytes;
    }

    /// <summary>Reads the header.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="header">Receives 20 bytes.</param>
    public static void ReadHeader(byte[] bytes, int at, byte[] header)
    {
        Array.Copy(bytes, at, header, 0, ModelFormat.HeaderLength);
    }

    /// <summary>Reads the signature.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="count">Bytes of the body.</param>
    /// <returns>The signature; null where there is none or it is not well formed.</returns>
    public static ModelSignature ReadSignature(byte[] bytes, int at, int count)
    {
        return count == MaxBytes ? ModelSignature.Read(bytes, at + ModelFormat.HeaderLength, ModelSignature.Bytes) : null;
    }

    /// <summary>Makes a body.</summary>
    /// <param name="model">The model file, or its header.</param>
    /// <param name="signature">Its signature, or null.</param>
    /// <returns>The body.</returns>
    public static byte[] Create(byte[] model, ModelSignature signature)
    {
        byte[] body = new byte[signature == null ? ModelFormat.HeaderLength : MaxBytes];
        Array.Copy(model, 0, body, 0, ModelFormat.HeaderLength);
        if (signature != null)
        {
            Array.Copy(signature.ToBytes(), 0, body, ModelFormat.HeaderLength, ModelSignature.Bytes);
        }

        return body;
    }
}
