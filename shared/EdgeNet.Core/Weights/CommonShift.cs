namespace EdgeNet.Core;

/// <summary>
/// One shift for all outputs of a matrix, so that an interpreter needs one multiplication, one addition and one shift from a sum to an output:
/// (s * m + 2^(k-1)) >> k is (s * m * 2^d + 2^(k+d-1)) >> (k+d), exact as long as nothing leaves 64 bits.
/// </summary>
internal static class CommonShift
{
    private const int MaxShift = 52;
    private const int MaxDifference = 24;
    private const long MaxScaledSum = 1L << 61;

    /// <summary>The largest shift of all outputs.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="file">The model file with its numbers.</param>
    /// <param name="offsets">What is added to the sum of each output.</param>
    /// <param name="largest">No sum is larger with that, its bias apart.</param>
    /// <returns>The shift; 0 if there is none for which nothing overflows, or the layer rounds twice.</returns>
    public static int Of(MatrixInfo matrix, byte[] file, int[] offsets, long largest)
    {
        int shift = 1;
        for (int o = 0; o < matrix.Outputs; o++)
        {
            shift = file[matrix.ShiftAt + o] > shift ? file[matrix.ShiftAt + o] : shift;
        }

        bool fits = shift <= MaxShift && matrix.Activation.Rounding == ModelFormat.RoundOnce;
        for (int o = 0; o < matrix.Outputs && fits; o++)
        {
            int difference = shift - file[matrix.ShiftAt + o];
            long bias = LittleEndian.Int32At(file, matrix.BiasAt + (4 * o));
            long size = (bias < 0 ? -bias : bias) + offsets[o] + largest;
            fits = difference <= MaxDifference && Multiplier(matrix, file, o, shift) <= MaxScaledSum / size;
        }

        return fits ? shift : 0;
    }

    /// <summary>The multiplier of an output, made larger for the common shift.</summary>
    public static long Multiplier(MatrixInfo matrix, byte[] file, int output, int shift)
    {
        return (long)LittleEndian.Int32At(file, matrix.MultiplierAt + (4 * output)) << (shift - file[matrix.ShiftAt + output]);
    }
}
