using System.Buffers.Binary;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Sound in WAV files: 8, 16 or 24 bits, one channel or two, which are mixed. Every other kind is refused by its name.</summary>
internal static class WavFile
{
    private const int HeaderBytes = 12, ChunkHeaderBytes = 8, FormatBytes = 16, ExtensibleBytes = 40;
    private const int Pcm = 1, Extensible = 0xFFFE;
    private const int LowestRate = 1000, HighestRate = 192_000;

    // Before the sound, of which recorders write a handful.
    private const int MostChunks = 1000;
    private const int BlockFrames = 8192;

    private static readonly string[] Channel = ["sound"];

    /// <summary>Reads a file.</summary>
    /// <param name="stream">Its bytes.</param>
    /// <param name="path">What to call it in an error.</param>
    /// <param name="name">Name of the recording.</param>
    /// <param name="label">Its label.</param>
    /// <param name="notes">Gets what was done to it.</param>
    /// <returns>The recording, with values of 16 bits; what there is of one that is cut off.</returns>
    /// <exception cref="UserException">It is no such file.</exception>
    public static RawRecording Read(Stream stream, string path, string name, string? label, RecordingNotes notes)
    {
        byte[] header = new byte[ExtensibleBytes];
        CheckHeader(header.AsSpan(0, DataFile.Fill(stream, header.AsSpan(0, HeaderBytes), path)), path);
        bool hasLength = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4)) > ExtensibleBytes + HeaderBytes;
        WavFormat? format = null;
        for (int chunk = 0; chunk < MostChunks; chunk++)
        {
            if (DataFile.Fill(stream, header.AsSpan(0, ChunkHeaderBytes), path) < ChunkHeaderBytes)
            {
                // A recorder that lost its power had not begun with the sound.
                return new RawRecording(name, label, Channel, format?.Rate ?? 0, []) { IsSound = true };
            }

            uint length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
            if (header.AsSpan(0, 4).SequenceEqual("fmt "u8))
            {
                int known = (int)Math.Min(length, ExtensibleBytes);
                if (length < FormatBytes || DataFile.Fill(stream, header.AsSpan(0, known), path) < known)
                {
                    throw new UserException($"{path}: damaged: the chunk fmt has {length:N0} bytes of {FormatBytes} or more");
                }

                format = WavFormat.Read(header.AsSpan(0, known), path);
                Skip(stream, length - known + (length & 1), path);
            }
            else if (header.AsSpan(0, 4).SequenceEqual("data"u8))
            {
                // Where a recorder could not go back to write the length, the sound reaches to the end of the file.
                long sound = length == uint.MaxValue || (length == 0 && !hasLength) ? long.MaxValue : length;
                return Samples(stream, sound, format ?? throw new UserException($"{path}: damaged: the chunk data comes before the chunk fmt"), path, name, label, notes);
            }
            else
            {
                Skip(stream, length + (length & 1L), path);
            }
        }

        throw new UserException($"{path}: damaged: no sound in the first {MostChunks:N0} chunks");
    }

    private static void CheckHeader(ReadOnlySpan<byte> header, string path)
    {
        if (header.Length == HeaderBytes && header.StartsWith("RIFF"u8) && header[8..].SequenceEqual("WAVE"u8))
        {
            return;
        }

        throw new UserException(header.StartsWith("RF64"u8) ? $"{path}: is RF64, for files above 4 GB; save it as WAV in parts"
            : header.StartsWith("RIFX"u8) ? $"{path}: is RIFX, a WAV file with the bytes the other way round; save it as WAV"
            : header.StartsWith("ID3"u8) || (header.Length > 1 && header[0] == 0xFF && (header[1] & 0xE0) == 0xE0) ? $"{path}: is MP3; save it as WAV of 16 bits"
            : header.StartsWith("OggS"u8) ? $"{path}: is Ogg; save it as WAV of 16 bits"
            : header.StartsWith("fLaC"u8) ? $"{path}: is FLAC; save it as WAV of 16 bits"
            : $"{path}: is no WAV file");
    }

    private static RawRecording Samples(Stream stream, long left, WavFormat format, string path, string name, string? label, RecordingNotes notes)
    {
        RawReadings readings = new(1);
        byte[] block = new byte[BlockFrames * format.FrameBytes];
        int got;
        do
        {
            got = DataFile.Fill(stream, block.AsSpan(0, (int)Math.Min(block.Length, left)), path);
            left -= got;
            for (int at = 0; at + format.FrameBytes <= got; at += format.FrameBytes)
            {
                readings.Add(format.Value(block.AsSpan(at, format.FrameBytes)));
            }

            if (readings.Count > RawReadings.MaxValues)
            {
                throw new UserException($"{path}: more than {RawReadings.MaxValues:N0} values; cut it into parts");
            }
        }
        while (got == block.Length);
        if (left > 0 && left < uint.MaxValue)
        {
            notes.Add(RecordingNotes.CutOff, name);
        }

        if (format.Bits != 16 || format.Channels != 1)
        {
            notes.Add($"{(format.Bits != 16 ? $"{format.Bits} bits become 16" : "")}{(format.Bits != 16 && format.Channels != 1 ? ", " : "")}{(format.Channels != 1 ? "two channels are mixed" : "")}", name);
        }

        (IReadOnlyList<RawPiece> pieces, _) = readings.Take(0, path, out _);
        return new RawRecording(name, label, Channel, format.Rate, pieces) { IsSound = true };
    }

    private static void Skip(Stream stream, long bytes, string path)
    {
        byte[] block = new byte[4096];
        while (bytes > 0)
        {
            int got = DataFile.Fill(stream, block.AsSpan(0, (int)Math.Min(block.Length, bytes)), path);
            if (got == 0)
            {
                return;
            }

            bytes -= got;
        }
    }

    // How samples are written.
    private sealed record WavFormat(int Channels, int Rate, int Bits)
    {
        public int FrameBytes => Channels * Bits / 8;

        public static WavFormat Read(ReadOnlySpan<byte> chunk, string path)
        {
            int tag = Number(chunk, 0), channels = Number(chunk, 2), frame = Number(chunk, 12), bits = Number(chunk, 14);
            uint rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            tag = tag == Extensible && chunk.Length >= ExtensibleBytes ? Number(chunk, 24) : tag;
            if (tag != Pcm)
            {
                throw new UserException($"{path}: is WAV with {NameOf(tag)}; save it as WAV of 16 bits (PCM)");
            }

            if (bits is not (8 or 16 or 24))
            {
                throw new UserException($"{path}: has {bits} bits; save it with 16 bits");
            }

            if (channels is not (1 or 2))
            {
                throw new UserException($"{path}: has {channels} channels; save it with one");
            }

            if (rate is < LowestRate or > HighestRate)
            {
                throw new UserException($"{path}: has {rate:N0} samples per second; {LowestRate:N0} to {HighestRate:N0} can be read");
            }

            return frame == channels * bits / 8 ? new WavFormat(channels, (int)rate, bits)
                : throw new UserException($"{path}: damaged: {channels} channels of {bits} bits in {frame} bytes");
        }

        // The channels are added before they are rounded, half up.
        public float Value(ReadOnlySpan<byte> frame)
        {
            int sum = 0, bytes = Bits / 8;
            for (int c = 0; c < Channels; c++)
            {
                ReadOnlySpan<byte> sample = frame[(c * bytes)..];
                sum += Bits switch
                {
                    8 => (sample[0] - 128) << 16,
                    16 => BinaryPrimitives.ReadInt16LittleEndian(sample) << 8,
                    _ => (sample[0] << 8 | sample[1] << 16 | sample[2] << 24) >> 8,
                };
            }

            int shift = Channels == 2 ? 9 : 8;
            return Math.Min(short.MaxValue, (sum + (1 << (shift - 1))) >> shift);
        }

        private static int Number(ReadOnlySpan<byte> chunk, int at) => BinaryPrimitives.ReadUInt16LittleEndian(chunk[at..]);

        private static string NameOf(int tag) => tag switch
        {
            2 => "ADPCM",
            3 => "floating point",
            6 => "A-law",
            7 => "mu-law",
            0x11 => "IMA ADPCM",
            0x31 => "GSM 6.10",
            0x55 => "MP3",
            _ => $"format {tag}",
        };
    }
}
