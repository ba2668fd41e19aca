namespace EdgeNet.Core;

/// <summary>
/// How a matrix of at most 64 terms is laid out for <see cref="SmallDenseRunner"/>, and the proof that nothing overflows. A column is a long for
/// each term with the weights of several outputs in its lanes. Inputs x are 0 to M, so a sum is at least -M times the sizes of the negative
/// weights, which is added to it beforehand, and then at most M times the sizes of all weights: where this is below 2^B for every output,
/// lanes of B bits hold any sum and none borrows from its neighbour. 64 terms of 8 bits, 255 * 128 * 64, always fit 21 bits.
/// </summary>
internal sealed class SmallPlan
{
    /// <summary>The most terms.</summary>
    public const int MaxTerms = 64;

    /// <summary>Terms that are multiplied at a time, at least: there is code for these and for <see cref="MaxTerms"/>.</summary>
    public const int HalfTerms = 32;

    private const int MaxLanes = 8;
    private const int MinLanes = 3;
    private const int MaxShift = 52;
    private const int MaxShiftDifference = 24;
    private const long MaxScaledSum = 1L << 61;

    // Native instructions that a board's interpreter executes for a product, a column, a term and a layer.
    private const int ProductCost = 270;
    private const int ColumnCost = 850;
    private const int TermCost = 262;
    private const int LayerCost = 3000;

    /// <summary>Makes the plan with most lanes.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="file">The model file with its weights.</param>
    /// <param name="maxInput">Largest value of an input, 1 to 255.</param>
    public SmallPlan(MatrixInfo matrix, byte[] file, int maxInput)
    {
        int outputs = matrix.Outputs;
        Terms = matrix.Terms <= HalfTerms ? HalfTerms : MaxTerms;
        int[] offsets = new int[outputs];
        int[] spans = new int[outputs];
        byte[] row = new byte[outputs];
        int terms = matrix.Terms;
        for (int i = 0; i < terms; i++)
        {
            WeightRows.Read(file, matrix, i, row);
            for (int o = outputs; o != 0;)
            {
                o--;
                int w = (sbyte)row[o];
                if (w < 0)
                {
                    offsets[o] = offsets[o] - w;
                    spans[o] = spans[o] - w;
                }
                else
                {
                    spans[o] = spans[o] + w;
                }
            }
        }

        int largest = 0;
        for (int o = 0; o < outputs; o++)
        {
            offsets[o] *= maxInput;
            largest = spans[o] > largest ? spans[o] : largest;
        }

        largest *= maxInput;
        Offsets = offsets;

        Lanes = MaxLanes;
        while (Lanes > MinLanes && largest >= 1L << Bits)
        {
            Lanes--;
        }

        Columns = (outputs + Lanes - 1) / Lanes;
        Shift = CommonShift(matrix, file);
    }

    /// <summary>Weights in a long, 3 to 8: output o is in lane o / Columns of column o % Columns.</summary>
    public int Lanes { get; private set; }

    /// <summary>Bits of a lane, 8 to 21.</summary>
    public int Bits
    {
        get { return 64 / Lanes; }
    }

    /// <summary>Longs for the weights of a term.</summary>
    public int Columns { get; private set; }

    /// <summary>Terms with those that fill up: 32 or 64.</summary>
    public int Terms { get; private set; }

    /// <summary>What is added to the sum of each output, so that it is never negative.</summary>
    public int[] Offsets { get; private set; }

    /// <summary>The shift that serves all outputs, their multipliers made larger for it; 0 where there is none.</summary>
    public int Shift { get; private set; }

    /// <summary>About how many native instructions a board's interpreter executes for the sums.</summary>
    public int Cost
    {
        get { return (Columns * ((Terms * ProductCost) + ColumnCost)) + (Terms * TermCost) + LayerCost; }
    }

    // (s * m + 2^(k-1)) >> k is (s * m * 2^d + 2^(k+d-1)) >> (k+d): exact as long as nothing leaves 64 bits.
    private int CommonShift(MatrixInfo matrix, byte[] file)
    {
        int shift = 1;
        for (int o = 0; o < matrix.Outputs; o++)
        {
            shift = file[matrix.ShiftAt + o] > shift ? file[matrix.ShiftAt + o] : shift;
        }

        int[] offsets = Offsets;
        long largest = 1L << Bits;
        bool fits = shift <= MaxShift;
        for (int o = 0; o < matrix.Outputs && fits; o++)
        {
            int difference = shift - file[matrix.ShiftAt + o];
            long bias = LittleEndian.Int32At(file, matrix.BiasAt + (4 * o));
            long size = (bias < 0 ? -bias : bias) + offsets[o] + largest;
            long multiplier = LittleEndian.Int32At(file, matrix.MultiplierAt + (4 * o));
            fits = difference <= MaxShiftDifference && multiplier << difference <= MaxScaledSum / size;
        }

        return fits ? shift : 0;
    }
}
