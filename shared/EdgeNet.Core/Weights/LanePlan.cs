using System;

namespace EdgeNet.Core;

/// <summary>
/// How the weights of a matrix are laid into the lanes of longs, and the proof that no lane overflows. A lane of B bits holds sums
/// from -2^(B-1) to 2^(B-1) - 1. Inputs are not negative and have a largest value, so no sum over some inputs is larger in size than
/// the largest value times the sum of |w| over them. The inputs are cut into segments for which this bound fits every lane; lanes are
/// emptied after each. Within a segment lanes may borrow from one another: the arithmetic is exact modulo 2^64, only the final sums must fit.
/// </summary>
internal sealed class LanePlan
{
    // Beyond this input four lanes would have to be emptied after every few of them.
    public const int MaxNarrowInput = 15;

    // Native instructions that a board's interpreter executes for a long times an input, for an input in a block of columns, for emptying a lane.
    private const int LongCost = 330;
    private const int BlockCost = 600;
    private const int EmptyCost = 1350;

    private LanePlan(int lanes, short[] starts)
    {
        Lanes = lanes;
        Bits = 64 / lanes;
        Starts = starts;
    }

    /// <summary>Weights in a long: 3 or 4. Two would need four times the memory of the compact form and be no faster.</summary>
    public readonly int Lanes;

    /// <summary>Bits of a lane: 21 or 16.</summary>
    public readonly int Bits;

    /// <summary>Index of the first input of each segment, and at the end the number of inputs.</summary>
    public readonly short[] Starts;

    /// <summary>The plan of one segment, whether or not its lanes would hold: the least that a plan can cost.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="lanes">3 or 4.</param>
    /// <returns>A plan to be costed, not to be used.</returns>
    public static LanePlan Uncut(MatrixInfo matrix, int lanes)
    {
        return new LanePlan(lanes, new short[] { 0, (short)matrix.Terms });
    }

    /// <summary>Creates the plan for a number of lanes.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="file">The model file with its weights.</param>
    /// <param name="maxInput">Largest value of an input, 1 to 255.</param>
    /// <param name="lanes">3 or 4.</param>
    /// <returns>The plan with the fewest segments.</returns>
    public static LanePlan Of(MatrixInfo matrix, byte[] file, int maxInput, int lanes)
    {
        return new LanePlan(lanes, Cut(matrix, file, maxInput, (1 << ((64 / lanes) - 1)) - 1));
    }

    /// <summary>Longs for the weights of an input.</summary>
    public int Columns(MatrixInfo matrix)
    {
        return (matrix.Outputs + Lanes - 1) / Lanes;
    }

    /// <summary>About how many native instructions a board's interpreter executes for the sums.</summary>
    public int Cost(MatrixInfo matrix, int usedInputs)
    {
        int columns = (Columns(matrix) + 3) & ~3;
        return (usedInputs * ((columns * LongCost) + ((columns + 11) / 12 * BlockCost))) + ((Starts.Length - 1) * matrix.Outputs * EmptyCost);
    }

    private static short[] Cut(MatrixInfo matrix, byte[] file, int maxInput, int limit)
    {
        short[] starts = new short[matrix.Terms + 1];
        int segments = 1;
        int budget = limit / maxInput;
        int outputs = matrix.Outputs;
        int[] used = new int[outputs];
        byte[] row = new byte[outputs];
        for (int i = 0; i < matrix.Terms; i++)
        {
            WeightRows.Read(file, matrix, i, row);
            bool fits = i - starts[segments - 1] < ActiveInputs.MaxCount;
            for (int o = 0; o < outputs; o++)
            {
                int w = (sbyte)row[o];
                w = used[o] + (w < 0 ? -w : w);
                used[o] = w;
                if (w > budget)
                {
                    fits = false;
                }
            }

            if (!fits)
            {
                starts[segments++] = (short)i;
                for (int o = 0; o < outputs; o++)
                {
                    int w = (sbyte)row[o];
                    used[o] = w < 0 ? -w : w;
                }
            }
        }

        short[] cut = new short[segments + 1];
        Array.Copy(starts, 0, cut, 0, segments);
        cut[segments] = (short)matrix.Terms;
        return cut;
    }
}
