namespace EdgeNet.Core;

/// <summary>
/// The transforms of <see cref="LoopFft"/> without loops, several times as fast and a thousand times as long. Lines between the comments #if and #endif are what edgenet new
/// leaves out where a model does not need that size.
/// </summary>
public sealed partial class StraightLineFft : FftKernel
{
    // Sizes are different bits.
    private const int Sizes = 0
        //#if (fft16)
        | 16
        //#endif
        //#if (fft32)
        | 32
        //#endif
        //#if (fft64)
        | 64
        //#endif
        //#if (fft128)
        | 128
        //#endif
        //#if (fft256)
        | 256
        //#endif
        //#if (fft512)
        | 512
        //#endif
        ;

    /// <summary>Makes pipelines use it that are created from now on. To be called where a board's program begins.</summary>
    public static void Install() => Installed = new StraightLineFft();

    /// <inheritdoc/>
    public override bool Has(int points) => (points & Sizes) != 0;

    /// <inheritdoc/>
    public override void Transform(int points, long[] x, long[] re, long[] im)
    {
        //#if (fft16)
        if (points == 16)
        {
            Of16(x, re, im);
        }
        //#endif

        //#if (fft32)
        if (points == 32)
        {
            Of32(x, re, im);
        }
        //#endif

        //#if (fft64)
        if (points == 64)
        {
            Of64(x, re, im);
        }
        //#endif

        //#if (fft128)
        if (points == 128)
        {
            Of128(x, re, im);
        }
        //#endif
    }

    /// <inheritdoc/>
    public override void TransformPairs(long[] x, long[] re, long[] im)
    {
        //#if (pairs)
        PairsOf128(x, re, im);
        //#endif
    }

    /// <inheritdoc/>
    public override void Weigh(int points, short[] samples, int from, long[] x)
    {
        //#if (fft16)
        if (points == 16)
        {
            Weigh16(samples, from, x);
        }
        //#endif

        //#if (fft32)
        if (points == 32)
        {
            Weigh32(samples, from, x);
        }
        //#endif

        //#if (fft64)
        if (points == 64)
        {
            Weigh64(samples, from, x);
        }
        //#endif

        //#if (fft128)
        if (points == 128)
        {
            Weigh128(samples, from, x);
        }
        //#endif
    }

    /// <inheritdoc/>
    public override void HannPower256(short[] samples, long[] power)
    {
        //#if (fft256)
        Power256(samples, power);
        //#endif
    }
}
