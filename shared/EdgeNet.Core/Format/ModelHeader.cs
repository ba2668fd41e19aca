namespace EdgeNet.Core;

/// <summary>The first 20 bytes of a model file, which are enough to check the rest piece by piece.</summary>
public static class ModelHeader
{
    /// <summary>Checks a header.</summary>
    /// <param name="header">The file's first bytes.</param>
    /// <param name="count">How many bytes there are.</param>
    /// <param name="fileLength">Bytes of the whole file.</param>
    /// <returns>What is wrong; an empty text where nothing is.</returns>
    public static string Problem(byte[] header, int count, long fileLength)
    {
        if (count < ModelFormat.HeaderLength)
        {
            return "not an EdgeNet model file: only " + count + " bytes";
        }

        if (LittleEndian.Int32At(header, 0) != ModelFormat.Magic)
        {
            return "not an EdgeNet model file: it does not start with EDGN";
        }

        if ((uint)LittleEndian.Int32At(header, 16) != Crc32.Compute(header, 0, 16))
        {
            return "model file: the header is damaged (CRC differs)";
        }

        int version = LittleEndian.UInt16At(header, 4);
        if (version < ModelFormat.OldestVersion || version > ModelFormat.Version)
        {
            return "model file: version " + version + ", this reader knows versions " + ModelFormat.OldestVersion + " to " + ModelFormat.Version;
        }

        int length = Length(header);
        if (length != fileLength)
        {
            return "model file: should have " + length + " bytes, but has " + fileLength;
        }

        return length < ModelFormat.HeaderLength || length > ModelFormat.MaxFileLength
            ? "model file: " + length + " bytes, at most " + ModelFormat.MaxFileLength + " are allowed"
            : "";
    }

    /// <summary>Checks a header that arrives before the rest of its file.</summary>
    /// <param name="header">The header.</param>
    /// <param name="count">How many bytes there are.</param>
    /// <returns>What is wrong; an empty text where nothing is.</returns>
    public static string Problem(byte[] header, int count)
    {
        return Problem(header, count, count < ModelFormat.HeaderLength ? 0 : Length(header));
    }

    /// <summary>Bytes of the whole file.</summary>
    /// <param name="header">A header.</param>
    /// <returns>The length it states.</returns>
    public static int Length(byte[] header)
    {
        return LittleEndian.Int32At(header, 8);
    }

    /// <summary>The CRC-32 that the bytes after the header must have.</summary>
    /// <param name="header">A header without a problem.</param>
    /// <returns>The CRC-32.</returns>
    public static uint BodyCrc(byte[] header)
    {
        return (uint)LittleEndian.Int32At(header, 12);
    }

    /// <summary>The header's own CRC-32, which tells one model from another.</summary>
    /// <param name="header">A header.</param>
    /// <returns>Its last four bytes.</returns>
    public static int Crc(byte[] header)
    {
        return LittleEndian.Int32At(header, ModelFormat.HeaderLength - 4);
    }
}
