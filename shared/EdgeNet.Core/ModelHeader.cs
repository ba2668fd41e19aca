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

        if (ByteReader.Int32At(header, 0) != ModelFormat.Magic)
        {
            return "not an EdgeNet model file: it does not start with EDGN";
        }

        if ((uint)ByteReader.Int32At(header, 16) != Crc32.Compute(header, 0, 16))
        {
            return "model file: the header is damaged (CRC differs)";
        }

        int version = header[4] | (header[5] << 8);
        if (version != ModelFormat.Version)
        {
            return "model file: version " + version + ", this reader knows version " + ModelFormat.Version;
        }

        int length = ByteReader.Int32At(header, 8);
        if (length != fileLength)
        {
            return "model file: should be " + length + " bytes and is " + fileLength;
        }

        return length > ModelFormat.MaxFileLength
            ? "model file: " + length + " bytes, at most " + ModelFormat.MaxFileLength + " are allowed"
            : "";
    }

    /// <summary>The CRC-32 that the bytes after the header must have.</summary>
    /// <param name="header">A header without a problem.</param>
    /// <returns>The CRC-32.</returns>
    public static uint BodyCrc(byte[] header)
    {
        return (uint)ByteReader.Int32At(header, 12);
    }
}
