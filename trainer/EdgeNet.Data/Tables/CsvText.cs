using System.Text;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>The characters of a file, block by block. Bytes that are none in its encoding become <see cref="Invalid"/>.</summary>
internal sealed class CsvText
{
    /// <summary>A code that no text has.</summary>
    public const char Invalid = '\uFFFF';

    private readonly Stream _stream;
    private readonly string _path;
    private readonly byte[] _bytes = new byte[8192];
    private readonly Decoder _decoder;
    private int _at;
    private int _end;
    private bool _ended;

    /// <summary>Begins to read a file.</summary>
    /// <param name="stream">Its bytes.</param>
    /// <param name="path">What to call it in an error.</param>
    /// <param name="encoding">How it is written if it has no byte order mark.</param>
    /// <exception cref="UserException">The file cannot be read.</exception>
    public CsvText(Stream stream, string path, TableEncoding encoding)
    {
        (_stream, _path) = (stream, path);
        FillBytes();
        ReadOnlySpan<byte> start = _bytes.AsSpan(0, _end);
        (Encoding, _at) = start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? ("utf-8", 3)
            : start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? ("utf-16", 2)
            : start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? ("utf-16BE", 2)
            : (encoding switch { TableEncoding.Latin1 => "iso-8859-1", TableEncoding.Windows1252 => "windows-1252", TableEncoding.Utf16 => "utf-16", _ => "utf-8" }, 0);
        DecoderReplacementFallback mark = new(Invalid.ToString());
        _decoder = (CodePagesEncodingProvider.Instance.GetEncoding(Encoding, EncoderFallback.ReplacementFallback, mark)
            ?? System.Text.Encoding.GetEncoding(Encoding, EncoderFallback.ReplacementFallback, mark)).GetDecoder();
    }

    /// <summary>Name of the encoding.</summary>
    public string Encoding { get; }

    /// <summary>Reads characters.</summary>
    /// <param name="characters">Where they go; at least 16.</param>
    /// <returns>How many; 0 only at the end.</returns>
    /// <exception cref="UserException">The file is damaged.</exception>
    public int Read(Span<char> characters)
    {
        int count = 0;
        while (count == 0 && !_ended)
        {
            if (_at == _end)
            {
                FillBytes();
            }

            _decoder.Convert(_bytes.AsSpan(_at, _end - _at), characters, flush: _end == 0, out int used, out count, out bool whole);
            _ended = _end == 0 && whole;
            _at += used;
        }

        return count;
    }

    private void FillBytes()
    {
        _at = 0;
        _end = DataFile.Fill(_stream, _bytes, _path);
    }
}
