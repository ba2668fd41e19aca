using EdgeNet.Core;

namespace EdgeNet.Updates;

/// <summary>
/// A model's signature: its version, whether it may replace a newer one, and an HMAC-SHA256 over these and the whole file, made with
/// the key that the owner's boards share. It travels beside the model, as a file of 44 bytes or in a header of HTTP.
/// </summary>
public sealed class ModelSignature
{
    /// <summary>Bytes of a signature.</summary>
    public const int Bytes = 44;

    /// <summary>Bytes of its HMAC.</summary>
    public const int MacBytes = 32;

    private const int Magic = 0x47534445;
    private const int AnyVersionFlag = 1;
    private const int CrcAt = Bytes - 4;

    private readonly byte[] _mac;

    /// <summary>Makes a signature of its parts.</summary>
    /// <param name="version">Version of the model, 0 to 16,777,215.</param>
    /// <param name="replacesNewer">Whether a board that has had a newer version may go back to this one.</param>
    /// <param name="mac">The 32 bytes of the HMAC; see <see cref="SignatureChain"/>.</param>
    public ModelSignature(int version, bool replacesNewer, byte[] mac)
    {
        Version = version;
        ReplacesNewer = replacesNewer;
        _mac = mac;
    }

    /// <summary>Largest version.</summary>
    public const int MaxVersion = 0xFFFFFF;

    /// <summary>Version of the model, given by its owner.</summary>
    public int Version { get; private set; }

    /// <summary>Whether a board that has had a newer version may go back to this one.</summary>
    public bool ReplacesNewer { get; private set; }

    /// <summary>The version and the flags as one number, as they are signed and stored.</summary>
    public int VersionAndFlags
    {
        get { return Version | (ReplacesNewer ? AnyVersionFlag << 24 : 0); }
    }

    /// <summary>Compares an HMAC with the signature's, in a time that does not depend on where they differ.</summary>
    /// <param name="mac">32 bytes.</param>
    /// <returns>True if they are equal.</returns>
    public bool Matches(byte[] mac)
    {
        int difference = 0;
        for (int i = 0; i < MacBytes; i++)
        {
            difference |= mac[i] ^ _mac[i];
        }

        return difference == 0;
    }

    /// <summary>Writes the signature's bytes.</summary>
    /// <returns>"EDSG", version and flags, HMAC, CRC-32.</returns>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Bytes];
        LittleEndian.SetInt32(bytes, 0, Magic);
        LittleEndian.SetInt32(bytes, 4, VersionAndFlags);
        for (int i = 0; i < MacBytes; i++)
        {
            bytes[8 + i] = _mac[i];
        }

        LittleEndian.SetInt32(bytes, CrcAt, (int)Crc32.Compute(bytes, 0, CrcAt));
        return bytes;
    }

    /// <summary>Reads a signature. That it is well formed does not mean that it is right.</summary>
    /// <param name="data">Bytes that hold it.</param>
    /// <param name="offset">Index of the first.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>The signature, or null where these are no signature's bytes.</returns>
    public static ModelSignature Read(byte[] data, int offset, int count)
    {
        if (count != Bytes || LittleEndian.Int32At(data, offset) != Magic || data[offset + 7] > AnyVersionFlag
            || LittleEndian.Int32At(data, offset + CrcAt) != (int)Crc32.Compute(data, offset, CrcAt))
        {
            return null;
        }

        byte[] mac = new byte[MacBytes];
        for (int i = 0; i < MacBytes; i++)
        {
            mac[i] = data[offset + 8 + i];
        }

        return new ModelSignature(LittleEndian.Int32At(data, offset + 4) & MaxVersion, data[offset + 7] != 0, mac);
    }
}
