namespace EdgeNet.Core;

/// <summary>
/// How the weights of a layer are laid into the lanes of longs, and the proof that no lane overflows. A lane of B bits holds sums
/// from -2^(B-1) to 2^(B-1) - 1. Inputs are not negative and have a largest value, so no sum over some inputs is larger in size than
/// the largest value times the sum of |w| over them. The inputs are cut into segments for which this bound fits every lane; lanes are
/// emptied after each. Within a segment lanes may borrow from one another: the arithmetic is exact modulo 2^64, only the final sums must fit.
/// </summary>
internal sealed class LanePlan
{
    // Beyond this input four lanes would have to be emptied after every few of them.
    private const int MaxNarrowInput = 15;

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

    /// <summary>Weights in a long: 3 or 4. Two would take four times the room of the compact form and be no quicker.</summary>
    public int Lanes { get; private set; }

    /// <summary>Bits of a lane: 21 or 16.</summary>
    public int Bits { get; private set; }

    /// <summary>Index of the first input of each segment, and at the end the number of inputs.</summary>
    public short[] Starts { get; private set; }

    /// <summary>Finds the quickest plan that there is room for.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="file">The model file with its weights.</param>
    /// <param name="maxInput">Largest value of an input, 1 to 255.</param>
    /// <param name="usedInputs">How many inputs are not zero as a rule.</param>
    /// <param name="mostRam">Bytes that the weights may take.</param>
    /// <returns>The plan; null where none has room or none is quicker than the compact form.</returns>
    public static LanePlan Find(LayerInfo info, byte[] file, int maxInput, int usedInputs, int mostRam)
    {
        LanePlan best = null;
        int least = ByteWeights.Cost(info, maxInput, usedInputs);
        for (int lanes = maxInput <= MaxNarrowInput ? 4 : 3; lanes >= 3; lanes--)
        {
            // Without emptying lanes at all it would have to be quicker, and have room: only then are the weights looked at.
            LanePlan plan = new LanePlan(lanes, new short[] { 0, (short)info.Inputs });
            if (plan.Cost(info, usedInputs) < least && LaneWeights.RequiredRam(info, plan, maxInput) <= mostRam)
            {
                plan = Of(info, file, maxInput, lanes);
                int cost = plan.Cost(info, usedInputs);
                if (cost < least && LaneWeights.RequiredRam(info, plan, maxInput) <= mostRam)
                {
                    best = plan;
                    least = cost;
                }
            }
        }

        return best;
    }

    /// <summary>Makes the plan for a number of lanes.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="file">The model file with its weights.</param>
    /// <param name="maxInput">Largest value of an input, 1 to 255.</param>
    /// <param name="lanes">3 or 4.</param>
    /// <returns>The plan with the fewest segments.</returns>
    public static LanePlan Of(LayerInfo info, byte[] file, int maxInput, int lanes)
    {
        return new LanePlan(lanes, Cut(info, file, maxInput, (1 << ((64 / lanes) - 1)) - 1));
    }

    /// <summary>Longs for the weights of an input.</summary>
    public int Columns(LayerInfo info)
    {
        return (info.Outputs + Lanes - 1) / Lanes;
    }

    private int Cost(LayerInfo info, int usedInputs)
    {
        int columns = (Columns(info) + 3) & ~3;
        return (usedInputs * ((columns * LongCost) + ((columns + 11) / 12 * BlockCost))) + ((Starts.Length - 1) * info.Outputs * EmptyCost);
    }

    private static short[] Cut(LayerInfo info, byte[] file, int maxInput, int limit)
    {
        short[] starts = new short[info.Inputs + 1];
        int segments = 1;
        int budget = limit / maxInput;
        int outputs = info.Outputs;
        int[] used = new int[outputs];
        int at = info.WeightsAt;
        for (int i = 0; i < info.Inputs; i++)
        {
            bool fits = i - starts[segments - 1] < PackedWeights.PieceInputs;
            for (int o = 0; o < outputs; o++)
            {
                int w = (sbyte)file[at + o];
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
                    int w = (sbyte)file[at + o];
                    used[o] = w < 0 ? -w : w;
                }
            }

            at += outputs;
        }

        short[] cut = new short[segments + 1];
        for (int s = 0; s < segments; s++)
        {
            cut[s] = starts[s];
        }

        cut[segments] = (short)info.Inputs;
        return cut;
    }
}
