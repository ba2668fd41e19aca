using System.Text;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>A number of what data hold of one sample (CRC-32C), whatever options they are read with.</summary>
internal static class SampleFingerprint
{
    /// <summary>Of pixels, or of other bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~DatasetFingerprint.Add(~0u, bytes);

    /// <summary>Of the texts of a row, column by column.</summary>
    public static uint Of(CsvRow row)
    {
        uint crc = ~0u;
        for (int c = 0; c < row.Columns; c++)
        {
            crc = DatasetFingerprint.Add(crc, [.. Encoding.UTF8.GetBytes(row[c].ToString()), 0]);
        }

        return ~crc;
    }

    /// <summary>Of the readings of a recording, before rates and scales are changed.</summary>
    public static uint Of(RawRecording recording) => ~recording.Pieces.Aggregate(~0u, (crc, piece) => DatasetFingerprint.Add(crc, piece.Values));

    /// <summary>Of a file.</summary>
    /// <exception cref="UserException">It cannot be read.</exception>
    public static uint OfFile(string path)
    {
        using Stream file = DataFile.OpenAsItIs(path);
        byte[] bytes = new byte[1 << 16];
        uint crc = ~0u;
        for (int got = DataFile.Fill(file, bytes, path); got > 0; got = DataFile.Fill(file, bytes, path))
        {
            crc = DatasetFingerprint.Add(crc, bytes.AsSpan(0, got));
        }

        return ~crc;
    }
}
