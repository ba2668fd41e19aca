namespace EdgeNet.Core;

/// <summary>
/// From a sum to an output in one multiplication, one addition, one shift and one look into a table, which has the limits, the zero point
/// and the activation function in it: output = Table[(sum * Multipliers[o] + Starts[o]) >> Shift], exactly the requantisation of the model file.
/// </summary>
internal sealed class ScaledOutputs
{
    // Beyond this a table would take more memory than it is worth.
    private const int MaxTable = 16384;

    /// <summary>The shift; 0 if this form is not possible.</summary>
    public readonly int Shift;

    /// <summary>A multiplier for each output.</summary>
    public readonly long[] Multipliers;

    /// <summary>What is added for each output.</summary>
    public readonly long[] Starts;

    /// <summary>The outputs; empty where the scaled sums are the logits.</summary>
    public readonly byte[] Table;

    /// <summary>Prepares the requantisation of a layer.</summary>
    /// <param name="matrix">The layer's matrix.</param>
    /// <param name="file">The model file.</param>
    /// <param name="spans">How far its sums go.</param>
    /// <param name="maxInput">Largest value of an input.</param>
    /// <param name="offsets">What is added to the sum of each output, its bias apart.</param>
    /// <param name="largest">No sum is larger in size, its offset and bias apart.</param>
    /// <param name="isLast">Whether the scaled sums are the logits.</param>
    public ScaledOutputs(MatrixInfo matrix, byte[] file, WeightSpans spans, int maxInput, int[] offsets, long largest, bool isLast)
    {
        int shift = CommonShift.IsEnough(matrix.Activation, isLast) ? CommonShift.Of(matrix, file, offsets, largest) : 0;
        if (shift == 0)
        {
            return;
        }

        int outputs = matrix.Outputs;
        Multipliers = new long[outputs];
        Starts = new long[outputs];
        long lowest = long.MaxValue;
        long highest = long.MinValue;
        for (int o = 0; o < outputs; o++)
        {
            long multiplier = CommonShift.Multiplier(matrix, file, o, shift);
            long bias = LittleEndian.Int32At(file, matrix.BiasAt + (4 * o));
            long half = CommonShift.Rounding(matrix, file, o, shift);
            long least = (((bias - ((long)maxInput * spans.Negative[o])) * multiplier) + half) >> shift;
            long most = (((bias + ((long)maxInput * spans.Positive[o])) * multiplier) + half) >> shift;
            lowest = least < lowest ? least : lowest;
            highest = most > highest ? most : highest;
            Multipliers[o] = multiplier;
            Starts[o] = ((bias - offsets[o]) * multiplier) + half;
        }

        if (isLast)
        {
            Table = new byte[0];
            Shift = shift;
        }
        else if (highest - lowest < MaxTable)
        {
            Table = CreateTable(matrix, file, lowest, (int)(highest - lowest) + 1);
            for (int o = 0; o < outputs; o++)
            {
                Starts[o] -= lowest << shift;
            }

            Shift = shift;
        }
    }

    /// <summary>Heap bytes of it.</summary>
    public int RequiredRam()
    {
        return Ram.ObjectBytes(4) + (2 * Ram.ArrayBytes(8, Multipliers.Length)) + Ram.ArrayBytes(1, Table.Length);
    }

    private static byte[] CreateTable(MatrixInfo matrix, byte[] file, long lowest, int count)
    {
        ActivationInfo activation = matrix.Activation;
        byte[] table = new byte[count];
        for (int i = 0; i < count; i++)
        {
            long value = lowest + i + activation.ZeroPoint;
            value = value < activation.Low ? activation.Low : value > activation.High ? activation.High : value;
            table[i] = activation.HasTable ? file[matrix.TableAt + (int)value] : (byte)value;
        }

        return table;
    }
}
