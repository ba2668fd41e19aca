namespace EdgeNet.Core;

/// <summary>
/// The weights of a dense layer in a form that is quick to multiply: several weights in each long, so that one multiplication serves
/// them all, and one array for each column of longs, cut into pieces of at most 2,048 inputs, because a board's heap has no room for
/// large arrays. The forms differ in speed and memory; their sums are equal.
/// </summary>
internal abstract class PackedWeights
{
    internal const int PieceInputs = 2048;

    // Positions 0, 1, 2, ... for layers whose inputs are hardly ever zero; else empty.
    private readonly short[] _all;

    /// <summary>Makes the weights.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="dense">Whether few inputs are zero, so that they are not worth looking for.</param>
    protected PackedWeights(LayerInfo info, bool dense)
    {
        _all = new short[AllPositions(info, dense)];
        for (int i = 0; i < _all.Length; i++)
        {
            _all[i] = (short)i;
        }
    }

    /// <summary>Heap bytes of what all forms have.</summary>
    public static int CommonRam(LayerInfo info, bool dense)
    {
        return Ram.ArrayBytes(2, AllPositions(info, dense));
    }

    /// <summary>Finds the inputs that matter.</summary>
    protected void Find(byte[] x, int first, int count, NonZeroInputs scratch)
    {
        if (_all.Length != 0)
        {
            scratch.TakeAll(x, first, count, _all);
        }
        else
        {
            scratch.Collect(x, first, count);
        }
    }

    /// <summary>Adds the products of all inputs to the sums of all outputs.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="scratch">Room for the inputs that are not zero.</param>
    /// <param name="sums">The sums, one an output.</param>
    public abstract void Accumulate(byte[] x, NonZeroInputs scratch, int[] sums);

    private static int AllPositions(LayerInfo info, bool dense)
    {
        return !dense ? 0 : 1 + (info.Inputs < PieceInputs ? info.Inputs : PieceInputs);
    }
}
