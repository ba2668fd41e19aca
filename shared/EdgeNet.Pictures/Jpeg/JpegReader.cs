using EdgeNet.Files;

namespace EdgeNet.Pictures;

/// <summary>Reads JPEG pictures (ITU-T T.81) of 8 bits per channel, sequential and progressive, grey and in colour, and turns them upright.</summary>
internal sealed class JpegReader
{
    // Programs write about ten. A bomb has thousands, each of a few bytes and over the whole picture.
    private const int MaxScans = 100;

    private readonly byte[] _file;
    private readonly string _name;
    private readonly ushort[]?[] _quantisation = new ushort[4][];
    private readonly HuffmanTable[] _huffman = [.. Enumerable.Range(0, 8).Select(_ => new HuffmanTable())];
    private readonly JpegBits _bits;
    private JpegFrame? _frame;
    private int _at = 2, _scans, _restartInterval, _orientation = 1;

    // What Adobe's programs say of the colours: 0 for RGB.
    private int? _adobeTransform;
    private bool _isJfif;

    private JpegReader(byte[] file, string name) => (_file, _name, _bits) = (file, name, new JpegBits(file, name));

    public static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, JpegMarker.Start, 0xFF]);

    public static Picture Read(byte[] file, string name)
    {
        JpegReader reader = new(file, name);
        reader.ReadSegments();
        return ExifOrientation.Apply(reader.Compose(), reader._orientation);
    }

    private void ReadSegments()
    {
        for (int marker = NextMarker(); marker != JpegMarker.End; marker = NextMarker())
        {
            if (JpegMarker.IsAlone(marker))
            {
                continue;
            }

            int length = _at + 2 <= _file.Length ? (_file[_at] << 8) | _file[_at + 1] : throw JpegErrors.CutOff(_name);
            if (length < 2)
            {
                throw JpegErrors.Damaged(_name, "a segment has no length");
            }

            if (length > _file.Length - _at)
            {
                throw JpegErrors.CutOff(_name);
            }

            ReadOnlySpan<byte> segment = _file.AsSpan(_at + 2, length - 2);
            _at += length;
            ReadSegment(marker, segment);
        }
    }

    // Whatever stands between two segments is passed over.
    private int NextMarker()
    {
        for (; _at + 1 < _file.Length; _at++)
        {
            if (_file[_at] == 0xFF && _file[_at + 1] is not (0 or 0xFF))
            {
                _at += 2;
                return _file[_at - 1];
            }
        }

        throw JpegErrors.CutOff(_name);
    }

    private void ReadSegment(int marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case JpegMarker.Quantisation:
                ReadQuantisation(segment);
                break;
            case JpegMarker.HuffmanTables:
                ReadHuffmanTables(segment);
                break;
            case JpegMarker.RestartInterval:
                _restartInterval = segment.Length >= 2 ? (segment[0] << 8) | segment[1] : throw JpegErrors.Damaged(_name, "a segment is too short");
                break;
            case JpegMarker.App0:
                _isJfif |= segment.StartsWith("JFIF\0"u8);
                break;
            case JpegMarker.App1:
                _orientation = ExifOrientation.Of(segment) ?? _orientation;
                break;
            case JpegMarker.App14:
                _adobeTransform = segment.Length >= 12 && segment.StartsWith("Adobe"u8) ? segment[11] : _adobeTransform;
                break;
            case JpegMarker.Scan:
                ReadScan(segment);
                break;
            case int frame when JpegMarker.IsFrame(frame):
                ReadFrame(frame, segment);
                break;
        }
    }

    private void ReadFrame(int marker, ReadOnlySpan<byte> segment)
    {
        if (_frame is not null)
        {
            throw JpegErrors.Damaged(_name, "it has two frames");
        }

        _frame = marker switch
        {
            JpegMarker.Baseline or JpegMarker.Extended or JpegMarker.Progressive => JpegFrame.Read(marker, segment, _file.Length, _name),
            JpegMarker.Lossless => throw JpegErrors.Kind(_name, "a lossless JPEG picture"),
            >= JpegMarker.FirstArithmetic => throw JpegErrors.Kind(_name, "a JPEG picture with arithmetic coding"),
            _ => throw JpegErrors.Kind(_name, "a hierarchical JPEG picture"),
        };
    }

    private void ReadQuantisation(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            int number = segment[0] & 15, bytes = (segment[0] >> 4) + 1;
            if (number > 3 || bytes > 2 || segment.Length < 1 + (64 * bytes))
            {
                throw JpegErrors.Damaged(_name, "a quantisation table");
            }

            ushort[] table = _quantisation[number] ??= new ushort[64];
            for (int i = 0; i < 64; i++)
            {
                table[i] = bytes == 1 ? segment[1 + i] : (ushort)((segment[1 + (2 * i)] << 8) | segment[2 + (2 * i)]);
            }

            segment = segment[(1 + (64 * bytes))..];
        }
    }

    private void ReadHuffmanTables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            int number = segment[0] & 15, kind = segment[0] >> 4, symbols = 0;
            for (int i = 1; i <= 16 && i < segment.Length; i++)
            {
                symbols += segment[i];
            }

            if (number > 3 || kind > 1 || symbols > 256 || segment.Length < 17 + symbols || !_huffman[(4 * kind) + number].Define(segment.Slice(1, 16), segment.Slice(17, symbols)))
            {
                throw JpegErrors.Damaged(_name, "a Huffman table");
            }

            segment = segment[(17 + symbols)..];
        }
    }

    private void ReadScan(ReadOnlySpan<byte> segment)
    {
        JpegFrame frame = _frame ?? throw JpegErrors.Damaged(_name, "a scan comes before the frame");
        JpegScan scan = JpegScan.Read(segment, frame, _huffman, _name);
        if (++_scans > MaxScans)
        {
            throw new UserException($"{_name}: a JPEG picture of more than {MaxScans} scans cannot be read");
        }

        foreach (JpegScan.Part part in scan.Parts)
        {
            Prepare(part.Component, frame);
        }

        _bits.StartScan(_at);
        BlockDecoder.Run(frame, scan, _bits, _restartInterval, _name);
        _at = _bits.Position;
    }

    // Before its first scan.
    private void Prepare(JpegComponent component, JpegFrame frame)
    {
        if (component.Quantisation is null)
        {
            component.Quantisation = (ushort[]?)_quantisation[component.Table]?.Clone() ?? throw JpegErrors.Damaged(_name, "a quantisation table is missing");
            if (frame.IsProgressive)
            {
                component.AllocateCoefficients();
            }
            else
            {
                component.AllocateSamples();
            }
        }
        else if (!frame.IsProgressive)
        {
            throw JpegErrors.Damaged(_name, "a component comes twice");
        }
    }

    private Picture Compose()
    {
        if (_frame is not JpegFrame frame || frame.Components.Any(c => c.Quantisation is null))
        {
            throw JpegErrors.CutOff(_name);
        }

        if (frame.IsProgressive)
        {
            Array.ForEach(frame.Components, c => c.Transform());
        }

        int width = frame.Width, channels = frame.Components.Length;
        bool isRgb = !_isJfif && (_adobeTransform is int transform ? transform == 0 : frame.Components.Select(c => c.Id).SequenceEqual("RGB"u8.ToArray()));
        byte[] pixels = new byte[width * frame.Height * channels];
        Upsampler[] upsamplers = Array.ConvertAll(frame.Components, c => new Upsampler(c, frame));
        byte[][] rows = Array.ConvertAll(frame.Components, _ => new byte[width]);
        for (int y = 0; y < frame.Height; y++)
        {
            for (int c = 0; c < channels; c++)
            {
                upsamplers[c].Row(y, rows[c]);
            }

            Span<byte> row = pixels.AsSpan(y * width * channels, width * channels);
            if (channels == 3 && !isRgb)
            {
                YCbCr.ToRgb(rows[0], rows[1], rows[2], row);
            }
            else
            {
                for (int x = 0; x < row.Length; x++)
                {
                    row[x] = rows[x % channels][x / channels];
                }
            }
        }

        return new Picture(width, frame.Height, pixels, channels);
    }
}
