using System.Numerics;

namespace EdgeNet.Trainer.Export;

/// <summary>
/// Several products in one multiplication. A long holds values x0 + x1 * 2^B + ..., another one the weights of an output in reversed order; the
/// top lane of their product is the dot product. As many longs' products as there are can be added before the top lane is read.
/// </summary>
/// <param name="Count">Values in a long: 4, 3 or 2.</param>
internal sealed record DotLanes(int Count)
{
    /// <summary>Bits of a lane.</summary>
    public int Bits => 64 / Count;

    /// <summary>How far a product is shifted for its top lane, which ends with the long.</summary>
    public int TopShift => 64 - Bits;

    // Three lanes leave a bit, which is put below all of them so that what is beyond the top lane leaves the long.
    private int Below => TopShift - (Bits * (Count - 1));

    /// <summary>The most values of which the sums of a layer can be read.</summary>
    /// <param name="weights">The layer's weights, output by output.</param>
    /// <param name="channels">Channels of the tensor that it reads.</param>
    /// <param name="largest">The largest value of that.</param>
    public static DotLanes Of(int[][] weights, int channels, int largest)
    {
        DotLanes lanes = new(4);
        while (lanes.Count > 2 && !weights.All(w => lanes.Holds(w, channels, largest)))
        {
            lanes = new DotLanes(lanes.Count - 1);
        }

        return lanes;
    }

    /// <summary>The weights of some channels in reversed order.</summary>
    public long Pack(ReadOnlySpan<int> weights)
    {
        long packed = 0;
        for (int i = 0; i < Count; i++)
        {
            packed = unchecked((packed << Bits) + (i < weights.Length ? weights[i] : 0));
        }

        return packed << Below;
    }

    /// <summary>What the top lane of a sum is less than the sum, so that it holds both the smallest and the largest.</summary>
    public static long Centre(int[] weights, int largest) => (weights.Sum(w => (long)w) * largest) >> 1;

    // The top lane holds a range of sums as wide as all sizes of weights times the largest input, the lanes below must not reach half of it.
    private bool Holds(int[] weights, int channels, int largest)
    {
        if (weights.Sum(w => (long)Math.Abs(w)) * largest >= (1L << Bits) - 1)
        {
            return false;
        }

        BigInteger below = 0;
        foreach (int[] place in weights.Chunk(channels))
        {
            foreach (int[] some in place.Chunk(Count))
            {
                // Lane k of a product has the values 0..k, and the weights that are reversed into the lanes 0..k.
                for (int k = 0; k < Count - 1; k++)
                {
                    long sizes = some.Where((_, i) => i >= Count - 1 - k).Sum(w => (long)Math.Abs(w));
                    below += (BigInteger)(sizes * largest) << ((Bits * k) + Below);
                }
            }
        }

        return below < BigInteger.One << (TopShift - 1);
    }
}
