namespace EdgeNet.Core;

/// <summary>Chooses the form of a matrix's weights by the memory there is.</summary>
internal static class WeightForms
{
    // Native instructions that a board's interpreter executes for looking whether an input is zero.
    private const int CollectCost = 700;

    /// <summary>The fastest form that there is room for; the compact one always has.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="file">The model file.</param>
    /// <param name="maxInput">Largest value of an input, 1 to 255.</param>
    /// <param name="skipsZeros">Whether enough inputs are zero to be worth looking for.</param>
    /// <param name="usedInputs">How many inputs are not zero as a rule.</param>
    /// <param name="spareBytes">Bytes that it may need beyond the compact form.</param>
    /// <returns>The weights.</returns>
    public static PackedWeights Choose(MatrixInfo matrix, byte[] file, int maxInput, bool skipsZeros, int usedInputs, int spareBytes)
    {
        LanePlan plan = FastestPlan(matrix, file, maxInput, usedInputs, ByteWeights.RequiredRam(matrix) + spareBytes);
        if (plan != null)
        {
            return new LaneWeights(matrix, file, plan, maxInput, skipsZeros);
        }

        return new ByteWeights(matrix, file, maxInput, skipsZeros);
    }

    /// <summary>No form costs less than about so many native instructions, whatever the weights are.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="maxInput">Largest value of an input, 1 to 255.</param>
    /// <param name="skipsZeros">Whether enough inputs are zero to be worth looking for.</param>
    /// <param name="found">Whether those that are not zero are known beforehand.</param>
    /// <param name="usedInputs">How many inputs are not zero as a rule.</param>
    /// <returns>Native instructions of a board's interpreter.</returns>
    public static int LeastCost(MatrixInfo matrix, int maxInput, bool skipsZeros, bool found, int usedInputs)
    {
        int least = ByteWeights.Cost(matrix, maxInput, usedInputs);
        for (int lanes = maxInput <= LanePlan.MaxNarrowInput ? 4 : 3; lanes >= 3; lanes--)
        {
            int cost = LanePlan.Uncut(matrix, lanes).Cost(matrix, usedInputs);
            least = cost < least ? cost : least;
        }

        return least + (skipsZeros && !found ? matrix.Terms * CollectCost : 0);
    }

    /// <summary>Bytes that a form needs beyond the compact one.</summary>
    public static int ExtraRam(PackedWeights weights, MatrixInfo matrix, int maxInput)
    {
        LaneWeights lanes = weights as LaneWeights;
        return lanes == null ? 0 : LaneWeights.RequiredRam(matrix, lanes.Plan, maxInput) - ByteWeights.RequiredRam(matrix);
    }

    // The plan that is quicker than the compact form and has room; null if there is none.
    private static LanePlan FastestPlan(MatrixInfo matrix, byte[] file, int maxInput, int usedInputs, int mostRam)
    {
        LanePlan best = null;
        int least = ByteWeights.Cost(matrix, maxInput, usedInputs);
        for (int lanes = maxInput <= LanePlan.MaxNarrowInput ? 4 : 3; lanes >= 3; lanes--)
        {
            // Without emptying lanes at all it would have to be quicker, and have room: only then are the weights looked at.
            LanePlan plan = LanePlan.Uncut(matrix, lanes);
            if (plan.Cost(matrix, usedInputs) < least && LaneWeights.RequiredRam(matrix, plan, maxInput) <= mostRam)
            {
                plan = LanePlan.Of(matrix, file, maxInput, lanes);
                int cost = plan.Cost(matrix, usedInputs);
                if (cost < least && LaneWeights.RequiredRam(matrix, plan, maxInput) <= mostRam)
                {
                    best = plan;
                    least = cost;
                }
            }
        }

        return best;
    }
}
