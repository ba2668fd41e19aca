namespace EdgeNet.Pictures;

/// <summary>What the header of a scan says: which components and which of their coefficients it has.</summary>
/// <param name="Parts">The components, with the tables of their codes.</param>
/// <param name="From">First coefficient, in zigzag order.</param>
/// <param name="To">Last coefficient.</param>
/// <param name="IsRefinement">Progressive: whether it adds a bit to coefficients of earlier scans.</param>
/// <param name="Shift">Progressive: how many lower bits come later.</param>
internal sealed record JpegScan(JpegScan.Part[] Parts, int From, int To, bool IsRefinement, int Shift)
{
    /// <summary>A component of a scan.</summary>
    /// <param name="Component">The component.</param>
    /// <param name="Means">Codes of differences between the blocks' means (DC).</param>
    /// <param name="Details">Codes of the other coefficients (AC).</param>
    internal sealed record Part(JpegComponent Component, HuffmanTable Means, HuffmanTable Details);

    /// <summary>Reads a scan header.</summary>
    /// <param name="header">The contents of the segment.</param>
    /// <param name="frame">The picture's frame.</param>
    /// <param name="tables">Eight tables: four for means and four for details.</param>
    /// <param name="name">The file's name, for errors.</param>
    public static JpegScan Read(ReadOnlySpan<byte> header, JpegFrame frame, HuffmanTable[] tables, string name)
    {
        int count = header.Length > 0 ? header[0] : 0;
        if (count < 1 || count > frame.Components.Length || header.Length < 4 + (2 * count))
        {
            throw JpegErrors.Damaged(name, "a scan header is too short");
        }

        int from = header[1 + (2 * count)], to = header[2 + (2 * count)], before = header[3 + (2 * count)] >> 4, shift = header[3 + (2 * count)] & 15;
        if (!frame.IsProgressive)
        {
            (from, to, before, shift) = (0, 63, 0, 0);
        }
        else if (from > to || to > 63 || (from == 0 && to > 0) || (from > 0 && count > 1) || shift > 13 || (before > 0 && before != shift + 1))
        {
            throw JpegErrors.Damaged(name, "a scan header is impossible");
        }

        Part[] parts = new Part[count];
        for (int i = 0; i < count; i++)
        {
            int id = header[1 + (2 * i)], means = header[2 + (2 * i)] >> 4, details = header[2 + (2 * i)] & 15;
            JpegComponent? component = frame.Components.FirstOrDefault(c => c.Id == id);
            if (component is null || parts.Any(p => p?.Component == component) || means > 3 || details > 3)
            {
                throw JpegErrors.Damaged(name, "a scan header names what is not there");
            }

            parts[i] = new Part(component, tables[means], tables[4 + details]);
            if ((from == 0 && before == 0 && !parts[i].Means.IsDefined) || (to > 0 && !parts[i].Details.IsDefined))
            {
                throw JpegErrors.Damaged(name, "a Huffman table is missing");
            }
        }

        return new JpegScan(parts, from, to, before > 0, shift);
    }
}
