namespace EdgeNet.Pictures;

/// <summary>Reads the blocks of one scan.</summary>
internal abstract class BlockDecoder
{
    /// <summary>Reads a block.</summary>
    /// <param name="part">Number of its component in the scan.</param>
    /// <param name="column">Column of the block in the component.</param>
    /// <param name="row">Its row.</param>
    /// <returns>False where the bits are no code, or too many coefficients.</returns>
    public abstract bool TryRead(int part, int column, int row);

    /// <summary>Begins anew behind a restart marker.</summary>
    public abstract void Restart();

    /// <summary>Reads all blocks of a scan.</summary>
    /// <param name="frame">The picture's frame.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="bits">Its bits.</param>
    /// <param name="restartInterval">Units between restart markers, or 0.</param>
    /// <param name="name">The file's name, for errors.</param>
    public static void Run(JpegFrame frame, JpegScan scan, JpegBits bits, int restartInterval, string name)
    {
        BlockDecoder decoder = frame.IsProgressive ? new ProgressiveBlocks(scan, bits) : new BaselineBlocks(scan, bits);
        JpegComponent first = scan.Parts[0].Component;

        // A component alone comes block by block, several together in units of some blocks of each.
        bool alone = scan.Parts.Length == 1;
        int across = alone ? first.BlocksAcross : frame.UnitsAcross, units = across * (alone ? first.BlocksDown : frame.UnitsDown);
        for (int unit = 0; unit < units; unit++)
        {
            if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0)
            {
                bits.Restart();
                decoder.Restart();
            }

            int column = unit % across, row = unit / across;
            if (!(alone ? decoder.TryRead(0, column, row) : decoder.TryReadUnit(scan.Parts, column, row)))
            {
                bits.EndScan();
                throw JpegErrors.Damaged(name, "what should be a Huffman code is none");
            }
        }

        bits.EndScan();
    }

    private bool TryReadUnit(JpegScan.Part[] parts, int column, int row)
    {
        for (int p = 0; p < parts.Length; p++)
        {
            JpegComponent component = parts[p].Component;
            for (int y = 0; y < component.Vertical; y++)
            {
                for (int x = 0; x < component.Horizontal; x++)
                {
                    if (!TryRead(p, (column * component.Horizontal) + x, (row * component.Vertical) + y))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }
}
