namespace EdgeNet.Core;

/// <summary>
/// One shift for all outputs of a matrix, so that an interpreter needs one multiplication, one addition and one shift from a sum to an output:
/// (s * m + 2^(k-1)) >> k is (s * m * 2^d + 2^(k+d-1)) >> (k+d), exact as long as nothing leaves 64 bits. Rounding twice is that too where the first result is not negative:
/// ((s * m + 2^30) >> 31 + 2^(e-1)) >> e is (s * m + 2^30 + 2^(30+e)) >> (31+e). Where it is negative, 2^31 is subtracted before the shift; limits that begin at the zero
/// point hide that.
/// </summary>
internal static class CommonShift
{
    private const int MaxShift = 52;
    private const int MaxDifference = 24;

    // Of rounding twice.
    private const int FirstShift = 31;
    private const long MaxScaledSum = 1L << 61;

    /// <summary>The largest shift of all outputs.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="file">The model file with its numbers.</param>
    /// <param name="offsets">What is added to the sum of each output.</param>
    /// <param name="largest">No sum is larger with that, its bias apart.</param>
    /// <returns>The shift; 0 if there is none for which nothing overflows.</returns>
    public static int Of(MatrixInfo matrix, byte[] file, int[] offsets, long largest)
    {
        int shift = 1;
        for (int o = 0; o < matrix.Outputs; o++)
        {
            shift = file[matrix.ShiftAt + o] > shift ? file[matrix.ShiftAt + o] : shift;
        }

        bool fits = shift <= MaxShift;
        for (int o = 0; o < matrix.Outputs && fits; o++)
        {
            int difference = shift - file[matrix.ShiftAt + o];
            long bias = LittleEndian.Int32At(file, matrix.BiasAt + (4 * o));
            long size = (bias < 0 ? -bias : bias) + offsets[o] + largest;
            fits = difference <= MaxDifference && Multiplier(matrix, file, o, shift) <= MaxScaledSum / size;
        }

        return fits ? shift : 0;
    }

    /// <summary>Whether outputs are right without a correction of negative results.</summary>
    /// <param name="activation">What becomes of the sums.</param>
    /// <param name="isLast">Whether the outputs are the logits, which have no limits.</param>
    public static bool IsEnough(ActivationInfo activation, bool isLast)
    {
        return activation.Rounding == ModelFormat.RoundOnce || (!isLast && activation.Low >= activation.ZeroPoint);
    }

    /// <summary>What is subtracted from a scaled sum that gives less than the zero point, if <see cref="IsEnough"/> says that it must be.</summary>
    public static long Correction(MatrixInfo matrix, byte[] file, int output, int shift)
    {
        return RoundsTwice(matrix, file, output) ? 1L << (FirstShift + shift - file[matrix.ShiftAt + output]) : 0;
    }

    /// <summary>The multiplier of an output, made larger for the common shift.</summary>
    public static long Multiplier(MatrixInfo matrix, byte[] file, int output, int shift)
    {
        return (long)LittleEndian.Int32At(file, matrix.MultiplierAt + (4 * output)) << (shift - file[matrix.ShiftAt + output]);
    }

    /// <summary>What is added to a scaled sum before it is shifted.</summary>
    public static long Rounding(MatrixInfo matrix, byte[] file, int output, int shift)
    {
        return (1L << (shift - 1)) + (Correction(matrix, file, output, shift) >> 1);
    }

    private static bool RoundsTwice(MatrixInfo matrix, byte[] file, int output)
    {
        return matrix.Activation.Rounding == ModelFormat.RoundTwice && file[matrix.ShiftAt + output] > FirstShift;
    }
}
