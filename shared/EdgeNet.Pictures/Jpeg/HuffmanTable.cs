namespace EdgeNet.Pictures;

/// <summary>The Huffman codes of one kind of symbol (T.81, annex C and F.2.2.3).</summary>
internal sealed class HuffmanTable
{
    private const int MaxLength = 16, QuickBits = 9;

    // For codes of up to 9 bits: length and symbol, by the next 9 bits. 0 where the code is longer.
    private readonly ushort[] _quick = new ushort[1 << QuickBits];

    // By length: the first code that is longer, filled up to 16 bits; and what is to be added to a code to have its symbol's index.
    private readonly int[] _end = new int[MaxLength + 1];
    private readonly int[] _offset = new int[MaxLength + 1];
    private readonly byte[] _symbols = new byte[256];

    /// <summary>Whether the file has defined it.</summary>
    public bool IsDefined { get; private set; }

    /// <summary>Defines the codes.</summary>
    /// <param name="counts">How many codes have each length, from 1 to 16 bits.</param>
    /// <param name="symbols">Their symbols, at most 256.</param>
    /// <returns>False where there are more codes than a length has room for.</returns>
    public bool Define(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        symbols.CopyTo(_symbols);
        Array.Clear(_quick);
        int code = 0, index = 0;
        for (int length = 1; length <= MaxLength; length++, code <<= 1)
        {
            _offset[length] = index - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (length <= QuickBits && code < 1 << length)
                {
                    _quick.AsSpan(code << (QuickBits - length), 1 << (QuickBits - length)).Fill((ushort)((length << 8) | symbols[index]));
                }
            }

            if (code > 1 << length)
            {
                return false;
            }

            _end[length] = code << (MaxLength - length);
        }

        return IsDefined = true;
    }

    /// <summary>Reads a symbol.</summary>
    /// <returns>0 to 255, or -1 where the bits are no code.</returns>
    public int Read(JpegBits bits)
    {
        int next = bits.Peek(MaxLength);
        int quick = _quick[next >> (MaxLength - QuickBits)];
        if (quick != 0)
        {
            bits.Skip(quick >> 8);
            return quick & 0xFF;
        }

        for (int length = QuickBits + 1; length <= MaxLength; length++)
        {
            if (next < _end[length])
            {
                bits.Skip(length);
                return _symbols[(next >> (MaxLength - length)) + _offset[length]];
            }
        }

        return -1;
    }
}
