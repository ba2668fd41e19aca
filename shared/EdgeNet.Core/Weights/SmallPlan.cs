namespace EdgeNet.Core;

/// <summary>
/// How a matrix of at most 64 terms is laid out for <see cref="SmallDenseRunner"/>: a column is a long for each term, with the weights of
/// several outputs in its lanes. 64 terms of 8 bits, 255 * 128 * 64, always fit three lanes of 21 bits.
/// </summary>
internal sealed class SmallPlan
{
    /// <summary>The most terms.</summary>
    public const int MaxTerms = 64;

    /// <summary>Terms that are multiplied at a time, at least: there is code for these and for <see cref="MaxTerms"/>.</summary>
    public const int HalfTerms = 32;

    // Native instructions that a board's interpreter executes for a product, a column, a term and a layer.
    private const int ProductCost = 270;
    private const int ColumnCost = 850;
    private const int TermCost = 262;
    private const int LayerCost = 3000;

    /// <summary>Creates the plan with most lanes.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="file">The model file with its weights.</param>
    /// <param name="maxInput">Largest value of an input, 1 to 255.</param>
    /// <param name="isLast">Whether its outputs are the logits.</param>
    public SmallPlan(MatrixInfo matrix, byte[] file, int maxInput, bool isLast)
    {
        Terms = matrix.Terms <= HalfTerms ? HalfTerms : MaxTerms;
        Lanes = new UnsignedLanes(matrix, file, maxInput);
        Shift = CommonShift.IsEnough(matrix.Activation, isLast) ? CommonShift.Of(matrix, file, Lanes.Offsets, 1L << Lanes.Bits) : 0;
    }

    /// <summary>The lanes of a long: output o is in lane o / Columns of column o % Columns.</summary>
    public readonly UnsignedLanes Lanes;

    /// <summary>Terms with those that fill up: 32 or 64.</summary>
    public readonly int Terms;

    /// <summary>The shift that serves all outputs, their multipliers made larger for it; 0 if there is none.</summary>
    public readonly int Shift;

    /// <summary>About how many native instructions a board's interpreter executes for the sums.</summary>
    public int Cost
    {
        get { return (Lanes.Columns * ((Terms * ProductCost) + ColumnCost)) + (Terms * TermCost) + LayerCost; }
    }
}
