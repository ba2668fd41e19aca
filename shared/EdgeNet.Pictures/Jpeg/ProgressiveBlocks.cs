namespace EdgeNet.Pictures;

/// <summary>Blocks of a progressive picture: every scan brings some coefficients, or one more bit of them (T.81, G.2).</summary>
internal sealed class ProgressiveBlocks(JpegScan scan, JpegBits bits) : BlockDecoder
{
    private readonly int[] _means = new int[scan.Parts.Length];

    // Blocks from here on in which no coefficient becomes other than zero in this scan.
    private int _emptyBlocks;

    public override bool TryRead(int part, int column, int row)
    {
        JpegScan.Part p = scan.Parts[part];
        Span<short> block = p.Component.Coefficients.AsSpan(((row * p.Component.BlockStride) + column) * 64, 64);
        return (scan.From, scan.IsRefinement) switch
        {
            (0, false) => TryReadMean(p.Means, ref _means[part], block),
            (0, true) => RefineMean(block),
            (_, false) => TryReadDetails(p.Details, block),
            _ => TryRefineDetails(p.Details, block),
        };
    }

    public override void Restart()
    {
        Array.Clear(_means);
        _emptyBlocks = 0;
    }

    private bool TryReadMean(HuffmanTable codes, ref int mean, Span<short> block)
    {
        int size = codes.Read(bits);
        if (size is < 0 or > 15)
        {
            return false;
        }

        mean += bits.ReadSigned(size);
        block[0] = (short)(mean << scan.Shift);
        return true;
    }

    private bool RefineMean(Span<short> block)
    {
        block[0] |= (short)(bits.Read(1) << scan.Shift);
        return true;
    }

    private bool TryReadDetails(HuffmanTable codes, Span<short> block)
    {
        if (_emptyBlocks > 0)
        {
            _emptyBlocks--;
            return true;
        }

        for (int i = scan.From; i <= scan.To; i++)
        {
            int symbol = codes.Read(bits), run = symbol >> 4, size = symbol & 15;
            if (symbol < 0)
            {
                return false;
            }

            if (size == 0 && run < 15)
            {
                _emptyBlocks = ReadEmptyBlocks(run) - 1;
                return true;
            }

            i += run;
            if (i > scan.To)
            {
                return false;
            }

            block[i] = (short)(bits.ReadSigned(size) << scan.Shift);
        }

        return true;
    }

    private bool TryRefineDetails(HuffmanTable codes, Span<short> block)
    {
        int i = scan.From;
        for (; _emptyBlocks == 0 && i <= scan.To; i++)
        {
            int symbol = codes.Read(bits), run = symbol >> 4, size = symbol & 15;
            if (symbol < 0 || size > 1)
            {
                return false;
            }

            if (size == 0 && run < 15)
            {
                _emptyBlocks = ReadEmptyBlocks(run);
                break;
            }

            // A coefficient that becomes other than zero: its sign. It comes after as many zeros as the run says, and those between that are not zero get their bit.
            int value = size == 0 ? 0 : bits.Read(1) == 1 ? 1 << scan.Shift : -1 << scan.Shift;
            for (; i <= scan.To && (block[i] != 0 || run-- > 0); i++)
            {
                Refine(ref block[i]);
            }

            if (i > scan.To)
            {
                return false;
            }

            block[i] = (short)value;
        }

        if (_emptyBlocks > 0)
        {
            for (; i <= scan.To; i++)
            {
                Refine(ref block[i]);
            }

            _emptyBlocks--;
        }

        return true;
    }

    private void Refine(ref short coefficient)
    {
        if (coefficient != 0 && bits.Read(1) == 1)
        {
            int bit = 1 << scan.Shift;
            coefficient += (short)(coefficient > 0 ? bit : -bit);
        }
    }

    // This block and those after it: a number of 1 to 15 bits, the highest of which is left out.
    private int ReadEmptyBlocks(int size) => (1 << size) + bits.Read(size);
}
