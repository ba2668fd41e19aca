namespace EdgeNet.Core;

/// <summary>Reads and checks the WGHT section, matrix by matrix.</summary>
internal static class MatrixReader
{
    /// <summary>Finds a matrix's numbers and checks them.</summary>
    /// <param name="matrix">Receives where they are.</param>
    /// <param name="reader">At the first weight; afterwards behind the last number.</param>
    /// <param name="file">The model file.</param>
    /// <param name="layer">The layer's name, for messages.</param>
    /// <param name="givesLogits">Whether its sums become the logits.</param>
    /// <param name="maxInput">Largest value of an input.</param>
    /// <exception cref="ModelException">A number is missing, or lets a sum or a logit overflow 32 bits.</exception>
    public static void Read(MatrixInfo matrix, ByteReader reader, byte[] file, string layer, bool givesLogits, int maxInput)
    {
        matrix.WeightsAt = reader.Skip(matrix.WeightBytes, layer + " weights");
        if (!WeightRows.IsPaddedWithZeros(file, matrix))
        {
            throw reader.Error(layer + ": weights padded with bits that are not zero");
        }

        reader.Pad(matrix.WeightBytes);
        matrix.BiasAt = reader.Skip(4 * matrix.Outputs, layer + " biases");
        matrix.MultiplierAt = reader.Skip(4 * matrix.Outputs, layer + " multipliers");
        matrix.ShiftAt = reader.Skip(matrix.Outputs, layer + " shifts");
        reader.Pad(matrix.Outputs);
        if (matrix.Activation.HasTable)
        {
            matrix.TableAt = reader.Skip(ModelFormat.TableLength, layer + " table");
            CheckTable(matrix, reader, file, layer);
        }

        for (int o = 0; o < matrix.Outputs; o++)
        {
            int bias = LittleEndian.Int32At(file, matrix.BiasAt + (4 * o));
            long bound = Bound(matrix, file, o, bias, maxInput);
            if (bound > int.MaxValue)
            {
                throw reader.Error(layer + ", output " + o + ": the sum could overflow with bias " + bias);
            }

            int multiplier = LittleEndian.Int32At(file, matrix.MultiplierAt + (4 * o));
            int shift = file[matrix.ShiftAt + o];
            if (multiplier < 0 || shift < 1 || shift > Requantizer.MaxShift)
            {
                throw reader.Error(layer + ", output " + o + ": multiplier " + multiplier + " with shift " + shift);
            }

            // A logit is stored in 32 bits, as the sum it comes from.
            if (givesLogits && !Fits(bound, multiplier, shift) && !Fits(ExactBound(matrix, file, o, bias, maxInput), multiplier, shift))
            {
                throw reader.Error(layer + ", output " + o + ": the logit could overflow");
            }
        }
    }

    // The largest size that a sum can reach. The weights are only added up where the largest weights there could be would not do.
    private static long Bound(MatrixInfo matrix, byte[] file, int output, int bias, int maxInput)
    {
        long largest = Size(bias) + ((long)matrix.Terms << (matrix.WeightBits - 1)) * maxInput;
        return largest <= int.MaxValue ? largest : ExactBound(matrix, file, output, bias, maxInput);
    }

    private static long ExactBound(MatrixInfo matrix, byte[] file, int output, int bias, int maxInput)
    {
        return Size(bias) + (WeightRows.SumOfSizes(file, matrix, output) * maxInput);
    }

    private static long Size(long number)
    {
        return number < 0 ? -number : number;
    }

    // Whether a sum of at most this size is requantised to 32 bits. Neither product nor sum can leave 64 bits.
    private static bool Fits(long bound, int multiplier, int shift)
    {
        return ((bound * multiplier) + (1L << (shift - 1))) >> shift <= int.MaxValue;
    }

    private static void CheckTable(MatrixInfo matrix, ByteReader reader, byte[] file, string layer)
    {
        for (int i = 0; matrix.Activation.Bits < 8 && i < ModelFormat.TableLength; i++)
        {
            if (file[matrix.TableAt + i] >> matrix.Activation.Bits != 0)
            {
                throw reader.Error(layer + ": entry " + i + " of the table has more than " + matrix.Activation.Bits + " bits");
            }
        }
    }
}
