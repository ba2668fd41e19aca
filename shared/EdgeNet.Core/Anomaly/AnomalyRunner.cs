namespace EdgeNet.Core;

/// <summary>Runs after all layers: computes how far the input is from the nearest centre, or from what the network makes of it, and adds that to the logits.</summary>
internal sealed class AnomalyRunner : LayerRunner
{
    private const int MaxCentre = 65535;

    private readonly AnomalyInfo _info;
    private readonly ushort[] _centres;
    private readonly ushort[] _weights;
    private readonly int _count;
    private readonly int _scoreAt;

    /// <summary>Loads it.</summary>
    /// <param name="info">What the section ANOM says.</param>
    /// <param name="count">Values of an input.</param>
    /// <param name="labels">Number of labels.</param>
    /// <param name="context">The file, and where the network's input is.</param>
    public AnomalyRunner(AnomalyInfo info, int count, int labels, LayerContext context)
        : base(context)
    {
        _info = info;
        _count = count;
        _centres = info.CopyCentres(context.File, count);
        _weights = info.CopyWeights(context.File, count);
        _scoreAt = ScoreAt(info, labels);
    }

    /// <summary>The score of the last input, 0 to 2^31 - 1.</summary>
    public int Score { get; private set; }

    /// <summary>Whether the last input is unlike those that the model has learned from.</summary>
    public bool IsAnomaly
    {
        get { return Score > _info.Threshold; }
    }

    /// <summary>The score as a multiple of the threshold.</summary>
    public float Level
    {
        get { return (float)Score / _info.Threshold; }
    }

    /// <summary>Where the score is: the second logit of an anomaly model, after the threshold; behind the logits of any other.</summary>
    public static int ScoreAt(AnomalyInfo info, int labels)
    {
        return info.StandsAlone ? 1 : labels;
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(AnomalyInfo info, InputInfo input)
    {
        return Ram.ObjectBytes(FieldCount + 6) + (2 * Ram.ArrayBytes(2, info.Centres * input.Count));
    }

    public override void Run(Tensors tensors)
    {
        int[] logits = tensors.Sums;
        if (_info.Kind == ModelFormat.DistanceToReconstruction)
        {
            Reconstruct(logits);
        }

        Score = Root(LeastDistance(tensors.Slots[InputSlot], tensors.InputHigh));
        if (_info.StandsAlone)
        {
            logits[0] = _info.Threshold;
        }

        logits[_scoreAt] = Score;
    }

    // What the network makes of the input takes the centre's place.
    private void Reconstruct(int[] logits)
    {
        ushort[] centre = _centres;
        long multiplier = _info.Multiplier;
        int shift = _info.LogitShift;
        long half = 1L << (shift - 1);
        int offset = _info.Offset;
        for (int i = 0; i < centre.Length; i++)
        {
            long value = (((logits[i] * multiplier) + half) >> shift) + offset;
            centre[i] = (ushort)(value < 0 ? 0 : value > MaxCentre ? MaxCentre : value);
        }
    }

    // The sum of squares that the model file has been checked for, of the centre for which it is least.
    private long LeastDistance(byte[] low, byte[] high)
    {
        ushort[] centres = _centres;
        ushort[] weights = _weights;
        int count = _count;
        int fraction = _info.FractionBits;
        int shift = _info.Shift;
        bool isWide = high.Length != 0;
        long least = long.MaxValue;
        for (int at = 0; at < centres.Length;)
        {
            long sum = 0;
            for (int i = 0; i < count; i++)
            {
                int value = isWide ? low[i] | (high[i] << 8) : low[i];
                long part = ((long)((value << fraction) - centres[at]) * weights[at]) >> shift;
                sum += part * part;
                at++;
            }

            least = sum < least ? sum : least;
        }

        return least;
    }

    // The whole part of the root, bit by bit from the highest.
    private static int Root(long square)
    {
        long root = 0;
        for (long bit = 1L << 60; bit != 0; bit >>= 2)
        {
            long tried = root + bit;
            root >>= 1;
            if (square >= tried)
            {
                square -= tried;
                root += bit;
            }
        }

        return (int)root;
    }
}
