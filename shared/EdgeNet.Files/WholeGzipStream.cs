using System.Buffers.Binary;
using System.IO.Compression;

namespace EdgeNet.Files;

/// <summary>
/// Unzips a file and makes sure that it ends where it should: GZipStream by itself does not notice that a file was cut off.
/// A small file that would fill the memory is refused: data are zipped to a fifth or a twentieth, and only a bomb to a thousandth.
/// </summary>
public sealed class WholeGzipStream : Stream
{
    private const int MaxRatio = 50;
    private const long Harmless = 16 * 1024 * 1024;

    private readonly string _path;
    private readonly GZipStream _unzipped;
    private readonly uint _expected;
    private long _read;

    /// <summary>Begins to unzip a file.</summary>
    /// <param name="file">The zipped file; closed with this stream.</param>
    /// <param name="path">Its path, for messages.</param>
    public WholeGzipStream(FileStream file, string path)
    {
        _path = path;
        MaxBytes = Math.Max(Harmless, MaxRatio * file.Length);

        // The last four bytes are the length of the contents.
        Span<byte> trailer = stackalloc byte[4];
        if (file.Length >= trailer.Length)
        {
            file.Seek(-trailer.Length, SeekOrigin.End);
            file.ReadExactly(trailer);
            file.Seek(0, SeekOrigin.Begin);
        }

        _expected = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        _unzipped = new GZipStream(file, CompressionMode.Decompress);
    }

    /// <summary>More bytes than this are not read from it.</summary>
    public long MaxBytes { get; }

    /// <summary>What to say where the contents are, or are said to be, longer than that.</summary>
    public UserException TooMuch() =>
        new($"{_path}: contains more than {MaxRatio} times its length; if that is intended, unzip it and name the unzipped file");

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int got = _unzipped.Read(buffer);
        _read += got;
        if (_read > MaxBytes)
        {
            throw TooMuch();
        }

        // Several zipped parts in a row are more than the last part says, never less.
        return got == 0 && buffer.Length > 0 && _read < _expected ? throw new InvalidDataException("the gzip data are cut off") : got;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unzipped.Dispose();
        }

        base.Dispose(disposing);
    }
}
