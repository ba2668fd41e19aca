namespace EdgeNet.Core;

/// <summary>
/// How many sums fit in a long without ever borrowing from one another, and the proof. Inputs are 0 to M, so a sum is at least -M times the
/// sizes of its negative weights. That is added to it beforehand; then it is at least 0, and at most M times the sizes of all its
/// weights. Where this is below 2^B for every output, lanes of B bits hold any of these sums.
/// </summary>
internal sealed class UnsignedLanes
{
    private const int MaxLanes = 8;
    private const int MinLanes = 2;

    /// <summary>Finds the most lanes.</summary>
    /// <param name="matrix">The matrix; M times the sizes of an output's weights is below 2^31.</param>
    /// <param name="file">The model file with its weights.</param>
    /// <param name="maxInput">M, the largest value of an input.</param>
    /// <param name="most">No more lanes than this.</param>
    public UnsignedLanes(MatrixInfo matrix, byte[] file, int maxInput, int most = MaxLanes)
    {
        WeightSpans spans = new WeightSpans(matrix, file);
        int[] offsets = spans.Negative;
        for (int o = 0; o < offsets.Length; o++)
        {
            offsets[o] *= maxInput;
        }

        Offsets = offsets;
        int lanes = most;
        while (lanes > MinLanes && (long)spans.Largest * maxInput >= 1L << (64 / lanes))
        {
            lanes--;
        }

        Lanes = lanes;
        Bits = 64 / lanes;
        Columns = (offsets.Length + Lanes - 1) / Lanes;
    }

    /// <summary>Sums in a long, 2 to 8.</summary>
    public readonly int Lanes;

    /// <summary>Bits of a lane, 8 to 32.</summary>
    public readonly int Bits;

    /// <summary>Longs for all sums.</summary>
    public readonly int Columns;

    /// <summary>What is added to the sum of each output.</summary>
    public readonly int[] Offsets;
}
