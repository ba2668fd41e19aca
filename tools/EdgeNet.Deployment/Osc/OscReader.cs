using System.Buffers.Binary;
using System.Text;

namespace EdgeNet.Deployment.Osc;

/// <summary>Reads packets of Open Sound Control 1.0. What it accepts is exactly what <see cref="OscWriter"/> writes, bit for bit.</summary>
public ref struct OscReader
{
    /// <summary>Bundles that may lie in one another.</summary>
    public const int MaxDepth = 8;

    private const int Word = 4;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    private OscReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Reads a packet.</summary>
    /// <param name="bytes">A whole datagram.</param>
    /// <returns>The message or the bundle.</returns>
    /// <exception cref="FormatException">It is not a packet: the message says at which byte and why.</exception>
    public static OscPacket Read(ReadOnlySpan<byte> bytes)
    {
        OscReader reader = new(bytes);
        return reader.Packet(bytes.Length, 0);
    }

    private OscPacket Packet(int end, int depth) => _at == end ? throw Refusal("there is nothing")
        : _bytes[_at] == '#' ? Bundle(end, depth) : Message(end);

    private OscBundle Bundle(int end, int depth)
    {
        if (depth == MaxDepth)
        {
            throw Refusal($"more than {MaxDepth} bundles lie in one another");
        }

        int start = _at;
        if (Text(end) is not OscWriter.BundleName)
        {
            _at = start;
            throw Refusal("it begins neither with / as an address nor with #bundle");
        }

        OscTimeTag time = new(BinaryPrimitives.ReadUInt64BigEndian(Take(8, end)));
        List<OscPacket> elements = [];
        while (_at < end)
        {
            int size = BinaryPrimitives.ReadInt32BigEndian(Take(Word, end));
            if (size <= 0 || size % Word != 0 || size > end - _at)
            {
                _at -= Word;
                throw Refusal($"a part of the bundle claims {size} bytes, and {end - _at - Word} are left");
            }

            elements.Add(Packet(_at + size, depth + 1));
        }

        return new OscBundle(time, elements);
    }

    private OscMessage Message(int end)
    {
        if (_bytes[_at] != '/')
        {
            throw Refusal("it begins neither with / as an address nor with #bundle");
        }

        string address = Text(end);
        int tagsAt = _at;
        if (_at == end || _bytes[_at] != ',')
        {
            throw Refusal("the types of the arguments are missing");
        }

        string tags = Text(end);
        object?[] arguments = new object?[tags.Length - 1];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = tags[i + 1] switch
            {
                'i' => BinaryPrimitives.ReadInt32BigEndian(Take(4, end)),
                'f' => BinaryPrimitives.ReadSingleBigEndian(Take(4, end)),
                's' => Text(end),
                'b' => Blob(end),
                'h' => BinaryPrimitives.ReadInt64BigEndian(Take(8, end)),
                'd' => BinaryPrimitives.ReadDoubleBigEndian(Take(8, end)),
                't' => new OscTimeTag(BinaryPrimitives.ReadUInt64BigEndian(Take(8, end))),
                'T' => true,
                'F' => false,
                'N' => null,
                'I' => OscImpulse.Instance,
                _ => throw Refusal("the type of an argument is none of ifsbhdtTFNI", tagsAt),
            };
        }

        return _at == end ? new OscMessage(address, arguments) : throw Refusal("there is more than the types of the arguments say");
    }

    private byte[] Blob(int end)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(Take(Word, end));
        if (length < 0 || length > end - _at)
        {
            _at -= Word;
            throw Refusal($"a blob claims {length} bytes, and {end - _at - Word} are left");
        }

        byte[] blob = Take(length, end).ToArray();
        Pad(end);
        return blob;
    }

    private string Text(int end)
    {
        int length = _bytes[_at..end].IndexOf((byte)0);
        if (length < 0)
        {
            throw Refusal("a text has no end");
        }

        string text;
        try
        {
            text = Utf8.GetString(_bytes.Slice(_at, length));
        }
        catch (DecoderFallbackException)
        {
            throw Refusal("a text is not UTF-8");
        }

        _at += length + 1;
        Pad(end);
        return text;
    }

    // Texts and blobs end at a multiple of four bytes.
    private void Pad(int end)
    {
        while (_at % Word != 0)
        {
            if (Take(1, end)[0] != 0)
            {
                _at--;
                throw Refusal("what fills up a text or a blob is not zero");
            }
        }
    }

    private ReadOnlySpan<byte> Take(int count, int end)
    {
        if (count > end - _at)
        {
            throw Refusal($"{count} bytes are missing");
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }

    private readonly FormatException Refusal(string problem, int? at = null) => new($"byte {at ?? _at}: {problem}");
}
