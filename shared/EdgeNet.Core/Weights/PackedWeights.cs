namespace EdgeNet.Core;

/// <summary>
/// The weights of a matrix in a form that is quick to multiply: several weights in each long, so that one multiplication serves
/// them all, and one array for each column of longs, cut into pieces of at most 2,048 inputs, because a board's heap has no room for
/// large arrays. The forms differ in speed and memory; their sums are equal.
/// </summary>
internal abstract class PackedWeights
{
    /// <summary>Inputs there are.</summary>
    protected readonly int Terms;

    // Positions 0, 1, 2, ... for layers whose inputs are hardly ever zero; else empty.
    private readonly short[] _all;

    /// <summary>Creates the weights.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="skipsZeros">Whether enough inputs are zero to be worth looking for.</param>
    protected PackedWeights(MatrixInfo matrix, bool skipsZeros)
    {
        Terms = matrix.Terms;
        _all = new short[AllPositions(matrix, skipsZeros)];
        for (int i = 0; i < _all.Length; i++)
        {
            _all[i] = (short)i;
        }
    }

    /// <summary>Fields of this class, for the memory that a derived object takes.</summary>
    protected const int FieldCount = 2;

    /// <summary>Heap bytes of the arrays that all forms have.</summary>
    public static int CommonRam(MatrixInfo matrix, bool skipsZeros)
    {
        return Ram.ArrayBytes(2, AllPositions(matrix, skipsZeros));
    }

    /// <summary>Adds the products of all inputs to the sums of all outputs.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="found">Whether <paramref name="active"/> has the list of all of them already.</param>
    /// <param name="active">Room for the list of inputs that count.</param>
    /// <param name="sums">The sums, one per output.</param>
    public abstract void Accumulate(byte[] x, bool found, ActiveInputs active, int[] sums);

    /// <summary>Lists the inputs that count.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="found">Whether the list of all of them is there already.</param>
    /// <param name="first">Index of the first to look at.</param>
    /// <param name="count">How many to look at.</param>
    /// <param name="active">Receives the list.</param>
    protected void Find(byte[] x, bool found, int first, int count, ActiveInputs active)
    {
        if (found && count == Terms)
        {
            return;
        }

        if (_all.Length != 0)
        {
            active.TakeAll(x, first, count, _all);
        }
        else
        {
            active.Collect(x, first, count);
        }
    }

    private static int AllPositions(MatrixInfo matrix, bool skipsZeros)
    {
        return skipsZeros ? 0 : 1 + (matrix.Terms < ActiveInputs.MaxCount ? matrix.Terms : ActiveInputs.MaxCount);
    }
}
