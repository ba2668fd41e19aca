using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>
/// A model's signature: its version, its security counter, whether it may replace a newer version, which model it belongs to, an
/// HMAC-SHA256 over these and one over the whole file as well, made with the key that the owner's boards share. The first shows that
/// the signature is the owner's before a byte of the model has come. It travels beside the model, as a file of 84 bytes or in a
/// header of HTTP.
/// </summary>
public sealed class ModelSignature
{
    /// <summary>Bytes of a signature.</summary>
    public const int Bytes = 84;

    /// <summary>Bytes at its start that are signed.</summary>
    public const int SignedBytes = 16;

    /// <summary>Bytes of each of its HMACs.</summary>
    public const int MacBytes = 32;

    /// <summary>Largest version.</summary>
    public const int MaxVersion = 0xFFFFFF;

    /// <summary>Largest security counter.</summary>
    public const int MaxSecurityCounter = 0xFFFFFF;

    private const int Magic = 0x32534445;
    private const int AnyVersionFlag = 1;
    private const int MacAt = SignedBytes + MacBytes;
    private const int CrcAt = Bytes - 4;

    private readonly byte[] _first;
    private readonly byte[] _mac;

    /// <summary>Creates a signature of its parts.</summary>
    /// <param name="version">Version of the model, 0 to 16,777,215.</param>
    /// <param name="securityCounter">Security counter, 0 to 16,777,215.</param>
    /// <param name="replacesNewer">Whether a board that has had a newer version may go back to this one.</param>
    /// <param name="modelCrc">CRC of the model's header; see <see cref="ModelHeader.Crc"/>.</param>
    /// <param name="first">The 32 bytes of the chain's first link; see <see cref="SignatureChain"/>.</param>
    /// <param name="mac">The 32 bytes of its last link.</param>
    public ModelSignature(int version, int securityCounter, bool replacesNewer, int modelCrc, byte[] first, byte[] mac)
    {
        Version = version;
        SecurityCounter = securityCounter;
        ReplacesNewer = replacesNewer;
        ModelCrc = modelCrc;
        _first = first;
        _mac = mac;
    }

    /// <summary>Version of the model, given by its owner.</summary>
    public readonly int Version;

    /// <summary>Raised by the owner when signatures made so far should not be accepted any more, whatever their versions.</summary>
    public readonly int SecurityCounter;

    /// <summary>Whether a board that has had a newer version may go back to this one.</summary>
    public readonly bool ReplacesNewer;

    /// <summary>CRC of the header of the model that is signed.</summary>
    public readonly int ModelCrc;

    /// <summary>
    /// Whether the signature is one for this model, as far as can be seen without the key: the CRC of the header covers the file's
    /// length and the CRC of its contents. That it is right is for the HMAC to tell.
    /// </summary>
    /// <param name="header">The model file's header, or the whole file; at least 20 bytes.</param>
    /// <returns>False if it was made for another model.</returns>
    public bool BelongsTo(byte[] header)
    {
        return ModelHeader.Crc(header) == ModelCrc;
    }

    /// <summary>Whether the signature was made with a key: the chain's first link is right, so that nobody else made up its values.</summary>
    /// <param name="first">The first link, 32 bytes.</param>
    /// <returns>True if they are equal. The time this takes does not depend on where they differ.</returns>
    public bool MatchesFirst(byte[] first)
    {
        return AreEqual(first, _first);
    }

    /// <summary>Whether the signature is one of a whole file: the chain's last link is right.</summary>
    /// <param name="mac">The last link, 32 bytes.</param>
    /// <returns>True if they are equal. The time this takes does not depend on where they differ.</returns>
    public bool Matches(byte[] mac)
    {
        return AreEqual(mac, _mac);
    }

    /// <summary>Whether two numbers can be a version and a security counter.</summary>
    /// <param name="version">The version.</param>
    /// <param name="securityCounter">The security counter.</param>
    /// <returns>True if both are in range.</returns>
    public static bool AreCounters(int version, int securityCounter)
    {
        return version >= 0 && version <= MaxVersion && securityCounter >= 0 && securityCounter <= MaxSecurityCounter;
    }

    /// <summary>Whether two signatures say the same of the same model.</summary>
    /// <param name="other">The other one, or null.</param>
    /// <returns>True if all their bytes are equal.</returns>
    public bool IsSameAs(ModelSignature other)
    {
        return other != null && Version == other.Version && SecurityCounter == other.SecurityCounter && ReplacesNewer == other.ReplacesNewer
            && ModelCrc == other.ModelCrc && MatchesFirst(other._first) && Matches(other._mac);
    }

    /// <summary>Writes the signature's bytes.</summary>
    /// <returns>"EDS2", version and flags, security counter, CRC of the model's header, the two HMACs, CRC-32.</returns>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Bytes];
        WriteSigned(bytes);
        for (int i = 0; i < MacBytes; i++)
        {
            bytes[SignedBytes + i] = _first[i];
            bytes[MacAt + i] = _mac[i];
        }

        LittleEndian.SetInt32(bytes, CrcAt, (int)Crc32.Compute(bytes, 0, CrcAt));
        return bytes;
    }

    /// <summary>Reads a signature. That it is well formed does not mean that it is right.</summary>
    /// <param name="data">Bytes that hold it.</param>
    /// <param name="offset">Index of the first.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>The signature, or null if these are no signature's bytes.</returns>
    public static ModelSignature Read(byte[] data, int offset, int count)
    {
        if (count != Bytes || LittleEndian.Int32At(data, offset) != Magic || data[offset + 7] > AnyVersionFlag || data[offset + 11] != 0
            || LittleEndian.Int32At(data, offset + CrcAt) != (int)Crc32.Compute(data, offset, CrcAt))
        {
            return null;
        }

        byte[] first = new byte[MacBytes];
        byte[] mac = new byte[MacBytes];
        for (int i = 0; i < MacBytes; i++)
        {
            first[i] = data[offset + SignedBytes + i];
            mac[i] = data[offset + MacAt + i];
        }

        return new ModelSignature(LittleEndian.Int32At(data, offset + 4) & MaxVersion, LittleEndian.Int32At(data, offset + 8),
            data[offset + 7] != 0, LittleEndian.Int32At(data, offset + 12), first, mac);
    }

    // The 16 bytes before the HMACs, which both cover.
    internal void WriteSigned(byte[] bytes)
    {
        LittleEndian.SetInt32(bytes, 0, Magic);
        LittleEndian.SetInt32(bytes, 4, Version | (ReplacesNewer ? AnyVersionFlag << 24 : 0));
        LittleEndian.SetInt32(bytes, 8, SecurityCounter);
        LittleEndian.SetInt32(bytes, 12, ModelCrc);
    }

    private static bool AreEqual(byte[] one, byte[] other)
    {
        int difference = 0;
        for (int i = 0; i < MacBytes; i++)
        {
            difference |= one[i] ^ other[i];
        }

        return difference == 0;
    }
}
