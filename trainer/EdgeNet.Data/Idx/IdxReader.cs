using System.Buffers.Binary;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Reads IDX files of bytes, the format of MNIST: magic 0, 0, 8, rank; big-endian sizes; the values. Plain or gzipped.</summary>
public static class IdxReader
{
    private const int UnsignedByte = 8;

    // 4 GB of floats once loaded: more than this trainer is for.
    private const long MaxValues = 1L << 30;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="rank">The rank it must have: 3 for pictures, 1 for labels.</param>
    /// <param name="checkSizes">Called with the sizes before the values are read, to refuse them; or null.</param>
    /// <returns>The sizes and the values.</returns>
    /// <exception cref="UserException">The file is missing, of another kind, cut off or too long.</exception>
    public static (int[] Sizes, byte[] Values) Read(string path, int rank, Action<int[]>? checkSizes = null)
    {
        using Stream stream = DataFile.Open(path);
        try
        {
            return Read(stream, path, rank, checkSizes);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new UserException($"{path}: the gzip data is damaged or cut off", e);
        }
    }

    /// <summary>Reads from a stream.</summary>
    /// <param name="stream">The contents from their start; of a stream that is not zipped the length must be known.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <param name="rank">The rank it must have.</param>
    /// <param name="checkSizes">Called with the sizes before the values are read, to refuse them; or null.</param>
    /// <returns>The sizes and the values.</returns>
    /// <exception cref="UserException">The data are of another kind, cut off or too long.</exception>
    public static (int[] Sizes, byte[] Values) Read(Stream stream, string name, int rank, Action<int[]>? checkSizes = null)
    {
        Span<byte> header = stackalloc byte[4 + (4 * rank)];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw new UserException($"{name}: too short for an IDX file");
        }

        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (magic != ((UnsignedByte << 8) | (uint)rank))
        {
            throw new UserException($"{name}: not an IDX file of {(rank == 1 ? "labels" : "pictures")} (magic 0x{magic:X8}, expected 0x{(UnsignedByte << 8) | rank:X8})");
        }

        int[] sizes = new int[rank];
        long count = 1;
        for (int i = 0; i < rank; i++)
        {
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(header[(4 + (4 * i))..]);
            if (sizes[i] <= 0 || sizes[i] > MaxValues / count)
            {
                throw new UserException($"{name}: the IDX header gives an impossible size ({sizes[i]})");
            }

            count *= sizes[i];
        }

        checkSizes?.Invoke(sizes);

        // What the header promises is only believed as far as the file can hold it.
        if (stream is WholeGzipStream zipped && count > zipped.MaxBytes)
        {
            throw zipped.TooMuch();
        }

        long there = stream is WholeGzipStream ? count : Math.Min(count, stream.Length - header.Length);
        byte[] values = GC.AllocateUninitializedArray<byte>((int)there);
        there = stream.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        if (there < count)
        {
            throw new UserException($"{name}: cut off, {there} of {count} values found");
        }

        if (stream.ReadByte() >= 0)
        {
            throw new UserException($"{name}: longer than its IDX header says ({count} values)");
        }

        return (sizes, values);
    }
}
