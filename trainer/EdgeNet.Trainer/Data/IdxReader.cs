using System.Buffers.Binary;

namespace EdgeNet.Trainer.Data;

/// <summary>Reads IDX files of bytes, the format of MNIST: magic 0, 0, 8, rank; big-endian sizes; the values. Plain or gzipped.</summary>
public static class IdxReader
{
    private const int UnsignedByte = 8;

    // 4 GB of floats once loaded: more than this trainer is for, and far more than a hostile header should make us allocate.
    private const long MaxValues = 1L << 30;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="rank">The rank it must have: 3 for pictures, 1 for labels.</param>
    /// <returns>The sizes and the values.</returns>
    /// <exception cref="DataException">The file is missing, of another kind, cut off or too long.</exception>
    public static (int[] Sizes, byte[] Values) Read(string path, int rank)
    {
        using Stream stream = DataFile.Open(path);
        try
        {
            return Read(stream, path, rank);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new DataException($"{path}: the gzip data is damaged or cut off", e);
        }
    }

    /// <summary>Reads from a stream.</summary>
    /// <param name="stream">The stream, already unzipped.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <param name="rank">The rank it must have.</param>
    /// <returns>The sizes and the values.</returns>
    /// <exception cref="DataException">The data are of another kind, cut off or too long.</exception>
    public static (int[] Sizes, byte[] Values) Read(Stream stream, string name, int rank)
    {
        Span<byte> header = stackalloc byte[4 + (4 * rank)];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw new DataException($"{name}: too short for an IDX file");
        }

        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (magic != ((UnsignedByte << 8) | (uint)rank))
        {
            throw new DataException($"{name}: not an IDX file of {(rank == 1 ? "labels" : "pictures")} (magic 0x{magic:X8}, expected 0x{(UnsignedByte << 8) | rank:X8})");
        }

        int[] sizes = new int[rank];
        long count = 1;
        for (int i = 0; i < rank; i++)
        {
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(header[(4 + (4 * i))..]);
            if (sizes[i] <= 0 || sizes[i] > MaxValues / count)
            {
                throw new DataException($"{name}: the IDX header gives an impossible size ({sizes[i]})");
            }

            count *= sizes[i];
        }

        byte[] values = ReadExactly(stream, name, count);
        if (stream.ReadByte() >= 0)
        {
            throw new DataException($"{name}: longer than its IDX header says ({count} values)");
        }

        return (sizes, values);
    }

    // Grows with what is really there, so that a short file with a huge header costs nothing.
    private static byte[] ReadExactly(Stream stream, string name, long count)
    {
        byte[] values = new byte[Math.Min(count, 1 << 20)];
        long read = 0;
        while (read < count)
        {
            if (read == values.Length)
            {
                Array.Resize(ref values, (int)Math.Min(count, values.Length * 2L));
            }

            int got = stream.Read(values, (int)read, values.Length - (int)read);
            if (got == 0)
            {
                throw new DataException($"{name}: cut off, {read} of {count} values are there");
            }

            read += got;
        }

        return values;
    }
}
