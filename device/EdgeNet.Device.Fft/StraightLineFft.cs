namespace EdgeNet.Core;

/// <summary>The transforms of <see cref="LoopFft"/> without loops, several times as fast and a thousand times as long.</summary>
public sealed partial class StraightLineFft : FftKernel
{
    /// <inheritdoc/>
    public override void Transform(int points, long[] x, long[] re, long[] im)
    {
        switch (points)
        {
            case 16:
                Of16(x, re, im);
                break;
            case 32:
                Of32(x, re, im);
                break;
            case 64:
                Of64(x, re, im);
                break;
            default:
                Of128(x, re, im);
                break;
        }
    }

    /// <inheritdoc/>
    public override void TransformPairs(long[] x, long[] re, long[] im) => PairsOf128(x, re, im);
}
