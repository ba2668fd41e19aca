namespace EdgeNet.Pictures;

/// <summary>Blocks of a sequential picture: every block is whole, and is made samples of at once (T.81, F.2).</summary>
internal sealed class BaselineBlocks(JpegScan scan, JpegBits bits) : BlockDecoder
{
    private readonly InverseDct[] _transforms = Array.ConvertAll(scan.Parts, p => new InverseDct(p.Component.Quantisation!));
    private readonly int[] _means = new int[scan.Parts.Length];
    private readonly short[] _block = new short[64];

    public override bool TryRead(int part, int column, int row)
    {
        JpegScan.Part p = scan.Parts[part];
        short[] block = _block;
        Array.Clear(block);
        int size = p.Means.Read(bits);
        if (size is < 0 or > 15)
        {
            return false;
        }

        block[0] = (short)(_means[part] += bits.ReadSigned(size));
        for (int i = 1; i < 64; i++)
        {
            int symbol = p.Details.Read(bits), run = symbol >> 4;
            size = symbol & 15;
            if (symbol < 0)
            {
                return false;
            }

            if (size == 0 && run < 15)
            {
                break;
            }

            i += run;
            if (i > 63)
            {
                return false;
            }

            block[i] = (short)bits.ReadSigned(size);
        }

        JpegComponent component = p.Component;
        _transforms[part].Transform(block, component.Samples, component.SampleOf(column, row), component.BlockStride * 8);
        return true;
    }

    public override void Restart() => Array.Clear(_means);
}
